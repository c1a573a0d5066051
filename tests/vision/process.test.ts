import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startVision, type VisionProcess } from "../../vision/index.ts";

const childPath = (name: string): string => fileURLToPath(new URL(`./children/${name}.ts`, import.meta.url));
let folder: string;
let vision: VisionProcess | undefined;
const lines: object[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hardlab-vision-"));
  lines.length = 0;
});
afterEach(async () => {
  await vision?.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(name: string, timeLimitMs = 20_000): VisionProcess {
  vision = startVision({ childPath: childPath(name), timeLimitMs, log: (line) => lines.push(line) });
  return vision;
}
const look = (from: VisionProcess, file: string, signal?: AbortSignal) =>
  from.look({ imagePath: join(folder, file), mmPerPx: 0.037 }, signal);

describe("a native abort", () => {
  test("costs one picture, which is tried again in a new child", async () => {
    const answer = await look(start("dies-once"), "once");
    expect(answer).toMatchObject({ state: "fit" });
    expect(lines.filter((line) => "code" in line)).toHaveLength(1);
  });

  test("twice on the same picture is an error value, and the next picture is still looked at", async () => {
    const child = start("dies-once");
    const [bad, good] = await Promise.all([look(child, "always"), look(child, "once")]);
    expect(bad).toEqual({ error: expect.stringContaining("twice") });
    expect(good).toMatchObject({ state: "fit" });
  });

  test("between two pictures is not noticed by those who ask", async () => {
    const child = start("dies-once");
    await look(child, "first");
    const { childPid } = child;
    expect(childPid).toBeDefined();
    if (childPid !== undefined) process.kill(childPid, "SIGKILL");
    expect(await look(child, "second")).toMatchObject({ state: "fit" });
  });
});

test("a picture that takes too long is an error value that says so", async () => {
  const answer = await look(start("dies-once", 300), "slow");
  expect(answer).toEqual({ error: expect.stringContaining("took longer than 300 ms") });
});

test("a child that cannot start is an error value with its last words", async () => {
  const answer = await look(start("never-starts"), "any");
  expect(answer).toEqual({ error: expect.stringContaining("the addon is missing") });
});

test("giving up answers at once and leaves the others waiting", async () => {
  const child = start("dies-once", 1_000);
  const giveUp = new AbortController();
  const slow = look(child, "slow", giveUp.signal);
  const next = look(child, "next");
  giveUp.abort();
  expect(await slow).toEqual({ error: expect.stringContaining("given up") });
  expect(await next).toMatchObject({ state: "fit" });
});

test("closing answers what still waits", async () => {
  const child = start("dies-once");
  const waiting = [look(child, "slow"), look(child, "next")];
  await child.close();
  for (const answer of await Promise.all(waiting))
    expect(answer).toEqual({ error: expect.stringContaining("closed") });
  expect(await look(child, "later")).toEqual({ error: expect.stringContaining("closed") });
});

test("a request that is not valid is an error value", async () => {
  const answer = await start("dies-once").look({ imagePath: "x.bmp", mmPerPx: -1 });
  expect(answer).toEqual({ error: expect.stringContaining("mmPerPx") });
});

describe("a file that is no picture", () => {
  function bmpHeader(widthPx: number, heightPx: number): Buffer {
    const header = Buffer.alloc(54 + 1024);
    header.write("BM");
    header.writeUInt32LE(54 + 1024, 2);
    header.writeUInt32LE(54 + 1024, 10);
    header.writeUInt32LE(40, 14);
    header.writeInt32LE(widthPx, 18);
    header.writeInt32LE(heightPx, 22);
    header.writeUInt16LE(1, 26);
    header.writeUInt16LE(8, 28);
    return header;
  }
  const hostile: Record<string, Buffer> = {
    "empty.bmp": Buffer.alloc(0),
    "paper.png": Buffer.from("%PDF-1.7\n"),
    "no-pixels.bmp": bmpHeader(2592, 1944),
    "enormous.bmp": bmpHeader(30_000, 30_000),
    "negative.bmp": bmpHeader(-5, 0),
    "cut.png": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]),
    "cut.jpg": Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
  };

  test("is an error value or unreadable; the child lives or is made anew", async () => {
    vision = startVision({ log: (line) => lines.push(line) });
    for (const [file, bytes] of Object.entries(hostile)) {
      writeFileSync(join(folder, file), bytes);
      const answer = await look(vision, file);
      if ("error" in answer) expect(answer.error).toContain(file);
      else expect(answer.state, file).toBe("unreadable");
    }
    expect(await look(vision, "is-not-there.bmp")).toEqual({
      error: expect.stringContaining("is-not-there.bmp"),
    });
    expect(vision.childPid).toBeDefined();
  });
});
