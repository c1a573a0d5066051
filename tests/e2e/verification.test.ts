import { afterEach, describe, expect, it } from "vitest";
import { listVerifications } from "../../controller/infobase/index.ts";
import { readTruth } from "../../controller/lab/virtual-lab.ts";
import { type LabUnderTest, labUnderTest } from "./lab-under-test.ts";

const REFERENCE = "REF-HRC-60";

let lab: LabUnderTest | undefined;
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
