/** A tester in a process of its own, so that a test can kill it: transport, port and certificate folder as arguments. */
import { ensurePki, readAddressMap } from "../../../devices/index.ts";
import { createShell, serveModbus, serveOpcUa } from "../../../devices/virtual/shell/index.ts";

const [mapName = "", port = "0", pkiFolder = ""] = process.argv.slice(2);
const shell = createShell({
  name: "tester",
  log: () => undefined,
  behaviour: {
    kind: "rockwellTester",
    run: async () => ({ numbers: { hardness: 61.3 }, text: "HRC" }),
    sensors: () => [1, 1],
    readings: () => [],
  },
});
const map = readAddressMap(mapName);
const where = { host: "127.0.0.1", port: Number(port) };
const server =
  map.transport === "modbus"
    ? await serveModbus(shell, { ...where, map })
    : await serveOpcUa(shell, {
        ...where,
        map,
        pki: await ensurePki(pkiFolder, "hardlab-tester"),
        security: "SignAndEncrypt",
      });
process.send?.({ port: server.port });
process.once("disconnect", () => process.exit());
