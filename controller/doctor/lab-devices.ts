/** Every device of a lab, where it really answers: a virtual lab's only while it runs. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type DeviceAddress, ensurePki, type Lab, type Pki } from "../../devices/index.ts";
import { keepVirtualLab, stopVirtualLab } from "../lab/virtual-lab.ts";
import { type Finding, fine, textOf, unchecked, wrong } from "./finding.ts";
import { lookAtDevicePort } from "./ports.ts";
import { lookAtDevice } from "./reach.ts";
import { findVirtualLab } from "./virtual-address.ts";

export interface LabDevicesOptions {
  readonly lab: Lab;
  readonly dataDir: string;
  readonly pkiFolder: string;
  /** Start a virtual lab that is not running, for as long as it is looked at. */
  readonly start: boolean;
  readonly reachMs: number;
}

interface Served {
  readonly addresses: Readonly<Record<string, DeviceAddress>>;
  readonly imageUrls: Readonly<Record<string, string>>;
}

const NOTHING_SERVED: Served = { addresses: {}, imageUrls: {} };

export async function lookAtLabDevices(options: LabDevicesOptions): Promise<Finding[]> {
  const { lab, dataDir } = options;
  if (lab.virtual === undefined) return lookAtAll(options, NOTHING_SERVED);
  const left = findVirtualLab(dataDir);
  if (left?.alive === true) {
    const running = fine("virtual lab", `process ${left.pid} runs at ${left.speed} times real speed`);
    return [running, ...(await lookAtAll(options, left))];
  }
  if (!options.start) {
    const ports = Object.entries(lab.devices).flatMap(([name, { port }]) => {
      const served = port === "auto" ? left?.addresses[name] : undefined;
      return served === undefined ? [] : [lookAtDevicePort(name, served.host, served.port)];
    });
    const elsewhere = Object.entries(lab.devices).filter(([, { port }]) => port !== "auto");
    return [
      unchecked(
        "virtual lab",
        `it does not run on ${dataDir}; its devices were not looked at`,
        "add --start to have it started for as long as it is looked at",
      ),
      ...(await Promise.all(ports)),
      ...(await lookAtAll(
        { ...options, lab: { ...lab, devices: Object.fromEntries(elsewhere) } },
        NOTHING_SERVED,
      )),
    ];
  }
  try {
    const kept = await keepVirtualLab({
      lab,
      dataDir,
      speed: lab.speed,
      seed: left?.seed ?? 1,
      log: () => undefined,
    });
    kept.leave();
    return [fine("virtual lab", "it starts"), ...(await lookAtAll(options, kept))];
  } catch (error) {
    return [wrong("virtual lab", textOf(error), "see its log above; a device's own port may be in use")];
  } finally {
    await stopVirtualLab(dataDir);
  }
}

async function lookAtAll(options: LabDevicesOptions, served: Served): Promise<Finding[]> {
  const { lab, pkiFolder, reachMs } = options;
  const pki = await controllerPki(pkiFolder);
  const looks = Object.entries(lab.devices).map(async ([name, device]): Promise<Finding[]> => {
    const address = served.addresses[name] ?? fixedAddress(device);
    if (address === undefined)
      return [
        wrong(
          `device ${name}`,
          "the virtual lab that runs does not serve it",
          "stop it; the next start serves it",
        ),
      ];
    const found = await lookAtDevice(name, device, address, { lab, pki, pkiFolder, reachMs });
    const imageUrl = device.camera?.imageUrl === "auto" ? served.imageUrls[name] : device.camera?.imageUrl;
    return imageUrl === undefined ? found : [...found, await lookAtImages(name, imageUrl, reachMs)];
  });
  return (await Promise.all(looks)).flat();
}

function fixedAddress({ host, port }: Lab["devices"][string]): DeviceAddress | undefined {
  return port === "auto" ? undefined : { host, port };
}

/** The controller's certificates if they were made; those that cannot be used are told among the certificates. */
async function controllerPki(pkiFolder: string): Promise<Pki | undefined> {
  if (!existsSync(join(pkiFolder, "own/certs/certificate.pem"))) return undefined;
  try {
    return await ensurePki(pkiFolder, "hardlab-controller");
  } catch (error) {
    if (error instanceof Error && error.name === "PkiError") return undefined;
    throw error;
  }
}

/** Whatever it answers, it answers; the pictures themselves have names that only an exposure tells. */
async function lookAtImages(device: string, url: string, timeoutMs: number): Promise<Finding> {
  const subject = `images of ${device}`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    await answer.body?.cancel();
    return fine(subject, `${url} answers`);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return wrong(
      subject,
      `${url} does not answer: ${textOf(cause)}`,
      "see the camera's web server and imageUrl in the lab file",
    );
  }
}
