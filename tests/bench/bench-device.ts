/** A tester of no duration behind a real socket: `bench-device.ts opcua|modbus PKI`. Keeps a log of its jobs. */

import { ensurePki, readAddressMap } from "../../devices/index.ts";
import { createShell, serveModbus, serveOpcUa } from "../../devices/virtual/shell/index.ts";

const [transport = "modbus", pkiFolder = ""] = process.argv.slice(2);
const jobs: { startMs: number; endMs: number }[] = [];
const now = () => performance.timeOrigin + performance.now();

const shell = createShell({
  name: "tester",
  log: () => undefined,
  behaviour: {
    kind: "rockwellTester",
    async run({ text }) {
      const startMs = now();
      jobs.push({ startMs, endMs: now() });
      return { numbers: { hardness: 61.05 }, text };
    },
    sensors: () => [],
    readings: () => [],
  },
});
const map = readAddressMap(`hardlab-${transport}`);
const at = { host: "127.0.0.1", port: 0 };
const { port } =
  map.transport === "modbus"
    ? await serveModbus(shell, { ...at, map })
    : await serveOpcUa(shell, {
        ...at,
        map,
        pki: await ensurePki(pkiFolder, "hardlab-bench-device"),
        security: "SignAndEncrypt",
      });
process.send?.({ kind: "ready", port });
process.on("message", () => process.send?.({ kind: "log", jobs }));
process.on("disconnect", () => process.exit());
