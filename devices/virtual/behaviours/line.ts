/** Which devices work together: the line of the lab file that a device belongs to. */
import type { Lab, LabLine } from "../../lab-file.ts";

type Role = "arm" | "stage" | "camera" | "tester";

/** The line whose `role` is played by this device; undefined for a device that stands in no line. */
export function lineOf(lab: Lab, role: Role, device: string): LabLine | undefined {
  return Object.values(lab.lines).find((line) => line[role] === device);
}

/** As lineOf, for devices that have nothing to work on outside of a line. */
export function requireLine(lab: Lab, role: Role, device: string): LabLine {
  const line = lineOf(lab, role, device);
  if (line === undefined) throw new Error(`${device} is the ${role} of no line in ${lab.file}`);
  return line;
}

/** What `virtual` says in a lab file that is known to be of a virtual lab. */
export function virtualOf(lab: Lab): NonNullable<Lab["virtual"]> {
  if (lab.virtual === undefined) throw new Error(`${lab.file} has no section "virtual"`);
  return lab.virtual;
}
