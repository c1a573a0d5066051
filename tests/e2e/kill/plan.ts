/** Which process dies where: the points of a job's life for every kind of job, and what the child reports. */
import { z } from "zod";

export const VICTIMS = ["controller", "lab", "both"] as const;
export type Victim = (typeof VICTIMS)[number];

export const killSchema = z.object({
  victim: z.enum(VICTIMS),
  /** Command of a device, or name of a computation. */
  job: z.string(),
  point: z.enum(["beforeRow", "afterRow", "sent", "deviceFinished"]),
});
export type Kill = z.infer<typeof killSchema>;

/** Every command of every device the tray meets. */
export const COMMANDS = [
  "read",
  "go",
  "load",
  "unload",
  "setup",
  "move",
  "pick",
  "measure",
  "expose",
  "shift",
  "indent",
  "place",
  "engrave",
  "readBack",
] as const;

/** A computation writes its row when it is done: it has no moment between row and end. */
export const COMPUTATIONS = ["look", "judge", "recordBlock", "finishBatch"] as const;

export const ACTION_POINTS = ["beforeRow", "afterRow", "sent", "deviceFinished"] as const;

/** All points of all kinds of job once, each with the victim of its turn. */
export function killsOfRound(round: number): Kill[] {
  const kills: Kill[] = [];
  for (const job of COMMANDS)
    for (const point of ACTION_POINTS) kills.push({ job, point, victim: victimOf(round, kills.length) });
  for (const job of COMPUTATIONS)
    for (const point of ["beforeRow", "deviceFinished"] as const)
      kills.push({ job, point, victim: victimOf(round, kills.length) });
  return kills;
}

/** Over three rounds each point meets each victim once. */
function victimOf(round: number, index: number): Victim {
  return VICTIMS[(round + index) % VICTIMS.length] ?? "controller";
}
