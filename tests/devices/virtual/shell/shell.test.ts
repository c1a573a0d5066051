/** The device's half of "exactly once", without a wire: a job is done once, whoever sends what in which order. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ControlFrame, JobFrame, RefusalReason } from "../../../../devices/index.ts";
import { isNewerSerialNumber, isUnderWay } from "../../../../devices/index.ts";
import {
  type BehaviourOutcome,
  type BehaviourRun,
  createShell,
  type DeviceLogEntry,
} from "../../../../devices/virtual/shell/index.ts";
import { REMEMBERED_CONTROLLERS } from "../../../../devices/virtual/shell/job-table.ts";

interface Running {
  readonly job: BehaviourRun;
  readonly finish: (outcome: BehaviourOutcome) => void;
  readonly fail: (error: Error) => void;
}

function makeShell() {
  const running: Running[] = [];
  const log: DeviceLogEntry[] = [];
  let boots = 0;
  const shell = createShell({
    name: "arm",
    newBootId: () => ++boots,
    log: (entry) => log.push(entry),
    behaviour: {
      kind: "arm",
      run: (job) => new Promise((resolve, reject) => running.push({ job, finish: resolve, fail: reject })),
      sensors: () => [],
      readings: () => [],
    },
  });
  return { shell, running, log };
}

const SHIFT = { command: 4, params: [1.5, -2], text: "" };
const frame = (controllerId: number, jobNumber: number, changes: Partial<JobFrame> = {}): JobFrame => ({
  controllerId,
  jobNumber,
  bootId: 1,
  ...SHIFT,
  ...changes,
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a shell", () => {
  it("hands parameters to the behaviour by name and shows results by their order", async () => {
    const { shell, running } = makeShell();
    expect(shell.submit(frame(1, 1))).toBe("none");
    expect(shell.status().jobState).toBe("running");
    expect(running[0]?.job.params).toEqual({ xMm: 1.5, yMm: -2 });
    running[0]?.finish({ numbers: { yMm: -2.01, xMm: 1.49 } });
    await settled();
    expect(shell.status()).toMatchObject({ jobState: "succeeded", faultCode: 0 });
    expect(shell.status().result.slice(0, 3)).toEqual([1.49, -2.01, 0]);
    shell.close();
  });

  it("shows a result the behaviour did not give as not a number", async () => {
    const { shell, running } = makeShell();
    shell.submit(frame(1, 1));
    running[0]?.finish({ numbers: { xMm: 1 } });
    await settled();
    expect(shell.status().result[1]).toBeNaN();
    shell.close();
  });

  it.each([
    ["an unknown command", { command: 77 }, 1],
    ["a parameter out of range", { params: [61, 0] }, 2],
    ["a parameter that is not a number", { params: [Number.NaN, 0] }, 2],
    ["a text where none belongs", { text: "tray" }, 2],
    ["a missing text", { command: 3, params: [] }, 2],
  ] as const)("fails an accepted job with %s under a fault code and does nothing", (_, changes, fault) => {
    const { shell, running } = makeShell();
    expect(
      shell.submit(
        frame(1, 1, { ...changes, params: [...("params" in changes ? changes.params : SHIFT.params)] }),
      ),
    ).toBe("none");
    expect(shell.status()).toMatchObject({ jobNumber: 1, jobState: "failed", faultCode: fault });
    expect(running).toHaveLength(0);
    shell.close();
  });

  it("shows a behaviour's mistake as the fault 'internal', its text cut to what a frame carries", async () => {
    const { shell, running } = makeShell();
    shell.submit(frame(1, 1));
    running[0]?.fail(new Error("轴".repeat(40)));
    await settled();
    const { faultCode, faultText } = shell.status();
    expect(faultCode).toBe(9);
    expect(faultText).toBe("轴".repeat(21));
    shell.close();
  });

  it("shows a job as done that ended before an abort took hold", async () => {
    const { shell, running } = makeShell();
    shell.submit(frame(1, 1));
    expect(shell.control({ controllerId: 1, jobNumber: 1, control: "abort" })).toBe("none");
    expect(running[0]?.job.signal.aborted).toBe(true);
    expect(shell.status().jobState).toBe("running");
    running[0]?.finish({ numbers: { xMm: 0, yMm: 0 } });
    await settled();
    expect(shell.status().jobState).toBe("succeeded");
    shell.close();
  });

  it("cuts the job in hand off at a power cycle and never shows its outcome", async () => {
    const { shell, running } = makeShell();
    shell.submit(frame(1, 1));
    shell.restart();
    expect(running[0]?.job.signal.aborted).toBe(true);
    running[0]?.finish({ numbers: { xMm: 0, yMm: 0 } });
    await settled();
    expect(shell.status()).toMatchObject({ bootId: 2, controllerId: 0, jobNumber: 0, jobState: "idle" });
    shell.close();
  });

  it("remembers sixteen controllers and refuses one more until the next power-up", async () => {
    const { shell, running } = makeShell();
    for (let controllerId = 1; controllerId <= REMEMBERED_CONTROLLERS; controllerId++) {
      expect(shell.submit(frame(controllerId, 10))).toBe("none");
      running.at(-1)?.finish({});
      await settled();
    }
    expect(shell.submit(frame(99, 1))).toBe("controllerTableFull");
    expect(shell.submit(frame(1, 9))).toBe("olderNumber");
    expect(shell.submit(frame(1, 11))).toBe("none");
    shell.restart();
    expect(shell.submit(frame(99, 1, { bootId: 2 }))).toBe("none");
    shell.close();
  });

  it("shows a refusal until it takes a frame", () => {
    const { shell } = makeShell();
    shell.submit(frame(1, 5));
    shell.submit(frame(2, 8));
    expect(shell.status().refusal).toEqual({ controllerId: 2, jobNumber: 8, reason: "otherController" });
    shell.submit(frame(1, 5));
    expect(shell.status().refusal.reason).toBe("none");
    shell.close();
  });
});

type Step =
  | {
      readonly do: "submit";
      readonly controllerId: number;
      readonly jobNumber: number;
      readonly xMm: number;
      readonly oldBoot: boolean;
    }
  | { readonly do: "control"; readonly control: ControlFrame["control"]; readonly jobNumber: number }
  | { readonly do: "finish" }
  | { readonly do: "restart" };

const NUMBERS = [0, 1, 2, 3, 0x7fffffff, 0xfffffffe, 0xffffffff];
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("submit" as const),
      controllerId: fc.integer({ min: 0, max: 3 }),
      jobNumber: fc.constantFrom(...NUMBERS),
      xMm: fc.constantFrom(1, 2),
      oldBoot: fc.boolean().map((odd) => odd),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("control" as const),
      control: fc.constantFrom("abort" as const, "reset" as const, "hold" as const, "resume" as const),
      jobNumber: fc.constantFrom(...NUMBERS),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ do: "finish" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "restart" as const }) },
);

describe("whatever controllers send", () => {
  it("each accepted number is done once, in ascending order, one at a time, within one boot", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { shell, running, log } = makeShell();
        let boot = 1;
        const accepted = new Map<string, number>();
        for (const action of steps) {
          const before = shell.status();
          if (action.do === "submit") {
            const { controllerId, jobNumber, xMm, oldBoot } = action;
            const sent = frame(controllerId, jobNumber, {
              params: [xMm, 0],
              bootId: oldBoot ? boot - 1 : boot,
            });
            const starts = running.length;
            const reason: RefusalReason = shell.submit(sent);
            const after = shell.status();
            if (reason === "none") {
              expect(sent.bootId).toBe(boot);
              expect(after).toMatchObject({ controllerId, jobNumber });
              const again = before.controllerId === controllerId && before.jobNumber === jobNumber;
              expect(running.length).toBe(again ? starts : starts + 1);
              if (!again) {
                expect(isUnderWay(before.jobState)).toBe(false);
                const key = `${boot}/${controllerId}`;
                expect(isNewerSerialNumber(jobNumber, accepted.get(key) ?? 0)).toBe(true);
                accepted.set(key, jobNumber);
              }
              expect(after.refusal.reason).toBe("none");
            } else {
              expect(running.length).toBe(starts);
              expect({ ...after, refusal: before.refusal }).toEqual(before);
              expect(after.refusal).toEqual({ controllerId, jobNumber, reason });
            }
          } else if (action.do === "control") {
            shell.control({
              controllerId: before.controllerId,
              jobNumber: action.jobNumber,
              control: action.control,
            });
          } else if (action.do === "finish") {
            running.at(-1)?.finish({ numbers: { xMm: 0, yMm: 0 } });
            await settled();
          } else {
            shell.restart();
            boot++;
            expect(shell.status().bootId).toBe(boot);
          }
        }
        const done = log.filter((entry) => entry.event === "started");
        const names = done.map((entry) => `${entry.bootId}/${entry.controllerId}/${entry.jobNumber}`);
        expect(new Set(names).size).toBe(names.length);
        shell.close();
      }),
      { numRuns: 300 },
    );
  });
});
