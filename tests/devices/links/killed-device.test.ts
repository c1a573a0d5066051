/** A link outlives its device: killed without a word, started again on the same port, it is found again under its new boot. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connectDevice, type DeviceLink, encodeJob, type LabDevice } from "../../../devices/index.ts";
import {
  type Certificates,
  CONTROLLER_ID,
  makeCertificates,
  TESTER,
  type Transport,
} from "../served-device.ts";

let certificates: Certificates;
let child: ChildProcess;
let link: DeviceLink;

beforeAll(async () => {
  certificates = await makeCertificates();
});
afterEach(async () => {
  await link.close();
  child.kill("SIGKILL");
});
afterAll(() => certificates.remove());

async function start(map: string, port: number): Promise<number> {
  const program = new URL("served-device-process.ts", import.meta.url).pathname;
  child = fork(program, [map, String(port), certificates.device.folder], { execArgv: [] });
  const [message]: unknown[] = await once(child, "message");
  return (message as { port: number }).port;
}

describe.each<Transport>(["modbus", "opcua"])("a link over %s", (transport) => {
  it("survives SIGKILL of its device, with a read, a watch and a job waiting", async () => {
    const map = `hardlab-${transport}`;
    const device: LabDevice = { ...TESTER, map };
    const port = await start(map, 0);
    link = connectDevice(
      "tester",
      device,
      { host: "127.0.0.1", port },
      {
        pki: certificates.controller,
        log: () => undefined,
      },
    );
    const before = await link.read();
    const watching = link.watch((status) => status.bootId !== before.bootId, 0);
    child.kill("SIGKILL");
    await once(child, "exit");
    while (link.state === "connected") await pause(10);
    const request = encodeJob(device, "rockwellTester", { command: "indent", text: "HRC" });
    const frame = { controllerId: CONTROLLER_ID, jobNumber: 1, bootId: before.bootId, ...request };
    const submitting = link.submit(frame);
    await pause(500);
    await start(map, port);
    const after = await link.read();
    expect(after.bootId).not.toBe(before.bootId);
    expect((await watching).bootId).toBe(after.bootId);
    expect(await submitting).toEqual({ kind: "refused", reason: "otherBoot" });
    expect(await link.submit({ ...frame, bootId: after.bootId })).toEqual({ kind: "accepted" });
  });
});
