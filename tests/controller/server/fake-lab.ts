/** A running lab without devices: a real information base and ledger, links that only say what they are told to say. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openInfoBase, queueBatch } from "../../../controller/infobase/index.ts";
import type { RunningLab } from "../../../controller/lab/start-lab.ts";
import { keepThumbnails } from "../../../controller/lab/thumbnails.ts";
import { Ledger } from "../../../controller/ledger/index.ts";
import { createSteering, steeringGate } from "../../../controller/steering/index.ts";
import { commitTimes } from "../../../controller/telemetry/index.ts";
import {
  type DeviceKind,
  type DeviceLink,
  type DeviceStatus,
  type LinkState,
  readLabFile,
} from "../../../devices/index.ts";
import type { TrayOrder } from "../../../workflows/index.ts";

const LAB_FILE = fileURLToPath(new URL("../../../calibration-data/labs/default.yaml", import.meta.url));

const IDLE: DeviceStatus = {
  contractVersion: 1,
  kindCode: 1,
  bootId: 1,
  controllerId: 0,
  jobNumber: 0,
  command: 0,
  jobState: "idle",
  held: false,
  faultCode: 0,
  faultText: "",
  result: [],
  resultText: "",
  refusal: { controllerId: 0, jobNumber: 0, reason: "none" },
  heartbeat: 1,
  mode: "auto",
  health: "normal",
  sensors: [],
  readings: [],
};

export class FakeLink implements DeviceLink {
  readonly name: string;
  readonly kind: DeviceKind;
  state: LinkState = "connected";
  latest: DeviceStatus | undefined = IDLE;
  ageMs = 120;
  readonly #listeners = new Set<(link: DeviceLink) => void>();

  constructor(name: string, kind: DeviceKind) {
    this.name = name;
    this.kind = kind;
  }

  /** Takes on what it is to say, and says so. */
  become(change: { state?: LinkState; status?: Partial<DeviceStatus>; ageMs?: number }): void {
    this.state = change.state ?? this.state;
    this.latest = { ...IDLE, ...this.latest, ...change.status };
    this.ageMs = change.ageMs ?? this.ageMs;
    for (const listener of this.#listeners) listener(this);
  }

  read(): Promise<never> {
    return this.#nothingBehind();
  }
  watch(): Promise<never> {
    return this.#nothingBehind();
  }
  submit(): Promise<never> {
    return this.#nothingBehind();
  }
  control(): Promise<never> {
    return this.#nothingBehind();
  }
  onChange(listener: (link: DeviceLink) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  roundTripMs(): number {
    return 1.234;
  }
  heartbeatAgeMs(): number {
    return this.ageMs;
  }
  async close(): Promise<void> {}

  #nothingBehind(): Promise<never> {
    return Promise.reject(new Error(`there is no device behind the fake link ${this.name}`));
  }
}

export interface FakeLab extends RunningLab {
  readonly links: Readonly<Record<string, FakeLink>>;
  readonly stopped: Record<string, string>;
  link(name: string): FakeLink;
}

/** The default lab on a new folder, at speed 60, with nothing to do. */
export function fakeLab(): FakeLab {
  const folder = mkdtempSync(join(tmpdir(), "hardlab-server-"));
  const lab = readLabFile(LAB_FILE);
  const base = openInfoBase(folder);
  const ledger = new Ledger({
    base,
    speed: 60,
    devices: {},
    computations: {},
    readSensors: async () => null,
  });
  const links = Object.fromEntries(
    Object.entries(lab.devices).map(([name, { kind }]) => [name, new FakeLink(name, kind)]),
  );
  const queue = (order: TrayOrder) => queueBatch(base, { line: order.line, order, workflowVersion: 1 });
  return {
    lab,
    speed: 60,
    base,
    ledger,
    links,
    stopped: {},
    commits: commitTimes(),
    dataDir: folder,
    thumbnail: keepThumbnails(base, folder, {
      thumbnail: async () => ({ error: "there is no vision behind the fake lab" }),
    }),
    queue,
    steering: createSteering({ base, gate: steeringGate(base), ledger, queue, log: () => undefined }),
    onLineStopped: () => undefined,
    link(name) {
      const found = links[name];
      if (found === undefined) throw new Error(`the default lab has no device ${name}`);
      return found;
    },
    async close() {
      await ledger.close();
      base.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
