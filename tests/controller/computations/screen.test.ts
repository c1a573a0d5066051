import { describe, expect, it } from "vitest";
import { screenComputation, suspects } from "../../../controller/computations/screen.ts";
import { compute } from "./default-lab.ts";

const read = (...readings: number[]) =>
  readings.map((readingHr, index) => ({ key: `indent/${index + 1}`, readingHr }));
const OUTLIER_HR = 5;

describe("a reading is set aside", () => {
  it("when it lies farther from the median than the lab file allows, not when it lies just so far", () => {
    expect(suspects("HRC", OUTLIER_HR, read(60, 60, 60, 60, 65))).toEqual([]);
    expect(suspects("HRC", OUTLIER_HR, read(60, 65.01, 60, 60, 60))).toEqual([
      { key: "indent/2", reason: "65.01 lies 5.01 HR from the median 60, more than 5" },
    ]);
  });

  it("when it is outside of the scale, not at its ends", () => {
    expect(suspects("HRC", OUTLIER_HR, read(20, 20, 21, 21, 22))).toEqual([]);
    expect(suspects("HRC", OUTLIER_HR, read(19.99, 20, 21, 21, 22))).toEqual([
      { key: "indent/1", reason: "19.99 is outside of HRC (20 to 70)" },
    ]);
    expect(suspects("HRC", OUTLIER_HR, read(68, 69, 70, 70.5, 70))[0]?.reason).toBe(
      "70.5 is outside of HRC (20 to 70)",
    );
  });

  it("the farthest first, when there are several", () => {
    expect(suspects("HRC", OUTLIER_HR, read(50, 60, 60, 60, 68)).map(({ key }) => key)).toEqual([
      "indent/1",
      "indent/5",
    ]);
  });

  it("once a block: what still lies apart then is the block's own", async () => {
    const input = { scale: "HRC", outlierHr: OUTLIER_HR, readings: read(50, 60, 60, 60, 68) };
    expect(await compute(screenComputation, { ...input, setAside: 0 })).toMatchObject({
      setAside: [{ key: "indent/1" }],
    });
    expect(await compute(screenComputation, { ...input, setAside: 1 })).toEqual({ setAside: [] });
  });

  it("never when all agree", async () => {
    const input = {
      scale: "HRC",
      outlierHr: OUTLIER_HR,
      readings: read(60.1, 60.2, 60, 60.1, 60.3),
      setAside: 0,
    };
    expect(await compute(screenComputation, input)).toEqual({ setAside: [] });
  });
});
