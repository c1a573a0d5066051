/** The one place where the controller knows of the virtual lab: it starts its process and starts it again when it dies. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { DeviceAddress, Lab } from "../../devices/index.ts";
import {
  isVirtualLabAlive,
  physicalTrayFor,
  startVirtualLab,
  stopVirtualLab,
  VirtualLabError,
} from "../../devices/virtual/index.ts";
import type { TrayOrder } from "../../workflows/index.ts";

export {
  readTruth,
  type Truth,
  type TruthDent,
} from "../../devices/virtual/index.ts";
export { stopVirtualLab };

export interface VirtualLabOptions {
  readonly lab: Lab;
  readonly dataDir: string;
  readonly speed: number;
  /** Of the virtual lab's chance, at its first start; a world that is there keeps its own. */
  readonly seed?: number | undefined;
  /** What truly lies on the next tray: path of a physical file. */
  readonly physical?: string | undefined;
  /** The next tray is made to match this order when no physical file is given. */
  readonly physicalOrder?: TrayOrder | undefined;
  /** Faults to be had: path of a scenario file. */
  readonly scenario?: string | undefined;
  readonly log: (line: object) => void;
}

export interface VirtualLab {
  readonly addresses: Readonly<Record<string, DeviceAddress>>;
  readonly imageUrls: Readonly<Record<string, string>>;
  /** Stops looking after the process; the process itself goes on. */
  leave(): void;
}

/** How often the process is looked for, ms. */
const WATCH_MS = 300;

/** Attaches to the data folder's virtual lab or starts it, and keeps it running until left. */
export async function keepVirtualLab(options: VirtualLabOptions): Promise<VirtualLab> {
  const { dataDir, log } = options;
  const physical = physicalOf(options);
  const worldExisted = existsSync(join(dataDir, "virtual", "truth.sqlite"));
  const start = () => startVirtualLab(startOptions(options, physical));
  const { addresses, imageUrls, controlUrl } = await start();
  if (worldExisted && physical !== undefined) await bringTray(controlUrl, physical);
  let starting = false;
  const look = setInterval(() => {
    if (starting || isVirtualLabAlive(dataDir)) return;
    starting = true;
    log({
      event: "virtual lab gone",
      action: "starting it again from its truth",
    });
    start()
      .then(({ pid }) => log({ event: "virtual lab back", pid }))
      .catch((error: unknown) =>
        log({
          level: "error",
          event: "virtual lab does not start",
          error: String(error),
        }),
      )
      .finally(() => {
        starting = false;
      });
  }, WATCH_MS);
  look.unref();
  return { addresses, imageUrls, leave: () => clearInterval(look) };
}

/** Of blocks that match an order, where no seed is given. */
const DEFAULT_SEED = 1;

type Physical = NonNullable<StartOptions["physical"]>;
type StartOptions = Parameters<typeof startVirtualLab>[0];

function physicalOf({ physical, physicalOrder, seed }: VirtualLabOptions): Physical | undefined {
  if (physical !== undefined || physicalOrder === undefined) return physical;
  const blocks = physicalOrder.blocks.map((block) =>
    block.shape === "unstated" ? { ...block, shape: undefined } : block,
  );
  return physicalTrayFor({ blocks }, seed ?? DEFAULT_SEED);
}

function startOptions(
  { lab, dataDir, speed, seed, scenario }: VirtualLabOptions,
  physical: Physical | undefined,
): StartOptions {
  return {
    lab,
    dataDir,
    speed,
    ...(seed === undefined ? {} : { seed }),
    ...(physical === undefined ? {} : { physical }),
    ...(scenario === undefined ? {} : { scenario }),
  };
}

/** A world that is there keeps its blocks: somebody puts the next tray down where trays come in. */
async function bringTray(controlUrl: string, physical: Physical): Promise<void> {
  const file = typeof physical === "string";
  const answer = await fetch(`${controlUrl}/tray`, {
    method: "POST",
    headers: { "content-type": file ? "application/yaml" : "application/json" },
    body: file ? readFileSync(physical, "utf8") : JSON.stringify(physical),
  });
  if (answer.status === 201) return;
  const { error } = z.object({ error: z.string() }).parse(await answer.json());
  throw new VirtualLabError(`the next tray could not be brought: ${error}`);
}
