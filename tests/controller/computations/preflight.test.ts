import { describe, expect, it } from "vitest";
import { localDay, refusals } from "../../../controller/computations/preflight.ts";
import type { Lab } from "../../../devices/index.ts";
import { rockwellTable } from "../../metrology/limit-files.ts";
import { DEFAULT_LAB } from "./default-lab.ts";

const at = (temperatureC: number) => ({ numbers: { temperatureC, humidityPercent: 46 } });
const GOOD = { line: "rockwell", environment: at(22.8), scales: ["HRC"] };
const DAY = "2026-03-04";

function calibratedUntil(device: string, validUntil: string): Lab {
  const known = DEFAULT_LAB.devices[device];
  if (known === undefined) throw new Error(`no device ${device}`);
  const changed = { ...known, calibration: { certificate: "C-17", validUntil } };
  return { ...DEFAULT_LAB, devices: { ...DEFAULT_LAB.devices, [device]: changed } };
}

describe("before a batch starts", () => {
  it("a lab in good order refuses nothing", () => {
    expect(refusals(DEFAULT_LAB, rockwellTable, DAY, GOOD)).toEqual([]);
  });

  it.each([
    [17.9, false],
    [18, true],
    [28, true],
    [28.1, false],
    [Number.NaN, false],
  ])("a room of %d °C is in range: %s", (temperatureC, fit) => {
    const found = refusals(DEFAULT_LAB, rockwellTable, DAY, { ...GOOD, environment: at(temperatureC) });
    expect(found).toHaveLength(fit ? 0 : 1);
    if (!fit) expect(found[0]).toMatch(/°C; jjg-113-2013 wants 18 to 28 °C.*can mend it/);
  });

  it("an environment nobody read is no good one", () => {
    const found = refusals(DEFAULT_LAB, rockwellTable, DAY, { ...GOOD, environment: null });
    expect(found).toEqual([expect.stringMatching(/not read.*can mend it/)]);
  });

  it.each(["rockwell-tester", "rockwell-stage", "rockwell-camera"])(
    "the calibration of %s holds through its last day and no longer",
    (device) => {
      expect(refusals(calibratedUntil(device, DAY), rockwellTable, DAY, GOOD)).toEqual([]);
      const [refusal, ...others] = refusals(calibratedUntil(device, "2026-03-03"), rockwellTable, DAY, GOOD);
      expect(refusal).toMatch(new RegExp(`${device} \\(C-17\\) ended on 2026-03-03.*calibration officer`));
      expect(others).toEqual([]);
    },
  );

  it("a scale the line does not serve is named with those it serves", () => {
    const found = refusals(DEFAULT_LAB, rockwellTable, DAY, { ...GOOD, scales: ["HRC", "HR30N", "HV10"] });
    expect(found).toEqual([
      expect.stringMatching(/does not serve HR30N but HRA, HRBW, HRC/),
      expect.stringMatching(/does not serve HV10 but/),
    ]);
  });

  it("everything that is wrong is said at once", () => {
    const lab = calibratedUntil("rockwell-tester", "2025-12-31");
    expect(
      refusals(lab, rockwellTable, DAY, { ...GOOD, environment: at(35), scales: ["HV10"] }),
    ).toHaveLength(3);
    expect(refusals(DEFAULT_LAB, rockwellTable, DAY, { ...GOOD, line: "brinell" })[0]).toMatch(
      /no line brinell/,
    );
  });
});

describe("the lab's day", () => {
  it("is that of its own clock, to the minute before midnight", () => {
    expect(localDay(new Date(2026, 0, 9, 23, 59, 59).getTime())).toBe("2026-01-09");
    expect(localDay(new Date(2026, 0, 10, 0, 0, 0).getTime())).toBe("2026-01-10");
  });
});
