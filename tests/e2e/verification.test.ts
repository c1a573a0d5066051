import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { listVerifications } from "../../controller/infobase/index.ts";
import { readTruth } from "../../controller/lab/virtual-lab.ts";
import { type LabUnderTest, labUnderTest } from "./lab-under-test.ts";

const REFERENCE = "REF-HRC-60";

const verifiedSchema = z.object({ indentations: z.array(z.object({ readingHr: z.number().nullable() })) });

let lab: LabUnderTest | undefined;
let restarted: Promise<void> | undefined;
afterEach(async () => {
  await lab?.close();
  lab = undefined;
});

describe("the daily verification", () => {
  it("keeps the line from starting when it fails; passed on another try, the tray goes on", async () => {
    lab = await labUnderTest({
      faults: [{ device: "rockwell-tester", fault: "outlier", nth: 3, value: 2, when: { block: REFERENCE } }],
    });
    const question = await lab.asked();
    expect(question.question).toMatch(/daily verification of rockwell-tester on HRC did not pass.*range/);
    const indented = readTruth(lab.dataDir).dents.filter(({ madeBy }) => madeBy !== "old");
    expect(new Set(indented.map(({ block }) => block))).toEqual(new Set([REFERENCE]));
    lab.answer(question, "again");
    expect(await lab.ended()).toEqual({ state: "finished", blocks: { "2007-101": "passed" } });
    expect(listVerifications(lab.running.base, lab.batch).map(({ passed }) => passed)).toEqual([false, true]);
    expect(lab.untruths()).toEqual({});
  });

  const ONCE = { state: "finished", blocks: { "2007-101": "passed" } };
  const readings = () =>
    lab === undefined
      ? []
      : listVerifications(lab.running.base, lab.batch).map(({ passed, record }) => ({
          passed,
          ...verifiedSchema.parse(record),
        }));
  const dentsOn = (serial: string) =>
    readTruth(lab?.dataDir ?? "").dents.filter(({ block, madeBy }) => block === serial && madeBy !== "old")
      .length;

  it("whose value goes missing puts another indentation in its place, and keeps the dent on record", async () => {
    lab = await labUnderTest({
      faults: [{ device: "rockwell-tester", fault: "valueMissing", nth: 3, when: { block: REFERENCE } }],
    });
    expect(await lab.ended()).toEqual(ONCE);
    const [verified] = readings();
    expect(verified?.passed).toBe(true);
    expect(verified?.indentations.filter(({ readingHr }) => readingHr === null)).toHaveLength(1);
    expect(dentsOn(REFERENCE)).toBe(7);
    expect(lab.untruths()).toEqual({});
  });

  it("goes on after its tester's link dropped in the middle, each indentation made once", async () => {
    lab = await labUnderTest({
      faults: [
        {
          device: "rockwell-tester",
          fault: "linkDropped",
          command: "indent",
          nth: 3,
          seconds: 1,
          when: { block: REFERENCE },
        },
      ],
    });
    expect(await lab.ended()).toEqual(ONCE);
    expect(readings().map(({ passed }) => passed)).toEqual([true]);
    expect(dentsOn(REFERENCE)).toBe(6);
    expect(lab.untruths()).toEqual({});
  });

  it("is taken up by the next controller after a kill in its middle, each indentation made once", async () => {
    let killed = false;
    lab = await labUnderTest({
      observe(point, key, _request, under) {
        if (killed || point !== "sent" || !/\/verify\/.*\/indent\/3#1$/.test(key)) return;
        killed = true;
        restarted = under.restart();
      },
    });
    await lab.until("the kill", () => (killed ? true : undefined));
    await restarted;
    expect(await lab.ended()).toEqual(ONCE);
    expect(readings().map(({ passed }) => passed)).toEqual([true]);
    expect(dentsOn(REFERENCE)).toBe(6);
    expect(lab.untruths()).toEqual({});
  });

  it("refuses a start with a tester past its calibration date, and says who can mend it", async () => {
    lab = await labUnderTest({
      lab: (file) => ({
        ...file,
        devices: Object.fromEntries(
          Object.entries(file.devices).map(([name, device]) => [
            name,
            name === "rockwell-tester"
              ? { ...device, calibration: { certificate: "C-1", validUntil: "2020-01-01" } }
              : device,
          ]),
        ),
      }),
    });
    const question = await lab.asked();
    expect(question.question).toMatch(/C-1.*ended on 2020-01-01.*calibration officer/);
    expect(readTruth(lab.dataDir).dents.filter(({ madeBy }) => madeBy !== "old")).toEqual([]);
  });
});
