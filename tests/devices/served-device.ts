/** A tester on a real socket for the links' tests: its behaviour is the test's, everything else is the product's own. */
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  connectDevice,
  type DeviceLink,
  ensurePki,
  type LabDevice,
  type Pki,
  readAddressMap,
  trustEachOther,
} from "../../devices/index.ts";
import {
  type BehaviourOutcome,
  type BehaviourRun,
  createShell,
  type DeviceLogEntry,
  type DeviceServer,
  type DeviceShell,
  serveModbus,
  serveOpcUa,
} from "../../devices/virtual/shell/index.ts";

export type Transport = "modbus" | "opcua";

export const CONTROLLER_ID = 0xfeedbeef;

export const TESTER: Omit<LabDevice, "map"> = {
  kind: "rockwellTester",
  host: "127.0.0.1",
  port: "auto",
  security: "SignAndEncrypt",
  timesS: { setup: 120, indent: 22 },
  deadlineFloorS: 2,
  resolution: 0.01,
};

export interface ServedTester {
  readonly shell: DeviceShell;
  readonly log: DeviceLogEntry[];
  readonly link: DeviceLink;
  readonly device: LabDevice;
  readonly port: number;
  /** What the tester does next; by default every indentation reads 61.3. */
  behave: (job: BehaviourRun) => Promise<BehaviourOutcome>;
  stopServing(): Promise<void>;
  /** Serves again on the same port. */
  serveAgain(): Promise<void>;
  dropConnections(): void;
  /** Another link to the same device. */
  anotherLink(pki?: Pki): DeviceLink;
  close(): Promise<void>;
}

export interface Certificates {
  readonly controller: Pki;
  readonly device: Pki;
  readonly folder: string;
  remove(): void;
}

/** Two certificates that trust each other, in a folder of their own. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), "hardlab-pki-"));
  const controller = await ensurePki(join(folder, "controller"), "hardlab-controller");
  const device = await ensurePki(join(folder, "tester"), "hardlab-tester");
  await trustEachOther(controller, device);
  return { controller, device, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function serveTester(
  transport: Transport,
  certificates: Certificates,
  security: LabDevice["security"] = "SignAndEncrypt",
): Promise<ServedTester> {
  const log: DeviceLogEntry[] = [];
  const device: LabDevice = { ...TESTER, security, map: `hardlab-${transport}` };
  const shell = createShell({
    name: "tester",
    log: (entry) => log.push(entry),
    behaviour: {
      kind: "rockwellTester",
      run: (job) => tester.behave(job),
      sensors: () => [1, 1],
      readings: () => [],
    },
  });
  const serve = (port: number): Promise<DeviceServer> => {
    const map = readAddressMap(device.map);
    return map.transport === "modbus"
      ? serveModbus(shell, { host: "127.0.0.1", port, map })
      : serveOpcUa(shell, { host: "127.0.0.1", port, map, pki: certificates.device, security });
  };
  let server = await serve(0);
  const { port } = server;
  const links: DeviceLink[] = [];
  const connect = (pki: Pki) => {
    const link = connectDevice("tester", device, { host: "127.0.0.1", port }, { pki, log: () => undefined });
    links.push(link);
    return link;
  };
  const tester: ServedTester = {
    shell,
    log,
    device,
    port,
    link: connect(certificates.controller),
    behave: async (job) => ({ numbers: { hardness: 61.3 }, text: job.text }),
    stopServing: () => server.close(),
    async serveAgain() {
      server = await serve(port);
    },
    dropConnections: () => server.dropConnections(),
    anotherLink: (pki = certificates.controller) => connect(pki),
    async close() {
      await Promise.all(links.map((link) => link.close()));
      shell.close();
      await server.close();
    },
  };
  return tester;
}
