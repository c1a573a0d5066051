/**
 * The arrows between the rooms (依赖方向): hmi → (HTTP) → controller → workflows, devices, vision, and what each room
 * may not know. Run by `npm run arrows`; tests/setup/arrows.test.ts shows that each rule finds what it forbids.
 */
import { existsSync, readdirSync } from "node:fs";
import { posix } from "node:path";
import { allExtensions } from "dependency-cruiser";

if (!allExtensions.some(({ extension, available }) => extension === ".ts" && available))
  throw new Error(
    "dependency-cruiser cannot read TypeScript here, so the arrows would pass unread: install @swc/core",
  );

const ROOMS = ["controller", "devices", "vision", "workflows", "hmi"];
const SOCKETS = "^(node:)?(net|tls|dgram|dns|http|https|http2)(/|$)";
const FILES_PROCESSES_CLOCKS = "^(node:)?(fs|child_process|cluster|worker_threads|timers|sqlite)(/|$)";
const STORES = "node_modules/better-sqlite3/";
const TRANSPORTS = "node_modules/(node-opcua|modbus-serial|serialport)";
const SERVERS = "node_modules/fastify/";
const IMAGE_LIBRARIES = "node_modules/(opencv4nodejs|onnxruntime-node)/";

const rooms = (...names) => `^(${names.join("|")})/`;
const roomsBut = (...names) => rooms(...ROOMS.filter((room) => !names.includes(room)));
const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** Rooms with a door: vision, workflows, hmi, each folder of controller and of devices, and the renderer. */
function foldersWithDoors() {
  const parts = ["controller", "devices"]
    .filter((room) => existsSync(room))
    .flatMap((room) => readdirSync(room).map((name) => `${room}/${name}`));
  const folders = ["vision", "workflows", "hmi", ...parts, "devices/virtual/render"];
  return folders.filter((folder) => existsSync(`${folder}/index.ts`));
}

const doored = foldersWithDoors();
const doors = doored.map((folder) =>
  forbid(
    `door-of-${folder.replaceAll("/", "-")}`,
    `${folder}/ is entered through its index.ts`,
    { pathNot: [`^${folder}/`, `^${posix.dirname(folder)}/index\\.ts$`, "^(tests|calibration-data)/"] },
    {
      path: `^${folder}/`,
      pathNot: doored
        .filter((door) => `${door}/`.startsWith(`${folder}/`))
        .map((door) => `^${door}/index\\.ts$`),
    },
  ),
);

export default {
  forbidden: [
    forbid("no-cycles", "Two files that need each other are one idea", {}, { circular: true }),
    forbid("no-dead-ends", "The imported file is not there", {}, { couldNotResolve: true }),
    forbid(
      "page-knows-http-only",
      "The page knows the server by HTTP",
      { path: rooms("hmi") },
      { path: roomsBut("hmi") },
    ),
    forbid(
      "workflows-know-perform-only",
      "The machines are given `perform`; they import no other room",
      { path: rooms("workflows") },
      { path: roomsBut("workflows") },
    ),
    forbid(
      "vision-knows-images-only",
      "Vision takes an image and gives positions",
      { path: rooms("vision") },
      { path: roomsBut("vision") },
    ),
    forbid(
      "metrology-stands-alone",
      "Metrology takes values and gives values",
      { path: rooms("controller/metrology") },
      { path: [roomsBut("controller"), "^controller/(?!metrology/)"] },
    ),
    forbid(
      "devices-know-no-blocks",
      "Devices know jobs, not what a lab does with them",
      { path: rooms("devices") },
      { path: roomsBut("devices") },
    ),
    forbid(
      "no-sockets-in-pure-rooms",
      "No database and no socket in vision, workflows, metrology",
      { path: rooms("vision", "workflows", "controller/metrology") },
      { path: [SOCKETS, STORES, TRANSPORTS, SERVERS] },
    ),
    forbid(
      "no-effects-in-machines",
      "Workflows, metrology and the wire read no file, start no process, have no clock",
      { path: rooms("workflows", "controller/metrology", "devices/wire") },
      { path: [FILES_PROCESSES_CLOCKS, SOCKETS] },
    ),
    forbid(
      "wire-is-the-bottom",
      "The wire contract needs no other room",
      { path: rooms("devices/wire") },
      { path: [roomsBut("devices"), "^devices/(?!wire/)", STORES, TRANSPORTS] },
    ),
    forbid(
      "drivers-meet-devices-on-the-wire",
      "Drivers and links reach the virtual lab over its sockets only",
      { path: "^devices/(?!virtual/)" },
      { path: rooms("devices/virtual") },
    ),
    forbid(
      "shell-knows-no-blocks",
      "The device side of the contract knows no world",
      { path: rooms("devices/virtual/shell") },
      { path: "^devices/virtual/(?!shell/)" },
    ),
    forbid(
      "renderer-stands-alone",
      "The renderer draws a scene it is given",
      { path: rooms("devices/virtual/render") },
      { path: "^devices/(?!virtual/render/)" },
    ),
    forbid(
      "virtual-lab-is-another-lab",
      "One file of the composition root starts it, one lends its renderer to `hardlab render`; all else meets its sockets",
      {
        path: rooms("controller", "workflows", "vision", "hmi"),
        pathNot: "^controller/lab/(virtual-lab|renders)\\.ts$",
      },
      { path: rooms("devices/virtual") },
    ),
    forbid(
      "virtual-lab-by-its-door",
      "The composition root uses its door",
      { path: "^controller/lab/virtual-lab\\.ts$" },
      { path: rooms("devices/virtual"), pathNot: "^devices/virtual/index\\.ts$" },
    ),
    forbid(
      "renderer-by-its-door",
      "Pictures with truth beside them come from the renderer's door",
      { path: "^controller/lab/renders\\.ts$" },
      { path: rooms("devices/virtual"), pathNot: "^devices/virtual/render/index\\.ts$" },
    ),
    forbid(
      "sql-in-its-rooms",
      "SQL stands in the ledger, the information base and the virtual lab's truth",
      { pathNot: rooms("controller/ledger", "controller/infobase", "devices/virtual", "tests") },
      { path: STORES },
    ),
    forbid(
      "transports-in-links",
      "OPC UA and Modbus stand in the links and in the shell",
      { pathNot: rooms("devices/links", "devices/virtual/shell", "tests") },
      { path: TRANSPORTS },
    ),
    forbid(
      "native-images-in-vision",
      "Native image code can abort its process: it stays in vision's",
      { pathNot: rooms("vision", "tests") },
      { path: IMAGE_LIBRARIES },
    ),
    forbid(
      "no-tests-in-the-product",
      "The product needs no test",
      { path: rooms(...ROOMS, "\\.setup") },
      { path: rooms("tests") },
    ),
    forbid(
      "no-dev-tools-in-the-product",
      "What runs in the lab is a dependency",
      { path: rooms(...ROOMS) },
      { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "set-up-stands-alone",
      "The set-up runs before anything is installed",
      { path: "^(setup\\.mjs$|\\.setup/)" },
      { pathNot: "^\\.setup/", dependencyTypesNot: ["core"] },
    ),
    ...doors,
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)\\.(hardlab|git)/" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json", ".node"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types", "typings"],
    },
  },
};
