/** A scenario file: a YAML list of faults, arranged together at each start of the lab. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Lab } from "../../lab-file.ts";
import { checkFault, type Fault, FaultError } from "./fault.ts";

/**
 * Reads and checks a scenario against the lab.
 * @throws FaultError that lists every finding with its path in the file, such as `[2].value`.
 */
export function readScenario(file: string, lab: Lab): Fault[] {
  const what = `the scenario ${file} cannot be used`;
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new FaultError(what, [error instanceof Error ? error.message : String(error)]);
  }
  if (!Array.isArray(content)) throw new FaultError(what, ["(top): a list of faults is expected"]);
  const findings: string[] = [];
  const faults: Fault[] = [];
  content.forEach((entry: unknown, index) => {
    const checked = checkFault(lab, entry);
    if ("fault" in checked) faults.push(checked.fault);
    else
      for (const { path, text } of checked.findings)
        findings.push(`${[`[${index}]`, ...path].join(".")}: ${text}`);
  });
  if (findings.length > 0) throw new FaultError(what, findings);
  return faults;
}
