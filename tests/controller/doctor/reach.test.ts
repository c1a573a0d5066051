/** What the doctor says of a device on a real socket. */
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { lookAtDevice } from "../../../controller/doctor/reach.ts";
import { ensurePki, readLabFile } from "../../../devices/index.ts";
import {
  type Certificates,
  makeCertificates,
  type ServedTester,
  serveTester,
} from "../../devices/served-device.ts";

const lab = readLabFile("calibration-data/labs/default.yaml");
let certificates: Certificates;
let tester: ServedTester | undefined;
beforeAll(async () => {
  certificates = await makeCertificates();
});
afterEach(async () => {
  await tester?.close();
  tester = undefined;
});
afterAll(() => certificates.remove());

const look = (
  { device, port }: Pick<ServedTester, "device" | "port">,
  options: Partial<Parameters<typeof lookAtDevice>[3]> = {},
) =>
  lookAtDevice(
    "tester",
    device,
    { host: "127.0.0.1", port },
    {
      lab,
      pki: certificates.controller,
      pkiFolder: certificates.controller.folder,
      reachMs: 3000,
      ...options,
    },
  );

test("a device in order is fine, with its kind, boot, mode and health, over both transports", async () => {
  for (const transport of ["modbus", "opcua"] as const) {
    tester = await serveTester(transport, certificates);
    expect(await look(tester)).toEqual([
      {
        subject: "device tester",
        state: "fine",
        found: expect.stringMatching(
          /^rockwellTester at 127\.0\.0\.1:\d+, boot \d+, auto, health normal, job idle, status in \d+ ms$/,
        ),
        remedy: "",
      },
    ]);
    await tester.close();
    tester = undefined;
  }
});

test("manual mode, emergency stop and bad health are wrong, each with what to do", async () => {
  tester = await serveTester("modbus", certificates);
  tester.shell.setMode("emergencyStop");
  tester.shell.setHealth("failure");
  expect(await look(tester)).toMatchObject([
    {
      state: "wrong",
      found: expect.stringContaining("emergency stop"),
      remedy: expect.stringContaining("release"),
    },
    { state: "wrong", found: expect.stringContaining("health as failure") },
  ]);
});

test("another kind of device at the address is told from the lab file's", async () => {
  tester = await serveTester("modbus", certificates);
  expect(await look({ port: tester.port, device: { ...tester.device, kind: "stage" } })).toMatchObject([
    {
      state: "wrong",
      found: expect.stringContaining("it shows kind 5 (rockwellTester), the lab file says stage (3)"),
    },
  ]);
});

test("a heartbeat that stands still is wrong though the socket is open", async () => {
  tester = await serveTester("modbus", certificates);
  tester.shell.freezeHeartbeat(true);
  expect(await look(tester)).toMatchObject([
    { state: "wrong", found: expect.stringContaining("heartbeat stands still") },
  ]);
});

test("a device that does not know the controller's certificate is told how to trust it", async () => {
  tester = await serveTester("opcua", certificates);
  const stranger = await ensurePki(join(certificates.folder, "stranger"), "hardlab-controller");
  expect(await look(tester, { pki: stranger, pkiFolder: stranger.folder })).toMatchObject([
    {
      state: "wrong",
      remedy: expect.stringContaining(`give ${stranger.folder}/own/certs/certificate.pem to the device`),
    },
  ]);
});

test("before the controller has a certificate, of a secured device only the port can be looked at", async () => {
  tester = await serveTester("opcua", certificates);
  expect(await look(tester, { pki: undefined })).toMatchObject([
    { state: "unchecked", found: expect.stringContaining("it listens at") },
  ]);
});

test("nobody at the address, or somebody who says nothing, is no answer, with a remedy", async () => {
  tester = await serveTester("modbus", certificates);
  await tester.stopServing();
  expect(await look(tester, { reachMs: 500 })).toMatchObject([
    {
      state: "wrong",
      found: expect.stringContaining("ECONNREFUSED"),
      remedy: expect.stringContaining("start its server"),
    },
  ]);
  const mute = createServer();
  await new Promise<void>((listening) => mute.listen(0, "127.0.0.1", listening));
  const address = mute.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  expect(await look({ port, device: tester.device }, { reachMs: 1500 })).toMatchObject([{ state: "wrong" }]);
  mute.close();
});
