import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { endBatch, findBatch, listSteering } from "../../../controller/infobase/index.ts";
import { batchDetailSchema, overviewSchema } from "../../../controller/server/api.ts";
import { buildServer } from "../../../controller/server/start-server.ts";
import { steeringSchema, takenUpSchema } from "../../../controller/server/steering-api.ts";
import { trialOrder } from "../../../controller/trial/index.ts";
import { type FakeLab, fakeLab } from "./fake-lab.ts";
import { addJob, addQuestion, DONE, type Midway, midway } from "./rows.ts";

let lab: FakeLab;
let server: FastifyInstance;
let tray: Midway;
const logged: object[] = [];

beforeEach(() => {
  lab = fakeLab();
  tray = midway(lab, 4);
  server = buildServer({ running: lab, log: (line) => logged.push(line) });
});
afterEach(async () => {
  await server.close();
  await lab.close();
});

const get = async (url: string) => (await server.inject({ url })).json();
const post = async (url: string, payload: object) => {
  const answer = await server.inject({ method: "POST", url, payload });
  return { status: answer.statusCode, body: answer.json() };
};
const order = (body: object, batch = "B-0001") => post(`/api/v1/batches/${batch}/steering`, body);
const line = async () => overviewSchema.parse(await get("/api/v1/overview")).lines[0];
const detail = async (id = "B-0001") => batchDetailSchema.parse(await get(`/api/v1/batches/${id}`));

