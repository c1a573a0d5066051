/** The Rockwell tester: full force stands in the middle of its cycle, and the dent is there before any value is. */
import { COMMON_FAULTS, DEVICE_KINDS } from "../../wire/index.ts";
import { rockwellScale } from "../physics/index.ts";
import { blockOnAnvil, checkIndentation, Forbidden, indent, setUp } from "../world/index.ts";
import { type Actions, type Station, whileUnchanged } from "./action.ts";
import { anvilOf } from "./interlocks.ts";
import { requireLine, virtualOf } from "./line.ts";

const faults = DEVICE_KINDS.rockwellTester.faults;

export function rockwellTesterActions({ lab, world, seed, name, device, interlocks }: Station): Actions {
  const { arm, scales } = requireLine(lab, "tester", name);
  const { resolution: resolutionHr } = device;
  if (resolutionHr === undefined) throw new Error(`${name}: the lab file gives no resolution`);
  const rules = { seed, noiseHr: virtualOf(lab).testerNoiseHr, resolutionHr };
  return {
    commands: {
      setup(job) {
        const scale = job.text;
        if (rockwellScale(scale) === undefined || !scales.includes(scale))
          throw new Forbidden(
            COMMON_FAULTS.badParameter,
            `the tester has no scale "${scale}"; it has ${scales.join(", ")}`,
          );
        return interlocks.within(anvilOf(name), name, async () => {
          await job.until(1);
          setUp(world, name, scale);
          return {};
        });
      },
      indent(job) {
        const at = { tester: name, arm, scale: job.text };
        return interlocks.within(anvilOf(name), name, async () => {
          checkIndentation(world, name, arm, job.text);
          await job.until(0.5);
          const hardness = indent(world, at, { ...rules, shown: job.trouble.shown }, job.name);
          await job.until(1);
          if (hardness === undefined)
            throw new Forbidden(faults.noValue, `no depth within ${job.text}; the dent is made`);
          return { numbers: { hardness }, text: job.text };
        });
      },
    },
    sensors: whileUnchanged(world, () => [1, blockOnAnvil(world, arm) === undefined ? 0 : 1]),
    readings: () => [],
  };
}
