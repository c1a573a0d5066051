/** How long a batch will still take, from the pace of its blocks so far or the lab file's nominal times. */
import type { Lab } from "../../devices/index.ts";
import type { BatchDetail } from "./api.ts";

/** What is still to be done of a batch. */
export interface WorkLeft {
  /** Blocks without a record, the one in hand among them. */
  readonly blocks: number;
  /** Time since the last block was recorded, or the first was begun; 0 before that. */
  readonly elapsedMs: number;
  /** Changes of scale before blocks that have not begun. */
  readonly setups: number;
  /** Journeys of the AGV with the tray: in, to marking, to the inspected area. */
  readonly carries: number;
  readonly engravings: number;
}

/** Time between records in ms: from so many on, the pace is believed rather than the lab file. */
const PACE_AFTER = 2;

/** `recordedAtMs`: when each block was recorded, in order. The median keeps an interruption out of the pace. */
export function estimate(
  lab: Lab,
  line: string,
  speed: number,
  left: WorkLeft,
  recordedAtMs: readonly number[],
  nowMs: number,
): BatchDetail["estimate"] {
  const nominal = nominalTimesMs(lab, line, speed);
  if (nominal === undefined) return null;
  const intervals = recordedAtMs.slice(1).map((at, index) => at - (recordedAtMs[index] ?? at));
  const paced = intervals.length >= PACE_AFTER;
  const blockMs = paced ? median(intervals) : nominal.block;
  const blocksMs = left.blocks * blockMs - (left.blocks > 0 ? Math.min(left.elapsedMs, blockMs) : 0);
  const remainingMs =
    blocksMs +
    left.setups * nominal.setup +
    left.carries * nominal.carry +
    left.engravings * nominal.engraving;
  return {
    remainingS: Math.round(remainingMs / 100) / 10,
    finishesAt: new Date(nowMs + remainingMs).toISOString(),
    basis: paced ? "pace" : "nominal",
  };
}

function nominalTimesMs(lab: Lab, lineName: string, speed: number) {
  const line = lab.lines[lineName];
  if (line === undefined) return undefined;
  const ms = (device: string, time: string): number =>
    ((lab.devices[device]?.timesS[time] ?? 0) * 1000) / speed;
  const { arm, stage, camera, tester } = line;
  const indentations = line.preliminaryIndentations + line.indentations;
  return {
    // To the tray, the stage, the camera, the tester and back.
    block:
      5 * ms(arm, "move") +
      ms(arm, "pick") +
      ms(arm, "place") +
      ms(stage, "measure") +
      ms(camera, "expose") +
      indentations * (ms(arm, "shift") + ms(tester, "indent")),
    setup: ms(tester, "setup"),
    carry: 2 * ms(lab.agv, "go") + 2 * ms(lab.agv, "transfer"),
    engraving: ms(lab.marker, "engrave") + ms(lab.marker, "readBack"),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? 0;
  const high = sorted[Math.floor(middle)] ?? low;
  return (low + high) / 2;
}
