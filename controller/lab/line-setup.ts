import type { Lab } from "../../devices/index.ts";
import type { LineSetup } from "../../workflows/index.ts";

/** What a line's workflow needs to know of the lab file. */
export function lineSetup(lab: Lab, name: string): LineSetup {
  const line = lab.lines[name];
  if (line === undefined) throw new Error(`the lab file ${lab.file} has no line "${name}"`);
  const { station, arm, stage, camera, tester } = line;
  return {
    line: name,
    station,
    arm,
    stage,
    camera,
    tester,
    stations: lab.stations,
    agv: lab.agv,
    marker: lab.marker,
    environment: lab.environment,
    preliminary: line.preliminaryIndentations,
    counted: line.indentations,
    rejectSlots: lab.tray.rejectSlots,
    outlierHr: line.outlierHr,
    exposureMs: lab.devices[camera]?.camera?.exposureMs ?? 20,
    resolutionHr: lab.devices[tester]?.resolution ?? 0.1,
  };
}
