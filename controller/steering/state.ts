/** Where a batch stands by the orders given for it, and what each order may follow. Pure. */
import type { SteeringRow } from "../infobase/index.ts";

export interface SteeringState {
  /** `held` is a pause in which devices were told to hold at once. */
  readonly flow: "on" | "paused" | "held" | "stopped";
  /** Why it was stopped; empty otherwise. */
  readonly stopReason: string;
  /** Reason by serial of blocks that are to be left out. */
  readonly skipped: ReadonlyMap<string, string>;
  /** Serials to be worked again at the end of the tray, in the order asked for; one may come more than once. */
  readonly repeats: readonly { readonly serial: string; readonly reason: string }[];
}

export function steeringState(rows: readonly SteeringRow[]): SteeringState {
  let flow: SteeringState["flow"] = "on";
  let stopReason = "";
  const skipped = new Map<string, string>();
  const repeats: { serial: string; reason: string }[] = [];
  for (const { command, serial, reason } of rows) {
    if (command === "stop") {
      flow = "stopped";
      stopReason = reason;
    } else if (flow !== "stopped") {
      if (command === "pause" && flow === "on") flow = "paused";
      if (command === "hold") flow = "held";
      if (command === "resume") flow = "on";
    }
    if (serial === null) continue;
    if (command === "skip") skipped.set(serial, reason);
    if (command === "repeat") repeats.push({ serial, reason });
  }
  return { flow, stopReason, skipped, repeats };
}

/** Splits a job's key: the batch it belongs to and the block, if it is one's. */
export function partsOfKey(key: string): { batch?: string; serial?: string } {
  const match = /^batch\/([^/]+)\/(?:block\/([^/@]+)(?:@\d+)?\/)?/.exec(key);
  if (match === null) return {};
  const [, batch, serial] = match;
  return { ...(batch === undefined ? {} : { batch }), ...(serial === undefined ? {} : { serial }) };
}
