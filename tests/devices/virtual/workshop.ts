/** The behaviours of a small lab without sockets: one job after the other, as a shell would run them. */
import { mkdirSync } from "node:fs";
import type { Lab } from "../../../devices/lab-file.ts";
import {
  createBehaviour,
  Interlocks,
  NO_TROUBLE,
  type Photograph,
} from "../../../devices/virtual/behaviours/index.ts";
import { virtualFolder } from "../../../devices/virtual/lab-process.ts";
import type { BehaviourOutcome, DeviceBehaviour } from "../../../devices/virtual/shell/behaviour.ts";
import { openWorld, truthFile, type WorldFile } from "../../../devices/virtual/world/index.ts";

export interface JobOptions {
  readonly params?: Record<string, number>;
  readonly signal?: AbortSignal;
  readonly unlessHeld?: () => Promise<void>;
}

export class Workshop {
  readonly world: WorldFile;
  readonly #devices = new Map<string, DeviceBehaviour>();
  #jobNumber = 0;

  constructor(
    lab: Lab,
    dataDir: string,
    options: { seed?: number; speed?: number; photograph?: Photograph } = {},
  ) {
    mkdirSync(virtualFolder(dataDir), { recursive: true });
    const { file: world, seed } = openWorld(truthFile(dataDir), lab, options.seed);
    this.world = world;
    const { speed = 1e6, photograph = async ({ camera, exposure }) => `/${camera}/${exposure.image}.bmp` } =
      options;
    const surroundings = {
      lab,
      world,
      seed,
      speed,
      interlocks: new Interlocks(),
      photograph,
      troubleOf: () => NO_TROUBLE,
    };
    for (const [name, device] of Object.entries(lab.devices))
      this.#devices.set(name, createBehaviour({ ...surroundings, name, device }));
  }

  device(name: string): DeviceBehaviour {
    const device = this.#devices.get(name);
    if (device === undefined) throw new Error(`no device "${name}"`);
    return device;
  }

  /** Runs one job to its outcome. */
  run(device: string, command: string, text = "", options: JobOptions = {}): Promise<BehaviourOutcome> {
    return this.device(device).run({
      command,
      text,
      params: options.params ?? {},
      controllerId: 7,
      jobNumber: ++this.#jobNumber,
      bootId: 99,
      signal: options.signal ?? new AbortController().signal,
      unlessHeld: options.unlessHeld ?? (async () => undefined),
    });
  }

  /** Runs a job that must succeed and returns its numbers. */
  async well(
    device: string,
    command: string,
    text = "",
    params: Record<string, number> = {},
  ): Promise<Readonly<Record<string, number>>> {
    const outcome = await this.run(device, command, text, { params });
    if ("fault" in outcome) throw new Error(`${device} ${command} ${text}: ${outcome.fault} ${outcome.text}`);
    return outcome.numbers ?? {};
  }

  /** The tray at the Rockwell line, and the block of `slot` on the tester's anvil. */
  async blockOnAnvil(slot: number): Promise<void> {
    await this.trayTo("rockwell");
    await this.well("rockwell-arm", "move", "tray");
    await this.well("rockwell-arm", "pick", `slot:${slot}`);
    await this.well("rockwell-arm", "move", "tester");
    await this.well("rockwell-tester", "setup", "HRC");
  }

  async trayTo(station: string): Promise<void> {
    await this.well("agv", "load", "tray");
    await this.well("agv", "go", station);
    await this.well("agv", "unload", "tray");
  }

  /** One indentation at a point of the gripper frame, mm; returns the reading. */
  async indentAt(xMm: number, yMm: number): Promise<number> {
    await this.well("rockwell-arm", "shift", "", { xMm, yMm });
    const { hardness } = await this.well("rockwell-tester", "indent", "HRC");
    if (hardness === undefined) throw new Error("no hardness in the result");
    return hardness;
  }
}
