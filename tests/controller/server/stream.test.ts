import { afterEach, beforeEach, expect, test } from "vitest";
import { type Overview, overviewSchema } from "../../../controller/server/api.ts";
import { startServer } from "../../../controller/server/index.ts";
import { type FakeLab, fakeLab } from "./fake-lab.ts";
import { addIndentation, midway } from "./rows.ts";

let lab: FakeLab;
let server: Awaited<ReturnType<typeof startServer>>;
beforeEach(async () => {
  lab = fakeLab();
  server = await startServer({ running: lab, host: "127.0.0.1", port: 0, log: () => undefined });
});
afterEach(async () => {
  await server.close();
  await lab.close();
});

/** The stream's text as it comes; `overview()` is the next event's content. */
async function watch() {
  const answer = await fetch(`${server.url}/api/v1/stream`);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error("the stream has no body");
  let text = "";
  return {
    headers: answer.headers,
    text: () => text,
    async overview(): Promise<Overview> {
      for (;;) {
        const event = /event: overview\ndata: (.*)\n\n/.exec(text);
        if (event?.[1] !== undefined) {
          text = text.slice(event.index + event[0].length);
          return overviewSchema.parse(JSON.parse(event[1]));
        }
        const { value, done } = await reader.read();
        if (done) throw new Error("the stream has ended");
        text += value;
      }
    },
    async end(): Promise<void> {
      while (!(await reader.read()).done);
    },
  };
}

test("whoever comes is told the whole state at once, and again whenever it changes", async () => {
  const stream = await watch();
  expect(stream.headers.get("content-type")).toContain("text/event-stream");
  expect((await stream.overview()).lines[0]?.batch).toBeNull();
  const { blockKey } = midway(lab, 2);
  let heard = await stream.overview();
  while (heard.lines[0]?.batch?.step?.words.en !== "indentation 3 of 5") heard = await stream.overview();
  lab.base
    .prepare("UPDATE job SET state = 'finished', outcome = '{}' WHERE key = ?")
    .run(`${blockKey}/indent/4#1`);
  addIndentation(lab.base, blockKey, 5);
  while (heard.lines[0]?.batch?.step?.words.en !== "indentation 4 of 5") heard = await stream.overview();
});

test("a link that goes stale is told", async () => {
  const stream = await watch();
  await stream.overview();
  lab.link("rockwell-stage").become({ state: "stale", ageMs: 2_100 });
  let heard = await stream.overview();
  while (heard.devices.every(({ link }) => link === "connected")) heard = await stream.overview();
  expect(heard.devices.find(({ link }) => link === "stale")?.name).toBe("rockwell-stage");
});

test("many changes at once are at most four events a second", async () => {
  const stream = await watch();
  await stream.overview();
  const changing = setInterval(() => lab.link("agv").become({}), 5);
  const toldMs: number[] = [];
  while (toldMs.length < 5) toldMs.push(Date.parse((await stream.overview()).at));
  clearInterval(changing);
  expect((toldMs.at(-1) ?? 0) - (toldMs[0] ?? 0)).toBeGreaterThanOrEqual(4 * 250 - 20);
});

test("a quiet lab gives a sign of life", async () => {
  const stream = await watch();
  await stream.overview();
  const { revision } = await stream.overview();
  expect((await stream.overview()).revision).toBe(revision);
});

test("closing the server ends the streams", async () => {
  const stream = await watch();
  await stream.overview();
  await server.close();
  await stream.end();
});