describe("orders", () => {
  test("pause, hold and resume change the flow and stand on record with who gave them", async () => {
    expect(steeringSchema.parse(await get("/api/v1/batches/B-0001/steering"))).toEqual({
      batch: "B-0001",
      flow: "on",
      orders: [],
    });
    expect((await order({ command: "pause", by: " Li Wei " })).body).toMatchObject({ flow: "paused" });
    expect((await order({ command: "hold", by: "Wang Fang" })).body).toMatchObject({ flow: "held" });
    const last = await order({ command: "resume", by: "Li Wei", reason: "door closed" });
    expect(last.status).toBe(200);
    expect(steeringSchema.parse(last.body)).toMatchObject({
      flow: "on",
      orders: [
        { command: "pause", by: "Li Wei", serial: null, reason: "" },
        { command: "hold", by: "Wang Fang" },
        { command: "resume", by: "Li Wei", reason: "door closed" },
      ],
    });
  });

  test("a stop that needs no reason is not taken; one with a reason stops, and nothing follows it", async () => {
    const bare = await order({ command: "stop", by: "Li" });
    expect(bare).toEqual({ status: 409, body: { error: "stop needs a reason; it stays on record" } });
    expect((await order({ command: "stop", by: "Li", reason: "wrong tray" })).body.flow).toBe("stopping");
    const late = await order({ command: "pause", by: "Li" });
    expect(late).toEqual({ status: 409, body: { error: "batch B-0001 is being stopped" } });
    expect(listSteering(lab.base, "B-0001")).toHaveLength(1);
  });

  test("skip is for a block that is not finished, repeat for one that is", async () => {
    const [finished] = tray.order.blocks;
    const waiting = tray.order.blocks.at(-1);
    const reason = "scratched";
    expect((await order({ command: "skip", serial: finished?.serial, by: "Li", reason })).status).toBe(409);
    expect((await order({ command: "repeat", serial: waiting?.serial, by: "Li", reason })).status).toBe(409);
    expect((await order({ command: "skip", serial: waiting?.serial, by: "Li", reason })).status).toBe(200);
    expect((await order({ command: "repeat", serial: finished?.serial, by: "Li", reason })).status).toBe(200);
    const { blocks, steering } = await detail();
    expect(
      blocks.filter(({ ordered }) => ordered !== null).map(({ serial, ordered }) => [serial, ordered]),
    ).toEqual([
      [finished?.serial, "repeat"],
      [waiting?.serial, "skip"],
    ]);
    expect(steering.map(({ command, serial, reason }) => [command, serial, reason])).toEqual([
      ["skip", waiting?.serial, "scratched"],
      ["repeat", finished?.serial, "scratched"],
    ]);
  });

  test.each([
    ["nobody's name", { command: "pause", by: "  " }, "by: say who"],
    ["an unknown command", { command: "explode", by: "Li" }, "command"],
    ["a field nobody knows", { command: "pause", by: "Li", force: true }, "force"],
    ["nothing", {}, "command"],
  ])("%s is refused with 400", async (_what, body, why) => {
    const answer = await order(body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toContain(why);
    expect(listSteering(lab.base, "B-0001")).toEqual([]);
  });

  test("an unknown batch is said to be unknown", async () => {
    expect(await order({ command: "pause", by: "Li" }, "B-0099")).toEqual({
      status: 404,
      body: { error: "there is no batch B-0099" },
    });
    expect(await get("/api/v1/batches/B-0099/steering")).toEqual({ error: "there is no batch B-0099" });
    expect((await post("/api/v1/batches/B-0099/take-up", { by: "Li" })).status).toBe(404);
  });
});

describe("the flow is shown in every state of the line", () => {
  test("under way, at rest, asking, and with a lost link", async () => {
    await order({ command: "pause", by: "Li" });
    expect(await line()).toMatchObject({ state: "working", batch: { flow: "paused" } });
    lab.link("rockwell-tester").become({ state: "stale" });
    expect(await line()).toMatchObject({ state: "waiting", batch: { flow: "paused" } });
    lab.link("rockwell-tester").become({ state: "connected" });
    lab.base
      .prepare("UPDATE job SET state = 'finished', outcome = ? WHERE state = 'sent'")
      .run(JSON.stringify(DONE));
    const rested = await line();
    expect(rested).toMatchObject({ state: "waiting", batch: { flow: "paused" } });
    expect(rested?.reason?.en).toBe("paused by order; goes on when it is resumed");
    addQuestion(lab.base, tray);
    expect(await line()).toMatchObject({ state: "asking", batch: { flow: "paused" } });
    lab.stopped.rockwell = "the ledger is older than its devices";
    expect(await line()).toMatchObject({ state: "stopped", batch: { flow: "paused" } });
  });

  test("a queued batch can be paused before its turn, and an ended one has no flow", async () => {
    lab.queue(trialOrder());
    expect((await order({ command: "pause", by: "Li" }, "B-0002")).status).toBe(200);
    endBatch(lab.base, "B-0001", "finished", null);
    const { batches } = overviewSchema.parse(await get("/api/v1/overview"));
    expect(batches.map(({ id, flow }) => [id, flow])).toEqual([
      ["B-0002", "paused"],
      ["B-0001", null],
    ]);
  });
});

describe("taking up a stopped batch", () => {
  const stop = (blocksLeft: number, place = "slot:1"): void => {
    const blocks = tray.order.blocks.slice(0, tray.order.blocks.length - blocksLeft).map(({ serial }) => ({
      serial,
      outcome: place === "gripper" ? "incomplete" : "passed",
      place,
    }));
    endBatch(lab.base, "B-0001", "stopped", {
      trayAt: "rockwell",
      nextReject: 2,
      engravingsLeft: [],
      blocks,
    });
  };
  const takeUp = (batch = "B-0001") => post(`/api/v1/batches/${batch}/take-up`, { by: "Li Wei" });

  test("what was left becomes a new batch that says whose work it goes on with, and who ordered it", async () => {
    stop(5);
    const taken = await takeUp();
    expect(taken.status).toBe(201);
    expect(takenUpSchema.parse(taken.body)).toEqual({ batch: "B-0002", continues: "B-0001" });
    expect(await detail("B-0002")).toMatchObject({
      continues: "B-0001",
      total: 5,
      steering: [{ command: "resume", by: "Li Wei", reason: "takes up batch B-0001" }],
    });
    expect(await detail()).toMatchObject({ flow: null, takenUpAs: "B-0002" });
  });

  test("it is taken up once: the second hears as which batch", async () => {
    stop(5);
    await takeUp();
    expect(await takeUp()).toEqual({
      status: 409,
      body: { error: "batch B-0001 was taken up already, as batch B-0002" },
    });
    expect(findBatch(lab.base, "B-0003")).toBeUndefined();
  });

  test("a running batch and one without anything left are not taken up", async () => {
    expect((await takeUp()).body.error).toBe("batch B-0001 is running; only a stopped one is taken up again");
    stop(0);
    expect((await takeUp()).body.error).toBe("nothing is left to do of batch B-0001");
  });

  test("a batch with a block in the gripper is not taken up", async () => {
    stop(5, "gripper");
    expect((await takeUp()).body.error).toContain("is not in a place on record");
    expect((await takeUp()).status).toBe(409);
  });
});

test("a repeated block that is in hand is no longer said to be to come", async () => {
  const serial = tray.order.blocks[0]?.serial ?? "";
  await order({ command: "repeat", serial, by: "Li", reason: "doubtful" });
  addJob(lab.base, `batch/B-0001/block/${serial}@2/pick#1`, {
    kind: "action",
    device: "rockwell-arm",
    command: "pick",
  });
  const block = (await detail()).blocks.find((found) => found.serial === serial);
  expect(block).toMatchObject({ state: "inHand", attempt: 2, ordered: null });
});
