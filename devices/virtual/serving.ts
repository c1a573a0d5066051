/** Puts every device of a lab file on the network: its behaviour in a shell, the shell on Modbus TCP or OPC UA. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Lab, LabDevice } from "../lab-file.ts";
import { readAddressMap } from "../links/address-map.ts";
import { ensurePki, type Pki, trustEachOther } from "../links/pki.ts";
import { createBehaviour, type Surroundings } from "./behaviours/index.ts";
import type { Faults } from "./faults/index.ts";
import { createShell, type DeviceServer, type DeviceShell, serveModbus, serveOpcUa } from "./shell/index.ts";

export interface ServedDevice {
  readonly name: string;
  readonly host: string;
  readonly shell: DeviceShell;
  readonly server: DeviceServer;
}

export interface ServingOptions {
  readonly dataDir: string;
  readonly surroundings: Surroundings;
  readonly faults: Faults;
  /** Ports of an earlier run, by device: controllers know them. */
  readonly earlierPorts: Readonly<Record<string, number>>;
  readonly log: (entry: object) => void;
}

/** Serves the devices whose port is `auto`, the others being elsewhere; rejects with the first one that cannot be served. */
export function serveDevices(options: ServingOptions): Promise<ServedDevice[]> {
  const { lab } = options.surroundings;
  const controller = hasCertificates(lab) ? pkiOf(options.dataDir, "controller") : undefined;
  return Promise.all(
    Object.entries(lab.devices)
      .filter(([, device]) => device.port === "auto")
      .map(([name, device]) => serveDevice(options, name, device, controller)),
  );
}

async function serveDevice(
  { dataDir, surroundings, faults, earlierPorts, log }: ServingOptions,
  name: string,
  device: LabDevice,
  controller: Promise<Pki> | undefined,
): Promise<ServedDevice> {
  const behaviour = createBehaviour({ ...surroundings, name, device });
  const shell = faults.wrap(name, createShell({ name, behaviour, log }));
  surroundings.world.onChange(() => shell.touch());
  const port = earlierPorts[name] ?? 0;
  const map = readAddressMap(device.map);
  const { host } = device;
  if (map.transport === "modbus") {
    const server = await whenPortIsFree(name, port, () => serveModbus(shell, { host, port, map }));
    faults.servedAt(name, server.port);
    return { name, host, shell, server };
  }
  const pki = await trustedPki(dataDir, name, controller);
  const { security } = device;
  const server = await whenPortIsFree(name, port, () =>
    serveOpcUa(shell, { host, port, map, pki, security }),
  );
  faults.servedAt(name, server.port);
  return { name, host, shell, server };
}

function hasCertificates(lab: Lab): boolean {
  return Object.values(lab.devices).some(({ map }) => readAddressMap(map).transport === "opcua");
}

function pkiOf(dataDir: string, name: string): Promise<Pki> {
  return ensurePki(join(dataDir, "pki", name), `hardlab-${name}`);
}

/** A device's certificates; it and the controller of this data folder know each other. */
async function trustedPki(
  dataDir: string,
  device: string,
  controller: Promise<Pki> | undefined,
): Promise<Pki> {
  const own = await pkiOf(dataDir, device);
  if (controller !== undefined) await trustEachOther(await controller, own);
  return own;
}

const BIND_MS = 10_000;
const BIND_PAUSE_MS = 100;

/** Binds, and binds again for some seconds while a port is taken: a dead predecessor's port may not be free at once. */
export async function whenPortIsFree<T>(
  what: string,
  port: number,
  bind: () => Promise<T>,
  patienceMs = BIND_MS,
): Promise<T> {
  const latest = performance.now() + patienceMs;
  for (;;) {
    try {
      return await bind();
    } catch (error) {
      if (
        !(error instanceof Error) ||
        !/EADDRINUSE/.test(`${"code" in error ? error.code : ""} ${error.message}`)
      )
        throw error;
      if (performance.now() > latest)
        throw new Error(
          `${what}: port ${port} is taken by another program (tried for ${patienceMs / 1000} s). Controllers look for it there, so no ` +
            "other port is used: end that program, or remove virtual/lab.json from the data folder",
          { cause: error },
        );
      await sleep(BIND_PAUSE_MS);
    }
  }
}
