/** The composition root: information base, devices, vision, ledger and workflows become one running lab. */
import { join } from "node:path";
import { createActor } from "xstate";
import {
  connectDevice,
  type DeviceAddress,
  type DeviceLink,
  ensurePki,
  type Lab,
  type LabDevice,
  readSensors,
} from "../../devices/index.ts";
import { startVision } from "../../vision/index.ts";
import { type Json, labMachine, type TrayOrder, WORKFLOW_VERSION } from "../../workflows/index.ts";
import { computations } from "../computations/index.ts";
import {
  firstTurn,
  foreignBatches,
  type InfoBase,
  InfoBaseError,
  lockDataFolder,
  openInfoBase,
  queueBatch,
} from "../infobase/index.ts";
import { Ledger, type Observe } from "../ledger/index.ts";
import { createSteering, type Steering, steeringGate } from "../steering/index.ts";
import { type JobWatch, watchJobs } from "../telemetry/index.ts";
import { readLimitTable } from "./limit-tables.ts";
import { lineSetup } from "./line-setup.ts";
import { keepThumbnails, type Thumbnails } from "./thumbnails.ts";
import { keepVirtualLab, type VirtualLab, type VirtualLabOptions } from "./virtual-lab.ts";

/** What a virtual lab needs, and whoever is to be told of each job's points. */
export interface LabOptions extends VirtualLabOptions {
  readonly observe?: Observe | undefined;
}

export interface RunningLab {
  readonly lab: Lab;
  readonly speed: number;
  readonly base: InfoBase;
  readonly ledger: Ledger;
  readonly dataDir: string;
  /** Small copy of a kept image. */
  readonly thumbnail: Thumbnails;
  readonly links: Readonly<Record<string, DeviceLink>>;
  /** Why a line stopped, by its name. */
  readonly stopped: Readonly<Record<string, string>>;
  /** Queues a tray for its line and returns the batch's id. */
  queue(order: TrayOrder): string;
  readonly steering: Steering;
  /** Since this start. */
  readonly commits: JobWatch["commits"];
  onLineStopped(listener: (line: string, reason: string) => void): void;
  /** Leaves the devices as they are; what was sent is taken up at the next start. */
  close(): Promise<void>;
}

/** Opens everything and begins (or takes up) the lab's work; throws when another controller runs on the same data. */
export async function startLab(options: LabOptions): Promise<RunningLab> {
  const { lab, dataDir, speed, log } = options;
  const table = readLimitTable(lab.limitTables.rockwell);
  const lock = lockDataFolder(dataDir);
  const base = openInfoBase(dataDir);
  refuseForeignBatches(base);
  const vision = startVision({ log });
  const virtualLab = lab.virtual === undefined ? undefined : await keepVirtualLab(options);
  const pki = await ensurePki(join(dataDir, "pki", "controller"), "hardlab-controller");
  const devices = Object.fromEntries(
    Object.entries(lab.devices).map(([name, device]) => {
      const link = connectDevice(name, device, addressOf(name, device, virtualLab), { pki, log });
      return [name, { device, link }];
    }),
  );
  const gate = steeringGate(base);
  const watch = watchJobs(base, log, options.observe);
  const ledger = new Ledger({
    base,
    speed,
    gate,
    devices,
    computations: computations({
      lab,
      base,
      dataDir,
      vision,
      table,
      imageUrls: imageUrls(lab, virtualLab),
      nowMs: Date.now,
    }),
    readSensors: async (link, signal): Promise<Json> => ({
      ...readSensors(link.kind, await link.read(signal), lab),
    }),
    observe: watch.observe,
  });
  const stopped: Record<string, string> = {};
  const listeners = new Set<(line: string, reason: string) => void>();
  const lines = Object.keys(lab.lines);
  const actor = createActor(labMachine(lines), {
    input: {
      perform: ledger.perform,
      lines: lines.map((name) => ({
        line: lineSetup(lab, name),
        firstTurn: firstTurn(base, name),
      })),
      onStopped(line, error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (closing) return;
        stopped[line] = reason;
        log({
          level: "error",
          event: "line stopped",
          line,
          reason,
          error: error instanceof Error ? error.stack : undefined,
        });
        for (const listener of listeners) listener(line, reason);
      },
    },
  });
  let closing = false;
  actor.start();
  ledger.started();
  const queue = (order: TrayOrder): string => {
    const id = queueBatch(base, { line: order.line, order, workflowVersion: WORKFLOW_VERSION });
    ledger.wake();
    return id;
  };
  return {
    lab,
    speed,
    base,
    ledger,
    dataDir,
    thumbnail: keepThumbnails(base, dataDir, vision),
    links: Object.fromEntries(Object.entries(devices).map(([name, { link }]) => [name, link])),
    stopped,
    queue,
    steering: createSteering({ base, gate, ledger, queue, log }),
    commits: watch.commits,
    onLineStopped: (listener) => void listeners.add(listener),
    async close() {
      closing = true;
      await ledger.close();
      actor.stop();
      virtualLab?.leave();
      await Promise.all(Object.values(devices).map(({ link }) => link.close()));
      await vision.close();
      base.close();
      lock.release();
    },
  };
}

/** A batch ends with the workflow it began with. */
function refuseForeignBatches(base: InfoBase): void {
  const [foreign] = foreignBatches(base, WORKFLOW_VERSION);
  if (foreign === undefined) return;
  throw new InfoBaseError(
    `batch ${foreign.id} runs with version ${foreign.workflowVersion} of the workflows, this program has version ${WORKFLOW_VERSION}: finish or stop it with the hardlab it began with`,
  );
}

function addressOf(name: string, device: LabDevice, virtualLab: VirtualLab | undefined): DeviceAddress {
  const served = virtualLab?.addresses[name];
  if (served !== undefined) return served;
  if (device.port === "auto") throw new Error(`the virtual lab does not serve the device ${name}`);
  return { host: device.host, port: device.port };
}

function imageUrls(lab: Lab, virtualLab: VirtualLab | undefined): Record<string, string> {
  const urls: Record<string, string> = {};
  for (const [name, { camera }] of Object.entries(lab.devices)) {
    if (camera === undefined) continue;
    const url = camera.imageUrl === "auto" ? virtualLab?.imageUrls[name] : camera.imageUrl;
    if (url !== undefined) urls[name] = url;
  }
  return urls;
}
