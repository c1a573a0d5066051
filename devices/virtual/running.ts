/** The life of the virtual-lab process: from the lock on its data folder to the last closed socket. */
import { mkdirSync, statSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Lab } from "../lab-file.ts";
import { Interlocks } from "./behaviours/index.ts";
import { createCameras } from "./cameras/index.ts";
import { createFaults, readScenario, serveControl } from "./faults/index.ts";
import { labDigest, readLabProcess, scenarioDigest, virtualFolder, writeLabProcess } from "./lab-process.ts";
import { type ServedDevice, serveDevices, whenPortIsFree } from "./serving.ts";
import { openWorld, truthFile } from "./world/index.ts";

const LOCK_MS = 10_000;
const FOLDER_CHECK_MS = 1000;
const CLOSE_MS = 3000;

export interface RunningOptions {
  readonly lab: Lab;
  /** Absolute. */
  readonly dataDir: string;
  readonly speed: number;
  readonly seed?: number | undefined;
  /** Physical file a new world is made from instead of the lab's own. */
  readonly physical?: string | undefined;
  /** Scenario file whose faults are arranged when everything is served. */
  readonly scenario?: string | undefined;
  readonly log: (entry: object) => void;
}

/** Held for life by an open transaction: the system lets it go with the process, however that ends. */
function lockFolder(folder: string): Database.Database {
  const lock = new Database(join(folder, "lock.sqlite"), { timeout: LOCK_MS });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    throw new Error(`another virtual lab works in ${folder}`, { cause: error });
  }
  return lock;
}

/** Serves the lab; resolves when every device can be reached, and from then on runs until SIGTERM ends the process. */
export async function runVirtualLab({
  lab,
  dataDir,
  speed,
  seed: asked,
  physical,
  scenario,
  log,
}: RunningOptions): Promise<void> {
  const folder = virtualFolder(dataDir);
  mkdirSync(folder, { recursive: true });
  const lock = lockFolder(folder);
  const truth = truthFile(dataDir);
  const arranged = scenario === undefined ? [] : readScenario(scenario, lab);
  const { file: world, seed } = openWorld(truth, lab, asked, physical);
  const earlier = readLabProcess(dataDir);
  const cameras = createCameras(lab, seed, join(folder, "images"));
  const interlocks = new Interlocks();
  const { photograph } = cameras;
  const faults = createFaults({ lab, world, log });
  const { troubleOf } = faults;
  const imagePort = earlier?.imagePort ?? 0;
  const [devices, images, control] = await Promise.all([
    serveDevices({
      dataDir,
      surroundings: { lab, world, seed, speed, interlocks, photograph, troubleOf },
      faults,
      earlierPorts: Object.fromEntries(
        Object.entries(earlier?.addresses ?? {}).map(([name, { port }]) => [name, port]),
      ),
      log,
    }),
    whenPortIsFree("images", imagePort, () => cameras.serve(imagePort)),
    serveControl({ faults, world, lab }),
  ]);
  faults.arrange(arranged);
  const imageUrl = `http://127.0.0.1:${images.port}`;
  writeLabProcess(dataDir, {
    pid: process.pid,
    labFile: lab.file,
    labDigest: labDigest(lab),
    speed,
    seed,
    addresses: Object.fromEntries(
      devices.map(({ name, host, server }) => [name, { host, port: server.port }]),
    ),
    imageUrls: Object.fromEntries(
      Object.entries(lab.devices)
        .filter(([, { kind }]) => kind === "camera")
        .map(([name]) => [name, imageUrl]),
    ),
    imagePort: images.port,
    controlUrl: control.url,
    ...(scenario === undefined ? {} : { scenarioDigest: scenarioDigest(scenario) }),
  });
  log({ event: "ready", pid: process.pid, lab: lab.lab, speed, seed, devices: devices.length });

  let closing = false;
  const close = async (why: string): Promise<void> => {
    if (closing) return;
    closing = true;
    log({ event: "closing", why });
    setTimeout(() => process.exit(0), CLOSE_MS).unref();
    await closeDevices(devices);
    faults.close();
    await Promise.all([images.close(), cameras.close(), control.close()]);
    world.close();
    lock.close();
    log({ event: "closed" });
    process.exit(0);
  };
  process.on("SIGTERM", () => void close("SIGTERM"));
  process.on("SIGINT", () => void close("SIGINT"));
  exitWithFolder(truth, log);
  flushCompileCache();
}

async function closeDevices(devices: readonly ServedDevice[]): Promise<void> {
  for (const { shell } of devices) shell.close();
  await Promise.all(devices.map(({ server }) => server.close()));
}

/** Ends the process when its world's file is gone or another one: nobody could ever reach what it would still write. */
function exitWithFolder(truth: string, log: RunningOptions["log"]): void {
  const inode = statSync(truth).ino;
  setInterval(() => {
    if (statSync(truth, { throwIfNoEntry: false })?.ino === inode) return;
    log({ event: "closing", why: `${truth} is gone; a virtual lab without its data folder ends` });
    process.exit(0);
  }, FOLDER_CHECK_MS).unref();
}
