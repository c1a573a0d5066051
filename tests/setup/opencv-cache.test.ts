import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addonPath, buildRoot, cacheFolder, cacheKey, keep, restore } from "../../.setup/opencv-cache.mjs";

const VERSIONS = {
  addon: "7.1.2",
  builder: "1.1.1",
  node: "24.21.0",
  abi: "137",
  libopencv: "4.6.0+dfsg-12",
  arch: "x64",
};
const BUILD = "opencv-0.0.0-8b1ea";

let folder: string;
let entry: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hardlab-cache-"));
  entry = join(folder, "cache", cacheKey(VERSIONS));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: string) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** A clone whose addon was built there: what the build leaves on disk. */
function builtClone(name: string, addon: string): string {
  const root = join(folder, name);
  write(addonPath(root), addon);
  const description = { modules: [], env: { buildRoot: buildRoot(root) } };
  write(join(buildRoot(root), BUILD, "auto-build.json"), JSON.stringify(description, null, 4));
  return root;
}

/** A clone with its npm packages and no addon yet. */
function freshClone(name: string): string {
  const root = join(folder, name);
  mkdirSync(buildRoot(root), { recursive: true });
  return root;
}

test("a second clone gets the addon and a description that names its own folder", () => {
  keep(builtClone("first", "compiled"), entry);
  const second = freshClone("second");
  expect(restore(second, entry)).toEqual({ found: "copied" });
  expect(readFileSync(addonPath(second), "utf8")).toBe("compiled");
  const described = JSON.parse(readFileSync(join(buildRoot(second), BUILD, "auto-build.json"), "utf8"));
  expect(described.env.buildRoot).toBe(buildRoot(second));
});

test("a kept addon replaces the one kept before", () => {
  keep(builtClone("first", "old"), entry);
  keep(builtClone("second", "new"), entry);
  const third = freshClone("third");
  expect(restore(third, entry)).toEqual({ found: "copied" });
  expect(readFileSync(addonPath(third), "utf8")).toBe("new");
});

test("where nothing was kept nothing is found", () => {
  expect(restore(freshClone("only"), entry)).toEqual({ found: "nothing" });
});

test("a kept addon that was cut short is broken", () => {
  keep(builtClone("first", "compiled"), entry);
  writeFileSync(join(entry, "opencv4nodejs.node"), "comp");
  expect(restore(freshClone("second"), entry)).toMatchObject({ found: "broken", why: /checksum/ });
});

test.each(["opencv4nodejs.node", "auto-build.json", "entry.json"])(
  "an entry without its %s is broken",
  (file) => {
    keep(builtClone("first", "compiled"), entry);
    rmSync(join(entry, file));
    expect(restore(freshClone("second"), entry).found).toBe("broken");
  },
);

test("an entry that names a build outside its folder is broken", () => {
  keep(builtClone("first", "compiled"), entry);
  writeFileSync(join(entry, "entry.json"), JSON.stringify({ build: "opencv-/../../..", sha256: "" }));
  expect(restore(freshClone("second"), entry)).toEqual({ found: "broken", why: "it names no build" });
});

test("everything a compiled addon depends on is in its name", () => {
  const keys = Object.keys(VERSIONS).map((part) => cacheKey({ ...VERSIONS, [part]: "9" }));
  expect(new Set([...keys, cacheKey(VERSIONS)]).size).toBe(Object.keys(VERSIONS).length + 1);
});

test("the name of an entry is one plain folder name", () => {
  expect(cacheKey({ ...VERSIONS, libopencv: "1:4.6/../x y" })).toMatch(/^[A-Za-z0-9.+_-]+$/);
});

test("the cache is where the user keeps caches; a relative XDG_CACHE_HOME is ignored", () => {
  expect(cacheFolder({ XDG_CACHE_HOME: "/caches" }, "/home/lab")).toBe("/caches/hardlab");
  expect(cacheFolder({}, "/home/lab")).toBe("/home/lab/.cache/hardlab");
  expect(cacheFolder({ XDG_CACHE_HOME: "caches" }, "/home/lab")).toBe("/home/lab/.cache/hardlab");
});
