/** A batch in which much went wrong, written by hand: faults, questions, orders, a repetition, values that do not count. */
import { enterSteering, queueBatch, writeBlockRecord } from "../../../controller/infobase/index.ts";
import { trialOrder } from "../../../controller/trial/index.ts";
import type { BlockOrder, JobRequest, Outcome } from "../../../workflows/index.ts";
import type { FakeLab } from "../server/fake-lab.ts";
import { action, addJob, DONE } from "../server/rows.ts";

export const BATCH = "B-0001";
export const START = Date.parse("2026-03-02T08:00:00.000Z");
export const OUTLIER = "52.4 lies 9.10 HR from the median 61.5, more than 3";

const fails = (fault: string, text: string): Outcome => ({ ok: false, fault, text });

export interface Eventful {
  readonly first: BlockOrder;
  readonly second: BlockOrder;
  readonly third: BlockOrder;
  /** When the last job ended, epoch ms. */
  readonly endMs: number;
}

export function eventfulBatch(lab: FakeLab): Eventful {
  const { base } = lab;
  const order = trialOrder();
  const [first, second, third] = order.blocks;
  if (first === undefined || second === undefined || third === undefined) throw new Error("too few blocks");
  const tray = { ...order, blocks: [first, second, third] };
  queueBatch(base, { line: order.line, order: tray, workflowVersion: 1 }, new Date(START).toISOString());
  base.prepare("UPDATE batch SET state = 'running' WHERE id = ?").run(BATCH);
  let nowMs = START;
  const job = (
    path: string,
    request: JobRequest,
    lastsMs: number,
    outcome: Outcome = DONE,
    sent = true,
  ): void => {
    addJob(base, `batch/${BATCH}/${path}`, request, { outcome, at: new Date(nowMs), lastsMs, sent });
    nowMs += lastsMs + 15;
  };
  const order_ = (
    command: "pause" | "hold" | "resume" | "skip" | "repeat",
    by: string,
    serial: string | null = null,
    reason = "",
  ): void => {
    enterSteering(base, { batch: BATCH, command, serial, reason, by }, new Date(nowMs).toISOString());
  };
  const arm = (command: string, text = "") => action("rockwell-arm", command, text);
  const compute = (name: string): JobRequest => ({ kind: "computation", name, input: null });
  const value = (hardness: number): Outcome => ({ ok: true, value: { numbers: { hardness }, text: "HRC" } });

  job("environment#1", action("environment", "read"), 100, {
    ok: true,
    value: { numbers: { temperatureC: 22.8, humidityPercent: 46 }, text: "" },
  });
  job(
    "bring-in/reach#1",
    action("agv", "go", "unchecked"),
    1_500,
    fails("blocked", "agv: something stands in the way"),
  );
  job("bring-in/reach#2", action("agv", "go", "unchecked"), 1_500);
  job("bring-in/load#1", action("agv", "load", order.tray), 300);

  const b1 = `block/${first.serial}`;
  job(`${b1}/setup#1`, action("rockwell-tester", "setup", "HRC"), 2_000);
  job(
    `${b1}/pick#1`,
    arm("pick", "slot:1"),
    80,
    fails("gripMissed", "rockwell-arm: nothing between the fingers"),
  );
  job(`${b1}/pick#1/rehome`, arm("move", "tray"), 90);
  job(`${b1}/pick#2`, arm("pick", "slot:1"), 80);
  job(`${b1}/look#1/expose#1`, action("rockwell-camera", "expose"), 600);
  job(`${b1}/look#1/look`, compute("look"), 400, fails("unreadable", "the picture is black"));
  job(`${b1}/look#2/expose#1`, action("rockwell-camera", "expose"), 600);
  job(`${b1}/look#2/look`, compute("look"), 450);
  job(`${b1}/indent/1#1/shift`, arm("shift"), 60);
  job(`${b1}/indent/1#1`, action("rockwell-tester", "indent", "HRC"), 380, value(60.9));
  job(`${b1}/indent/2#1/shift`, arm("shift"), 60);
  job(
    `${b1}/indent/2#1`,
    action("rockwell-tester", "indent", "HRC"),
    700,
    fails("inDoubt", "rockwell-tester: it was powered down and has forgotten the job"),
  );
  job(`${b1}/indent/2#1/look/move`, arm("move", "camera"), 90);
  job(`${b1}/indent/2#1/look#1/expose#1`, action("rockwell-camera", "expose"), 600);
  job(`${b1}/indent/2#1/look#1/compare`, compute("compare"), 500);
  job(
    `${b1}/indent/2#1/ask`,
    {
      kind: "decision",
      question: "Is the dent at (12.40, -3.05) mm there? | <look>",
      choices: [
        { choice: "absent", consequence: "it is made now" },
        { choice: "made", consequence: "another position replaces it" },
      ],
    },
    4_000,
    { ok: true, value: { choice: "made", by: "李伟" } },
  );
  job(`${b1}/indent/3#1`, action("rockwell-tester", "indent", "HRC"), 380, value(52.4));
  order_("pause", "Wang Fang");
  nowMs += 3 * 3_600_000;
  order_("skip", "Li Wei", second.serial, "scratched");
  order_("resume", "Li Wei");
  for (const [nth, hr] of [61.4, 61.5, 61.6].entries())
    job(`${b1}/indent/${nth + 4}#1`, action("rockwell-tester", "indent", "HRC"), 380, value(hr));
  job(`${b1}/place#1`, arm("place", "slot:1"), 80);
  job(`${b1}/record`, compute("recordBlock"), 2);
  const indentation = (nth: number, readingHr: number | null, setAside = "") => ({
    key: `batch/${BATCH}/${b1}/indent/${nth}#1`,
    purpose: nth === 1 ? "preliminary" : "counted",
    xMm: nth,
    yMm: -nth,
    readingHr,
    made: "yes",
    setAside,
  });
  const indentations = [
    indentation(1, 60.9),
    indentation(2, null),
    indentation(3, 52.4, OUTLIER),
    indentation(4, 61.4),
    indentation(5, 61.5),
    indentation(6, 61.6),
  ];
  const record = (
    block: BlockOrder,
    attempt: number,
    outcome: "passed" | "rejected" | "skipped",
    reason: string,
    made: object[],
  ) => {
    const verdict =
      outcome === "skipped"
        ? null
        : {
            passed: outcome === "passed",
            provisional: true,
            meanHr: 61.5,
            uniformityHr: 0.2,
            limitHr: 0.4,
            reportedMean: "61.5",
            reportedUniformity: "0.2",
            decisive: "uniformity 0.2 ≤ 0.4 HRC",
            table: { id: "jjg-113-2013", revision: 1, status: "unread" },
          };
    writeBlockRecord(base, {
      batch: BATCH,
      serial: block.serial,
      attempt,
      slot: block.slot,
      outcome,
      place: outcome === "rejected" ? "reject:1" : `slot:${block.slot}`,
      record: JSON.parse(JSON.stringify({ block, reason, measured: null, verdict, indentations: made })),
    });
  };
  record(first, 1, "rejected", "uniformity 0.9 > 0.4", indentations);
  job(`block/${second.serial}/record`, compute("recordBlock"), 1);
  record(second, 1, "skipped", "scratched", []);
  order_("repeat", "Li Wei", first.serial, "a value was lost");
  job(`block/${first.serial}@2/pick#1`, arm("pick", "reject:1"), 80);
  for (let nth = 1; nth <= 6; nth++) {
    job(`block/${first.serial}@2/indent/${nth}#1/shift`, arm("shift"), 60);
    job(
      `block/${first.serial}@2/indent/${nth}#1`,
      action("rockwell-tester", "indent", "HRC"),
      380,
      value(61.5),
    );
  }
  job(`block/${first.serial}@2/place#1`, arm("place", "slot:1"), 80);
  job(`block/${first.serial}@2/record`, compute("recordBlock"), 2);
  record(
    first,
    2,
    "passed",
    "",
    [4, 5, 6].map((nth) => indentation(nth, 61.5)),
  );
  job(
    `block/${third.serial}/to-tray#1`,
    arm("move", "tray"),
    0,
    fails("stopped", "was not sent: the tray is the wrong one"),
    false,
  );
  return { first, second, third, endMs: nowMs };
}
