/** Steering, questions and reports through the real program, against a served lab without devices. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listSteering } from "../../../controller/infobase/index.ts";
import { hostApi, type RunningServer } from "../../../controller/server/index.ts";
import { type FakeLab, fakeLab } from "../server/fake-lab.ts";
import { addQuestion, type Midway, midway } from "../server/rows.ts";
import { hardlab } from "./hardlab.ts";

let lab: FakeLab;
let tray: Midway;
let api: RunningServer | undefined;
beforeEach(async () => {
  lab = fakeLab();
  tray = midway(lab, 3);
  api = await hostApi(lab, lab.dataDir, () => undefined);
});
afterEach(async () => {
  await api?.close();
  await lab.close();
});

const run = (...words: string[]) => hardlab([...words, "--data", lab.dataDir]);
const orders = () =>
  listSteering(lab.base, "B-0001").map(({ command, serial, reason, by }) => [command, serial, reason, by]);

describe("orders", () => {
  test("pause and resume go on record under the name given, and say what they do", async () => {
    const paused = await run("pause", "B-0001", "--by", "Li Wei");
    expect(paused).toEqual({
      status: 0,
      stderr: "",
      stdout:
        "Batch B-0001: pause is on record (flow: paused); what is under way is finished, nothing new is begun until it is resumed.\n",
    });
    const resumed = await run("resume", "B-0001", "--by", "Li Wei", "--json");
    expect(JSON.parse(resumed.stdout)).toMatchObject({
      batch: "B-0001",
      flow: "on",
      orders: [{}, { by: "Li Wei" }],
    });
    expect(orders()).toEqual([
      ["pause", null, "", "Li Wei"],
      ["resume", null, "", "Li Wei"],
    ]);
  });

  test("skip names its block and its reason; what cannot be followed is refused in the controller's words", async () => {
    const serial = tray.order.blocks.at(-1)?.serial ?? "";
    expect((await run("skip", "B-0001", serial, "--by", "Li", "--reason", "scratched")).status).toBe(0);
    expect(orders()).toEqual([["skip", serial, "scratched", "Li"]]);
    const refused = await run("stop", "B-0001", "--by", "Li");
    expect(refused).toEqual({
      status: 1,
      stdout: "",
      stderr: "hardlab: stop needs a reason; it stays on record\n",
    });
    const unknown = await run("hold", "B-0099", "--by", "Li");
    expect(unknown).toMatchObject({ status: 1, stderr: "hardlab: there is no batch B-0099\n" });
  });

  test("nobody's order is not taken", async () => {
    const { status, stderr } = await run("pause", "B-0001");
    expect(status).toBe(1);
    expect(stderr).toContain("required option '--by <name>' not specified");
    expect(orders()).toEqual([]);
  });

  test("without a running controller it says how to start one", async () => {
    await api?.close();
    api = undefined;
    expect(await run("pause", "B-0001", "--by", "Li")).toEqual({
      status: 1,
      stdout: "",
      stderr: `hardlab: no controller runs on ${lab.dataDir}; start it with hardlab serve --data ${lab.dataDir}\n`,
    });
  });
});

describe("questions", () => {
  test("are shown with what each choice leads to, and answered by the batch they are about", async () => {
    expect((await run("questions")).stdout).toBe("No question is open.\n");
    const key = addQuestion(lab.base, tray);
    const shown = (await run("questions", "B-0001")).stdout;
    expect(shown).toContain(`${key}\nasked at `);
    expect(shown).toContain("  made: the dent is there without a value; another position replaces it");
    const wrong = await run("answer", "B-0001", "--choice", "maybe", "--by", "Li");
    expect(wrong).toMatchObject({
      status: 1,
      stderr: `hardlab: "maybe" is no answer to ${key}; it takes absent, made, giveUp\n`,
    });
    const answered = await run(
      "answer",
      "B-0001",
      tray.inHand.serial,
      "--choice",
      "made",
      "--by",
      "Li",
      "--json",
    );
    expect(JSON.parse(answered.stdout)).toEqual({ key, choice: "made", by: "Li" });
    expect(lab.ledger.questions()).toEqual([]);
    expect(await run("answer", "B-0001", "--choice", "made", "--by", "Li")).toMatchObject({
      status: 1,
      stderr: "hardlab: no question about B-0001 is open\n",
    });
  });
});

describe("the report", () => {
  test("is written beside the running controller, three files that name each other", async () => {
    const out = join(lab.dataDir, "out");
    const { status, stdout } = await run("report", "B-0001", "--out", out, "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      batch: "B-0001",
      state: "running",
      provisional: null,
      suspect: [],
      chart: join(out, "B-0001-gantt.svg"),
      json: join(out, "B-0001.json"),
      markdown: join(out, "B-0001.md"),
    });
    expect(readFileSync(join(out, "B-0001.md"), "utf8")).toContain("(B-0001-gantt.svg)");
    expect(JSON.parse(readFileSync(join(out, "B-0001.json"), "utf8"))).toMatchObject({ batch: "B-0001" });
    expect(readFileSync(join(out, "B-0001-gantt.svg"), "utf8")).toMatch(/^<svg .*<\/svg>\n$/s);
  });

  test("of an unknown batch names those there are, and writes nothing", async () => {
    const out = join(lab.dataDir, "out");
    expect(await run("report", "B-0042", "--out", out)).toEqual({
      status: 1,
      stdout: "",
      stderr: "hardlab: there is no batch B-0042; there are B-0001\n",
    });
    expect(existsSync(out)).toBe(false);
  });
});
