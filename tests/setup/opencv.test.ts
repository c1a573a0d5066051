import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pinnedNodeFolder } from "../../.setup/npm-packages.mjs";
import { buildEnvironment, compilersAtATime, provideOpencv } from "../../.setup/opencv.mjs";
import { addonPath, buildRoot } from "../../.setup/opencv-cache.mjs";
import { type FakeCommands, fakeCommands } from "./fake-commands.ts";

const PROJECT = new URL("../..", import.meta.url).pathname;
const GIB = 2 ** 30;

let fake: FakeCommands;
let said: string[];
beforeEach(() => {
  fake = fakeCommands();
  said = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => {
  fake.remove();
  vi.restoreAllMocks();
});

/** A clone with the pinned Node and packages that would build an addon, where `npm` is a script of ours. */
function clone(npm: string) {
  const root = join(fake.folder, "clone");
  const write = (path: string, content: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  write(join(root, "node_modules", "opencv4nodejs", "package.json"), '{"version":"7.1.2"}');
  write(join(root, "node_modules", "opencv4nodejs", "binding.gyp"), '"cc/a.cc", "cc/b.cc"');
  write(join(root, "node_modules", "@u4", "opencv-build", "package.json"), '{"version":"1.1.1"}');
  mkdirSync(buildRoot(root));
  symlinkSync(pinnedNodeFolder(PROJECT), pinnedNodeFolder(root));
  fake.write("npm", npm);
  const cache = join(fake.folder, "cache");
  return { root, cache, logs: join(cache, "logs"), libopencvVersion: "4.6.0" };
}

const leaveAnAddon = (where: { root: string }) =>
  `mkdir -p "${dirname(addonPath(where.root))}" && echo "no machine code" > "${addonPath(where.root)}"`;

test("a build that fails is an error with its log", async () => {
  const where = clone("echo 'fatal error: opencv2/core.hpp: No such file'; exit 1");
  await expect(provideOpencv(where)).rejects.toMatchObject({
    message: "building the OpenCV addon: npm rebuild opencv4nodejs ended with status 1",
    logPath: join(where.logs, "opencv-build.log"),
  });
});

test("a build that ends with status 0 and leaves nothing is an error", async () => {
  const where = clone("exit 0");
  await expect(provideOpencv(where)).rejects.toMatchObject({ message: /does not work: .*is missing/ });
  expect(existsSync(join(where.cache, "opencv4nodejs"))).toBe(false);
});

test("a build that ends with status 0 and leaves what does not load is an error and is not kept", async () => {
  const where = clone("exit 0");
  fake.write("npm", leaveAnAddon(where));
  await expect(provideOpencv(where)).rejects.toMatchObject({ message: /was built, but does not work/ });
  expect(existsSync(join(where.cache, "opencv4nodejs"))).toBe(false);
});

test("without npm the build says so", async () => {
  const where = clone("exit 0");
  process.env.PATH = join(fake.folder, "nothing-here");
  await expect(provideOpencv(where)).rejects.toMatchObject({
    message: /npm rebuild opencv4nodejs is not installed/,
  });
});

test("the build meets Debian's OpenCV, the pinned Node's headers, and nothing of the caller's OpenCV settings", () => {
  const env = buildEnvironment(
    "/lab",
    { PATH: "/usr/bin", OPENCV_BUILD_ROOT: "/old", OPENCV4NODEJS_X: "1" },
    2,
  );
  expect(env).toMatchObject({
    OPENCV4NODEJS_DISABLE_AUTOBUILD: "1",
    OPENCV_INCLUDE_DIR: "/usr/include/opencv4",
    JOBS: "2",
    PATH: "/lab/node_modules/.bin:/usr/bin",
  });
  expect(env.npm_config_nodedir).toMatch(/^\/lab\/node_modules\/node-linux-/);
  expect(Object.keys(env)).not.toContain("OPENCV_BUILD_ROOT");
  expect(Object.keys(env)).not.toContain("OPENCV4NODEJS_X");
});

test("as many compilers as cores, fewer where memory is short, one at least", () => {
  expect(compilersAtATime(2, 24 * GIB)).toBe(2);
  expect(compilersAtATime(16, 6 * GIB)).toBe(4);
  expect(compilersAtATime(4, GIB)).toBe(1);
});
