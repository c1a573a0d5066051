/**
 * What became of a frame written to a Modbus device, told from the statuses read after it: the write's own answer only says
 * that the registers arrived. A device judges a frame within 250 ms and shows a refusal or the echo of the job.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { ControlFrame, DeviceStatus, JobFrame, Refusal } from "../wire/index.ts";
import type { Submission } from "./link.ts";

/** A device judges a frame within 250 ms; the rest is the line's. */
const JUDGEMENT_MS = 400;
const LOOK_AGAIN_MS = 5;

type ReadStatus = () => Promise<DeviceStatus>;

/** The verdict on a job frame; `last` is the status read before it was written. */
export async function judgeJob(
  frame: JobFrame,
  last: DeviceStatus | undefined,
  readStatus: ReadStatus,
): Promise<Submission> {
  const deadline = performance.now() + JUDGEMENT_MS;
  for (;;) {
    const status = await readStatus();
    const overdue = performance.now() > deadline;
    const refused = refusalOf(frame, status.refusal, overdue ? undefined : last?.refusal);
    if (refused !== undefined) return refused;
    if (status.bootId === frame.bootId && names(status, frame) && !names(status.refusal, frame))
      return { kind: "accepted" };
    if (overdue)
      return {
        kind: "unknown",
        why: `the device shows neither job ${frame.jobNumber} nor a refusal of it ${JUDGEMENT_MS} ms after the frame`,
      };
    await pause(LOOK_AGAIN_MS);
  }
}

/** The verdict on a control frame: taken unless a refusal of it shows. */
export async function judgeControl(
  frame: ControlFrame,
  last: DeviceStatus | undefined,
  readStatus: ReadStatus,
): Promise<Submission> {
  const deadline = performance.now() + JUDGEMENT_MS;
  for (;;) {
    const { refusal } = await readStatus();
    const overdue = performance.now() > deadline;
    const refused = refusalOf(frame, refusal, overdue ? undefined : last?.refusal);
    if (refused !== undefined) return refused;
    if (!concerns(refusal, frame)) return { kind: "accepted" };
    await pause(LOOK_AGAIN_MS);
  }
}

interface Named {
  readonly controllerId: number;
  readonly jobNumber: number;
}

function names(shown: Named, frame: Named): boolean {
  return shown.controllerId === frame.controllerId && shown.jobNumber === frame.jobNumber;
}

/** A garbled frame's own names cannot be trusted, so its refusal shows none. */
function concerns(refusal: Refusal, frame: Named): boolean {
  return refusal.reason !== "none" && (names(refusal, frame) || refusal.reason === "checksum");
}

/** The refusal as this frame's, unless it already stood there before the frame was written. */
function refusalOf(frame: Named, refusal: Refusal, before: Refusal | undefined): Submission | undefined {
  if (!concerns(refusal, frame)) return undefined;
  if (before !== undefined && before.reason === refusal.reason && names(before, refusal)) return undefined;
  return { kind: "refused", reason: refusal.reason };
}
