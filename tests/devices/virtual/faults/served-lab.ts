/** A small lab in the test's own process, on real sockets (Modbus, images, control channel), with a controller linked to it. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ensurePki } from "../../../../devices/index.ts";
import { Interlocks } from "../../../../devices/virtual/behaviours/index.ts";
import { createCameras } from "../../../../devices/virtual/cameras/index.ts";
import { createFaults, type FaultRequest, serveControl } from "../../../../devices/virtual/faults/index.ts";
import { readTruth, type Truth } from "../../../../devices/virtual/index.ts";
import { virtualFolder } from "../../../../devices/virtual/lab-process.ts";
import { serveDevices } from "../../../../devices/virtual/serving.ts";
import { openWorld, truthFile } from "../../../../devices/virtual/world/index.ts";
import { TestController } from "../controller.ts";
import { type SmallLab, smallLab } from "../small-lab.ts";
import { Workshop } from "../workshop.ts";

/** An indentation takes 22 s / 400 = 55 ms, a shift 8 ms. */
const SPEED = 400;

export interface ServedLab {
  readonly small: SmallLab;
  readonly controller: TestController;
  /** The control channel. */
  readonly url: string;
  readonly imageUrl: string;
  readonly logged: object[];
  /** Arranges a fault through the control channel; throws with its answer when it is refused. */
  fault(device: string, fault: string, more?: Omit<FaultRequest, "device" | "fault">): Promise<void>;
  clear(): Promise<void>;
  states(): Promise<string[]>;
  newDents(): Truth["dents"];
  truth(): Truth;
  close(): Promise<void>;
}

/** Serves the lab; with `prepare`, a workshop brings the world where the test needs it before the devices are switched on. */
export async function servedLab(
  options: { speed?: number; opcua?: readonly string[]; prepare?: (shop: Workshop) => Promise<void> } = {},
): Promise<ServedLab> {
  const small = smallLab({ modbus: true, opcua: options.opcua ?? [] });
  const { lab, dataDir } = small;
  if (options.prepare !== undefined) {
    const shop = new Workshop(lab, dataDir, { seed: 1 });
    await options.prepare(shop);
    shop.world.close();
  }
  mkdirSync(virtualFolder(dataDir), { recursive: true });
  const { file: world, seed } = openWorld(truthFile(dataDir), lab, 1);
  const logged: object[] = [];
  const log = (entry: object) => void logged.push(entry);
  const faults = createFaults({ lab, world, log });
  const cameras = createCameras(lab, seed, join(virtualFolder(dataDir), "images"));
  const surroundings = {
    ...{ lab, world, seed, speed: options.speed ?? SPEED, interlocks: new Interlocks() },
    ...{ photograph: cameras.photograph, troubleOf: faults.troubleOf },
  };
  const devices = await serveDevices({ dataDir, surroundings, faults, earlierPorts: {}, log });
  const [images, control] = await Promise.all([cameras.serve(0), serveControl({ faults, world, lab })]);
  const addresses = Object.fromEntries(
    devices.map(({ name, host, server }) => [name, { host, port: server.port }]),
  );
  const pki =
    options.opcua === undefined
      ? undefined
      : await ensurePki(join(dataDir, "pki", "controller"), "hardlab-controller");
  const controller = new TestController(lab, { addresses }, pki);
  const truth = () => readTruth(dataDir);
  const ask = async (method: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${control.url}/faults`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
    return answer;
  };
  return {
    small,
    controller,
    url: control.url,
    imageUrl: `http://127.0.0.1:${images.port}`,
    logged,
    async fault(device, fault, more = {}) {
      await ask("POST", { device, fault, ...more });
    },
    async clear() {
      await ask("DELETE");
    },
    async states() {
      const answer = await ask("GET");
      if (
        typeof answer !== "object" ||
        answer === null ||
        !("faults" in answer) ||
        !Array.isArray(answer.faults)
      )
        throw new Error(JSON.stringify(answer));
      return answer.faults.map(({ fault, state }: { fault: string; state: string }) => `${fault} ${state}`);
    },
    truth,
    newDents: () => truth().dents.filter(({ madeBy }) => madeBy !== "old"),
    async close() {
      await controller.close();
      for (const { shell } of devices) shell.close();
      faults.close();
      await Promise.all(devices.map(({ server }) => server.close()));
      await Promise.all([images.close(), cameras.close(), control.close()]);
      world.close();
      small.remove();
    },
  };
}
