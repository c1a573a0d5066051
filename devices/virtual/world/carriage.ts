/** The AGV and the tray: who stands where, and the hand-over between dock and AGV. */
import { z } from "zod";
import { COMMON_FAULTS, DEVICE_KINDS } from "../../wire/index.ts";
import type { JobName } from "./truth.ts";
import { Forbidden, jobValues, type WorldFile } from "./world-file.ts";

const faults = DEVICE_KINDS.agv.faults;
const trayRow = z.object({ at: z.string() });
const agvRow = z.object({ station: z.string() });

/** An AGV between stations. */
export const UNDER_WAY = "none";

/** The station the tray stands at, or `agv:<name>` while it is carried. */
export function trayStation(world: WorldFile): string {
  const row = world.one(trayRow, "SELECT at FROM tray");
  if (row === undefined) throw new Error("the world has no tray");
  return row.at;
}

export function agvStation(world: WorldFile, agv: string): string {
  const row = world.one(agvRow, "SELECT station FROM agv WHERE name = ?", agv);
  if (row === undefined) throw new Error(`the world knows no AGV "${agv}"`);
  return row.station;
}

/** The AGV stands at `station` from now on (UNDER_WAY while it drives). */
export function driveTo(world: WorldFile, agv: string, station: string): void {
  world.run("UPDATE agv SET station = ? WHERE name = ?", station, agv);
}

export type HandOver = "load" | "unload";

/** Throws when the hand-over could not succeed now; returns the station it happens at. */
export function checkHandOver(world: WorldFile, agv: string, kind: HandOver): string {
  const station = agvStation(world, agv);
  if (station === UNDER_WAY)
    throw new Forbidden(COMMON_FAULTS.notReady, "the AGV stands between stations; send it to one first");
  const at = trayStation(world);
  const onBoard = at === `agv:${agv}`;
  if (kind === "load") {
    if (onBoard) throw new Forbidden(COMMON_FAULTS.notReady, "a tray is already on board");
    if (at !== station) throw new Forbidden(faults.noTray, `no tray stands at ${station}`);
  } else {
    if (!onBoard) throw new Forbidden(faults.noTray, "no tray is on board");
  }
  return station;
}

/** The tray passes between the dock the AGV stands at and the AGV. */
export function handOver(world: WorldFile, agv: string, kind: HandOver, job: JobName): void {
  world.change(() => {
    const station = checkHandOver(world, agv, kind);
    world.run("UPDATE tray SET at = ?", kind === "load" ? `agv:${agv}` : station);
    world.run(
      `INSERT INTO move (kind, block, place, at_ms, device, controller_id, job_number, boot_id)
       VALUES (?, NULL, ?, ?, ?, ?, ?, ?)`,
      kind,
      station,
      world.nowMs(),
      ...jobValues(job),
    );
  });
}
