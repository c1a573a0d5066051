/** Connects to one device as the controller would and looks at what it shows. */
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  AddressMapError,
  connectDevice,
  type DeviceAddress,
  type DeviceLink,
  type Lab,
  type LabDevice,
  type Pki,
  readAddressMap,
} from "../../devices/index.ts";
import { statusProblems } from "./device-status.ts";
import { type Finding, fine, unchecked, wrong } from "./finding.ts";

export interface ReachOptions {
  readonly lab: Lab;
  /** The controller's own certificates; undefined when none were made yet. */
  readonly pki: Pki | undefined;
  /** Folder of the controller's certificates, there or not. */
  readonly pkiFolder: string;
  /** Longest wait for a connection, ms. */
  readonly reachMs: number;
}

/** The heartbeat counts at least every 250 ms. */
const HEARTBEAT_MS = 800;
/** A status read slower than this makes every job noticeably slower. */
const SLOW_MS = 500;

/** What the device shows, or why nothing could be read of it and what helps. */
export async function lookAtDevice(
  name: string,
  device: LabDevice,
  address: DeviceAddress,
  options: ReachOptions,
): Promise<Finding[]> {
  const subject = `device ${name}`;
  try {
    const opcua = readAddressMap(device.map).transport === "opcua";
    if (opcua && options.pki === undefined) return [await lookAtPort(subject, address, options)];
    const whys: string[] = [];
    const link = connectDevice(name, device, address, {
      // Modbus knows no certificates.
      pki: options.pki ?? NO_PKI,
      log: (line) => {
        if ("why" in line) whys.push(String(line.why));
      },
    });
    try {
      return await lookThrough(link, subject, address, options, () => whys.at(-1));
    } finally {
      await link.close();
    }
  } catch (error) {
    if (!(error instanceof AddressMapError)) throw error;
    return [wrong(subject, error.message, "correct the address map, or name another in the lab file")];
  }
}

const NO_PKI: Pki = {
  folder: "",
  applicationName: "hardlab-controller",
  applicationUri: "urn:hardlab:hardlab-controller",
  certificateFile: "",
  privateKeyFile: "",
};

async function lookThrough(
  link: DeviceLink,
  subject: string,
  { host, port }: DeviceAddress,
  options: ReachOptions,
  lastWhy: () => string | undefined,
): Promise<Finding[]> {
  const where = `${host}:${port}`;
  const first = await readWithin(link, options.reachMs);
  if (first === undefined) {
    const why = lastWhy() ?? "it answers neither yes nor no";
    return [
      wrong(
        subject,
        `no answer at ${where} within ${options.reachMs / 1000} s: ${why}`,
        remedyFor(why, options.pkiFolder),
      ),
    ];
  }
  await sleep(HEARTBEAT_MS);
  const second = await readWithin(link, options.reachMs);
  const findings = statusProblems(link.kind, second ?? first, options.lab).map(({ problem, remedy }) =>
    wrong(subject, `${where}: ${problem}`, remedy),
  );
  if (second === undefined || (second.heartbeat === first.heartbeat && second.bootId === first.bootId))
    findings.push(
      wrong(
        subject,
        `${where}: its heartbeat stands still at ${first.heartbeat}`,
        "restart its controller (PLC): it answers, but works no more",
      ),
    );
  const ms = link.roundTripMs() ?? 0;
  if (ms > SLOW_MS)
    findings.push(
      wrong(subject, `${where}: a status takes ${Math.round(ms)} ms`, "look for a slow or lossy network"),
    );
  if (findings.length > 0) return findings;
  const { bootId, mode, health, jobState } = second ?? first;
  return [
    fine(
      subject,
      `${link.kind} at ${where}, boot ${bootId}, ${mode}, health ${health}, job ${jobState}, status in ${Math.round(ms)} ms`,
    ),
  ];
}

async function readWithin(link: DeviceLink, timeoutMs: number) {
  const over = AbortSignal.timeout(timeoutMs);
  try {
    return await link.read(over);
  } catch (error) {
    if (over.aborted) return undefined;
    throw error;
  }
}

interface Remedy {
  readonly sign: RegExp;
  readonly remedy: (pkiFolder: string) => string;
}

/** What a failed connection says, and what helps; the first that fits. */
const REMEDIES: readonly Remedy[] = [
  {
    sign: /certificate|security|untrusted|BadSecurity/i,
    remedy: (pki) =>
      `let each side trust the other: give ${pki}/own/certs/certificate.pem to the device, put the device's (perhaps waiting in ${pki}/rejected) into ${pki}/trusted/certs`,
  },
  {
    sign: /ECONNREFUSED/,
    remedy: () =>
      "its computer is on but nothing serves that port: start its server, or correct the port in the lab file",
  },
  {
    sign: /ENOTFOUND|EAI_AGAIN/,
    remedy: () => "the name is unknown here: correct host in the lab file or ask for its address",
  },
  {
    sign: /EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|no connection to/,
    remedy: () => "see that it is switched on, its cable, and that this computer is in the same network",
  },
  { sign: /heartbeat/, remedy: () => "restart its controller (PLC): it answers, but works no more" },
  {
    sign: /namespace|BadNodeId|variable/,
    remedy: () => "the server is another one than the map is for: correct map or port in the lab file",
  },
  {
    sign: /checksum|is not one of|exception|illegal/i,
    remedy: () => "compare the map's addresses, word order and float encoding with the device's documents",
  },
];

function remedyFor(why: string, pkiFolder: string): string {
  const found = REMEDIES.find(({ sign }) => sign.test(why));
  return (
    found?.remedy(pkiFolder) ?? "see that it is switched on, and compare address and map in the lab file"
  );
}

/** A secured device before the controller has a certificate: only whether somebody listens can be seen. */
function lookAtPort(
  subject: string,
  { host, port }: DeviceAddress,
  { reachMs, pkiFolder }: ReachOptions,
): Promise<Finding> {
  const where = `${host}:${port}`;
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (finding: Finding) => {
      socket.destroy();
      resolve(finding);
    };
    socket.setTimeout(reachMs, () => {
      const why = `no connection to ${where} within ${reachMs / 1000} s`;
      end(wrong(subject, why, remedyFor(why, pkiFolder)));
    });
    socket.once("error", (error) =>
      end(wrong(subject, `no answer at ${where}: ${error.message}`, remedyFor(error.message, pkiFolder))),
    );
    socket.once("connect", () =>
      end(
        unchecked(
          subject,
          `it listens at ${where}; more shows only once the controller has a certificate for it to trust`,
          `start \`hardlab serve\` once, then let the device trust ${pkiFolder}/own/certs/certificate.pem`,
        ),
      ),
    );
  });
}
