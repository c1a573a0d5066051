import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkFault } from "../../../../devices/virtual/faults/fault.ts";
import { FaultError, readScenario } from "../../../../devices/virtual/faults/index.ts";
import { FAULT_NAMES } from "../../../../devices/virtual/faults/kinds.ts";
import { type SmallLab, smallLab } from "../small-lab.ts";

let small: SmallLab;
beforeAll(() => {
  small = smallLab();
});
afterAll(() => small.remove());

function findings(request: unknown): string[] {
  const checked = checkFault(small.lab, request);
  if ("fault" in checked) throw new Error("nothing was found");
  return checked.findings.map(({ path, text }) => `${path.join(".")}: ${text}`);
}

function checked(request: unknown) {
  const answer = checkFault(small.lab, request);
  if ("findings" in answer) throw new Error(JSON.stringify(answer.findings));
  return answer.fault;
}

describe("what is asked for", () => {
  it("an unknown device or fault lists those there are", () => {
    expect(findings({ device: "robot", fault: "outlier" })).toEqual([
      expect.stringMatching(/^device: there is no device "robot"; there are agv, marker, .*rockwell-tester$/),
    ]);
    expect(findings({ device: "agv", fault: "flatTyre" })).toEqual([
      expect.stringMatching(
        /^fault: there is no fault "flatTyre"; an agv can have linkDropped, .*agvBlocked/,
      ),
    ]);
    expect(findings({ device: "agv", fault: "outlier" })).toEqual([
      expect.stringMatching(/^fault: "outlier" does not befall an agv, which can have .*agvBlocked/),
    ]);
  });

  it("every finding names its path", () => {
    expect(
      findings({ device: "agv", fault: "stuckJob", nth: 0, when: { block: "" }, colour: "red" }),
    ).toEqual([
      expect.stringMatching(/^nth: /),
      expect.stringMatching(/^when.block: /),
      expect.stringMatching(/colour/),
    ]);
    expect(
      findings({ device: "rockwell-arm", fault: "gripMissed", command: "place", seconds: 3, value: 1 }),
    ).toEqual([
      'command: "gripMissed" meets pick of an arm, not "place"',
      'seconds: "gripMissed" does not last; leave it out',
      'value: "gripMissed" takes no value',
    ]);
    expect(findings({ device: "agv", fault: "manualMode", times: 2 })).toEqual([
      'times: "manualMode" acts at once; name a command, or leave it out',
    ]);
  });

  it("a value is what the fault takes", () => {
    const value = (fault: string, value: unknown, device = "rockwell-tester") =>
      findings({ device, fault, value });
    expect(value("outlier", "much")).toEqual([
      'value: "outlier" takes -100 to 100 HR (added to the reading), not "much"',
    ]);
    expect(value("powerCycle", "later")).toEqual([
      'value: "powerCycle" takes now, beforeEffect, afterEffect (moment of the job), not "later"',
    ]);
    expect(value("slotEmpty", "slot:5", "rockwell-arm")).toEqual([
      'value: "slotEmpty" takes slot:1 to slot:4, reject:1 to reject:2, not "slot:5"',
    ]);
  });

  it("what is left out comes from the kind; a lasting one without a job acts at once", () => {
    expect(checked({ device: "rockwell-tester", fault: "outlier" })).toMatchObject({
      ...{ nth: 1, times: 1, value: 8, seconds: undefined, awaitsJob: true },
    });
    expect(checked({ device: "agv", fault: "manualMode" })).toMatchObject({
      ...{ seconds: Number.POSITIVE_INFINITY, awaitsJob: false },
    });
    expect(checked({ device: "agv", fault: "linkHalfOpen", nth: 3 })).toMatchObject({
      seconds: 5,
      awaitsJob: true,
    });
    expect(checked({ device: "agv", fault: "powerCycle" }).awaitsJob).toBe(false);
    expect(checked({ device: "agv", fault: "powerCycle", value: "afterEffect" }).awaitsJob).toBe(true);
  });

  it("every kind can befall some device of the default kinds with nothing but its name", () => {
    for (const fault of FAULT_NAMES) {
      const possible = Object.keys(small.lab.devices).filter(
        (device) => "fault" in checkFault(small.lab, { device, fault }),
      );
      expect([fault, possible.length > 0]).toEqual([fault, true]);
    }
  });
});

describe("a scenario file", () => {
  const scenario = (text: string): string => {
    const file = join(small.folder, "scenario.yaml");
    writeFileSync(file, text);
    return file;
  };

  it("is a list of faults with conditions", () => {
    const file = scenario(`
- { device: rockwell-tester, fault: outlier, nth: 3, value: -6, when: { block: R-1 } }
- { device: agv, fault: agvBlocked, when: { afterS: 2.5 } }
`);
    expect(readScenario(file, small.lab)).toMatchObject([
      { fault: "outlier", nth: 3, value: -6, block: "R-1", afterS: 0 },
      { fault: "agvBlocked", afterS: 2.5 },
    ]);
  });

  it("that is wrong is told with every place in it", () => {
    const file = scenario(`
- { device: rockwell-tester, fault: outlier }
- { device: rockwell-tester, fault: outlier, value: 500 }
- { device: nobody, fault: outlier }
- { device: agv, fault: agvBlocked, when: { slot: one } }
`);
    const failure = (() => {
      try {
        return readScenario(file, small.lab);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(FaultError);
    expect(failure).toMatchObject({
      findings: [
        expect.stringMatching(/^\[1\]\.value: /),
        expect.stringMatching(/^\[2\]\.device: there is no device "nobody"/),
        expect.stringMatching(/^\[3\]\.when\.slot: /),
      ],
    });
    expect(String(failure)).toContain(`the scenario ${file} cannot be used:\n  - [1].value`);
  });

  it("that is no list, no YAML or not there says so", () => {
    expect(() => readScenario(scenario("device: agv"), small.lab)).toThrow(/a list of faults is expected/);
    expect(() => readScenario(scenario("- {"), small.lab)).toThrow(FaultError);
    expect(() => readScenario(join(small.folder, "none.yaml"), small.lab)).toThrow(/ENOENT/);
  });
});
