/** Who gets in over OPC UA: only those whose certificate the other side trusts, and nobody unsecured unless the lab file says so. */
import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  connectDevice,
  type DeviceLink,
  ensurePki,
  type Pki,
  trustEachOther,
} from "../../../devices/index.ts";
import { type Certificates, makeCertificates, type ServedTester, serveTester } from "../served-device.ts";

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});
afterAll(() => certificates.remove());

describe("certificates", () => {
  it("are made once, readable by their owner alone, and read ever after", async () => {
    const before = statSync(certificates.controller.certificateFile).mtimeMs;
    const again = await ensurePki(certificates.controller.folder, "hardlab-controller");
    expect(again).toEqual(certificates.controller);
    expect(statSync(again.certificateFile).mtimeMs).toBe(before);
    expect(statSync(again.privateKeyFile).mode & 0o077).toBe(0);
  });

  it("are one when two ask at the same time, and leave nothing else behind", async () => {
    const folder = join(certificates.folder, "twice");
    await Promise.all([ensurePki(folder, "hardlab-twice"), ensurePki(folder, "hardlab-twice")]);
    expect(readdirSync(certificates.folder).filter((name) => name.startsWith("twice"))).toEqual(["twice"]);
  });

  it("that are broken stop with the remedy", async () => {
    const broken = await ensurePki(join(certificates.folder, "broken"), "hardlab-broken");
    writeFileSync(broken.certificateFile, "nonsense");
    await expect(ensurePki(broken.folder, "hardlab-broken")).rejects.toThrow(
      /remove .* to have a new one made/,
    );
    rmSync(broken.folder, { recursive: true });
    await expect(trustEachOther(certificates.controller, broken)).rejects.toThrow("there is no certificate");
  });
});

describe("an OPC UA device", () => {
  let tester: ServedTester;
  const links: DeviceLink[] = [];
  const complaints: string[] = [];
  afterEach(async () => {
    complaints.length = 0;
    await Promise.all(links.splice(0).map((link) => link.close()));
    await tester.close();
  });
  const connectAs = (pki: Pki, security: "SignAndEncrypt" | "None") => {
    const link = connectDevice(
      "tester",
      { ...tester.device, security },
      { host: "127.0.0.1", port: tester.port },
      { pki, log: (line) => complaints.push(JSON.stringify(line)) },
    );
    links.push(link);
    return link;
  };
  const staysOut = async (link: DeviceLink) => {
    while (complaints.length === 0) await pause(20);
    await pause(1000);
    expect(link.state).toBe("connecting");
    expect(link.latest).toBeUndefined();
  };

  it("is not served on a port that is taken", async () => {
    tester = await serveTester("opcua", certificates);
    await expect(tester.serveAgain()).rejects.toThrow("EADDRINUSE");
  });

  it("keeps out a controller it does not trust", async () => {
    tester = await serveTester("opcua", certificates);
    await tester.link.read();
    const stranger = await ensurePki(join(certificates.folder, "stranger"), "hardlab-stranger");
    await staysOut(connectAs(stranger, "SignAndEncrypt"));
    expect(tester.link.state).toBe("connected");
  });

  it("is not connected to when the controller does not trust it", async () => {
    const other = await makeCertificates();
    tester = await serveTester("opcua", { ...certificates, device: other.device });
    await staysOut(connectAs(certificates.controller, "SignAndEncrypt"));
    other.remove();
  });

  it("that is secured is not spoken to in the clear", async () => {
    tester = await serveTester("opcua", certificates);
    await staysOut(connectAs(certificates.controller, "None"));
  });

  it("without security is spoken to only where the lab file says None", async () => {
    tester = await serveTester("opcua", certificates, "None");
    await tester.link.read();
    await staysOut(connectAs(certificates.controller, "SignAndEncrypt"));
  });
});
