/** The one place where the controller knows of the virtual lab: it starts its process and starts it again when it dies. */
import type { DeviceAddress, Lab } from "../../devices/index.ts";
import { isVirtualLabAlive, startVirtualLab, stopVirtualLab } from "../../devices/virtual/index.ts";

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
  readonly seed: number;
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
  const { addresses, imageUrls } = await startVirtualLab(options);
  let starting = false;
  const look = setInterval(() => {
    if (starting || isVirtualLabAlive(dataDir)) return;
    starting = true;
    log({
      event: "virtual lab gone",
      action: "starting it again from its truth",
    });
    startVirtualLab(options)
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
