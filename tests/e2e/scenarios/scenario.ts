/** A scenario: what goes wrong, what people do about it, and what must come of it. The tables beside this file are made of these. */
import type { BlockOutcome, SteeringCommand } from "../../../controller/infobase/index.ts";
import type { Lab } from "../../../devices/index.ts";
import type { FaultRequest } from "../../../devices/virtual/index.ts";

export const FIRST = "2007-101";
export const SECOND = "2007-102";

export interface Scenario {
  readonly name: string;
  /** 1 when left out. */
  readonly blocks?: number;
  readonly faults?: readonly FaultRequest[];
  /** Changes to the default lab file, without references and daily verification. */
  readonly lab?: (lab: Lab) => Lab;
  /** What a person orders when the first job whose key ends so is sent. */
  readonly order?: { readonly at: string; readonly command: SteeringCommand; readonly serial?: string };
  /** What people answer, one question after the other; a question beyond the last one ends the scenario. */
  readonly answers?: readonly Answer[];
  readonly ends: Ending;
  readonly facts?: Facts;
}

export interface Answer {
  /** The question must read so. */
  readonly asked: RegExp;
  /** What is done in the lab before: a device mended, or something else. */
  readonly hand?: { readonly mend: string } | FaultRequest;
  readonly choice: string;
}

export type Ending =
  | { readonly state: "finished" | "stopped"; readonly blocks: Readonly<Record<string, BlockOutcome>> }
  /** A person is asked, and the line waits. */
  | { readonly asked: RegExp }
  /** The line stops for this reason and takes nothing more. */
  | { readonly lineStopped: RegExp };

export interface Facts {
  /** Every job that failed, in order, as `indent/3#1 inDoubt`; keys without batch and first block. */
  readonly failed?: readonly string[];
  /** Indentations physically made, by block. */
  readonly dents?: Readonly<Record<string, number>>;
  /** On record of the first block: dents without a value, readings that do not count. */
  readonly withoutValue?: number;
  readonly setAside?: number;
  /** Why the first block came to its outcome. */
  readonly reason?: RegExp;
  /** Where the record says the first block is. */
  readonly place?: string;
}

export const finished = (first: BlockOutcome = "passed"): Ending => ({
  state: "finished",
  blocks: { [FIRST]: first },
});

/** The lab with changed deadline floors, s of real time. */
export const deadlines =
  (floors: Readonly<Record<string, number>>) =>
  (lab: Lab): Lab => ({
    ...lab,
    devices: Object.fromEntries(
      Object.entries(lab.devices).map(([name, device]) => [
        name,
        { ...device, deadlineFloorS: floors[name] ?? device.deadlineFloorS },
      ]),
    ),
  });

/** No daily verification, so that the first block's jobs are the devices' first. */
export const withoutVerification = (lab: Lab): Lab => ({
  ...lab,
  lines: Object.fromEntries(
    Object.entries(lab.lines).map(([name, line]) => [
      name,
      { ...line, references: [], dailyVerification: undefined },
    ]),
  ),
});
