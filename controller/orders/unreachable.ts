/** Whether every device of a running lab answers and is what the lab file says, before anything is queued. */
import { setTimeout as sleep } from "node:timers/promises";
import type { DeviceLink } from "../../devices/index.ts";
import { identityProblem } from "../doctor/index.ts";
import type { RunningLab } from "../lab/start-lab.ts";

/** Listens to the links' log for why each is not connected. */
export function reasonsOf(log: (line: object) => void) {
  const whys = new Map<string, string>();
  return {
    whys,
    log(line: object): void {
      if ("device" in line && "why" in line && typeof line.device === "string") {
        const { device, why } = line;
        whys.set(device, String(why));
      }
      log(line);
    },
  };
}

/** A virtual lab's own devices have just been started, perhaps on a busy machine: slow is no fault of theirs. Ms. */
const OWN_DEVICE_MS = 60_000;

/**
 * A line for each device that does not answer within `timeoutMs` of real time (a virtual lab's own within a minute), or answers as
 * another kind of device.
 */
export async function unreachable(
  running: Pick<RunningLab, "lab" | "links">,
  whys: ReadonlyMap<string, string>,
  timeoutMs: number,
): Promise<string[]> {
  const problems = await Promise.all(
    Object.values(running.links).map(async (link) => {
      const { host, port } = running.lab.devices[link.name] ?? {};
      const longestMs = port === "auto" ? Math.max(OWN_DEVICE_MS, timeoutMs) : timeoutMs;
      const problem = await problemOf(link, longestMs);
      if (problem === undefined) return [];
      const where = port === "auto" ? "" : ` at ${host}:${port}`;
      return [
        `${link.name}${where}: ${problem === "silent" ? silence(whys.get(link.name), longestMs) : problem}`,
      ];
    }),
  );
  return problems.flat();
}

const silence = (why: string | undefined, timeoutMs: number): string =>
  `no answer within ${timeoutMs / 1000} s${why === undefined ? "" : ` (${why})`}`;

async function problemOf(link: DeviceLink, timeoutMs: number): Promise<string | undefined> {
  const over = new AbortController();
  const silent = sleep(timeoutMs, "silent", { signal: over.signal });
  const read = link.read(over.signal).then((status) => identityProblem(link.kind, status));
  try {
    return await Promise.race([read, silent]);
  } finally {
    over.abort();
    await Promise.allSettled([read, silent]);
  }
}
