import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  batchDetailSchema,
  batchesSchema,
  overviewSchema,
  problemSchema,
} from "../../../controller/server/api.ts";
import { buildServer } from "../../../controller/server/start-server.ts";
import { type FakeLab, fakeLab } from "./fake-lab.ts";
import { addQuestion, type Midway, midway } from "./rows.ts";

let lab: FakeLab;
let server: FastifyInstance;
let tray: Midway;
let logged: object[];

beforeEach(() => {
  lab = fakeLab();
  tray = midway(lab, 4);
  logged = [];
  server = buildServer({ running: lab, log: (line) => logged.push(line) });
});
afterEach(async () => {
  await server.close();
  await lab.close();
});

const get = async (url: string) => {
  const answer = await server.inject({ url });
  return { status: answer.statusCode, body: answer.json() };
};

describe("reading", () => {
  test("the overview, the batches and a batch are as their schemas say", async () => {
    overviewSchema.parse((await get("/api/v1/overview")).body);
    expect(batchesSchema.parse((await get("/api/v1/batches")).body).batches).toHaveLength(1);
    batchDetailSchema.parse((await get("/api/v1/batches/B-0001")).body);
  });

  test("an unknown batch or path is said to be unknown", async () => {
    expect(await get("/api/v1/batches/B-0099")).toEqual({
      status: 404,
      body: { error: "there is no batch B-0099" },
    });
    expect(await get("/api/v1/nothing")).toMatchObject({ status: 404 });
  });

  test("answers of the API are not kept by anyone", async () => {
    expect((await server.inject({ url: "/api/v1/overview" })).headers["cache-control"]).toBe("no-store");
  });
});

describe("probes", () => {
  test("the controller is alive, and ready when all links are connected and no line has stopped", async () => {
    expect(await get("/healthz")).toEqual({ status: 200, body: { alive: true, pid: process.pid } });
    expect(await get("/readyz")).toEqual({ status: 200, body: { ready: true, missing: [] } });
  });

  test("it is not ready while a link is stale or a line has stopped, and says which", async () => {
    lab.link("agv").become({ state: "stale" });
    lab.stopped.rockwell = "the ledger is older than its devices";
    expect(await get("/readyz")).toEqual({
      status: 503,
      body: {
        ready: false,
        missing: ["agv is stale", "line rockwell has stopped: the ledger is older than its devices"],
      },
    });
    expect((await get("/healthz")).status).toBe(200);
  });
});

describe("answering a question", () => {
  const answer = async (body: unknown) => {
    const reply = await server.inject({
      method: "POST",
      url: "/api/v1/questions/answer",
      headers: { "content-type": "application/json" },
      payload: JSON.stringify(body),
    });
    return { status: reply.statusCode, body: reply.json() };
  };
  let key: string;
  beforeEach(() => {
    key = addQuestion(lab.base, tray);
  });

  test("an answer is recorded under a name, and the question is gone", async () => {
    expect((await get("/api/v1/questions")).body.questions).toHaveLength(1);
    expect(await answer({ key, choice: "absent", by: " Li Wei " })).toEqual({
      status: 200,
      body: { key, choice: "absent", by: "Li Wei" },
    });
    expect((await get("/api/v1/questions")).body.questions).toEqual([]);
    expect(
      lab.base.prepare<[string], { outcome: string }>("SELECT outcome FROM job WHERE key = ?").get(key)
        ?.outcome,
    ).toBe(JSON.stringify({ ok: true, value: { choice: "absent", by: "Li Wei" } }));
    expect(logged).toContainEqual({ event: "question answered", key, choice: "absent", by: "Li Wei" });
  });

  test("a question is answered once: the second hears who was first", async () => {
    await answer({ key, choice: "made", by: "Li Wei" });
    const second = await answer({ key, choice: "absent", by: "Wang Fang" });
    expect(second.status).toBe(409);
    expect(second.body.error).toContain('"made" by Li Wei');
  });

  test.each([
    [
      "an unknown question",
      404,
      { key: "batch/B-0001/none/ask", choice: "made", by: "Li" },
      "was ever asked",
    ],
    ["no name", 400, { choice: "made", by: "  " }, "by: say who"],
    ["no choice", 400, { by: "Li" }, "choice"],
    ["a choice that was not offered", 400, { choice: "maybe", by: "Li" }, "it takes absent, made, giveUp"],
    ["a field nobody knows", 400, { choice: "made", by: "Li", at: 1 }, "at"],
  ])("%s is refused with %i", async (_what, status, body, why) => {
    const reply = await answer({ key, ...body });
    expect(reply.status).toBe(status);
    expect(problemSchema.parse(reply.body).error).toContain(why);
    expect((await get("/api/v1/questions")).body.questions).toHaveLength(1);
  });

  test("a form of another page cannot answer: only JSON is taken", async () => {
    const reply = await server.inject({
      method: "POST",
      url: "/api/v1/questions/answer",
      headers: { "content-type": "text/plain" },
      payload: JSON.stringify({ key, choice: "made", by: "x" }),
    });
    expect(reply.statusCode).toBe(415);
  });
});
