import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { estimate } from "../../../controller/server/estimate.ts";
import { readLabFile } from "../../../devices/index.ts";

const lab = readLabFile(
  fileURLToPath(new URL("../../../calibration-data/labs/default.yaml", import.meta.url)),
);
const NOTHING = { blocks: 0, elapsedMs: 0, setups: 0, carries: 0, engravings: 0 };
const NOW = Date.parse("2026-01-02T03:04:05Z");
const at = (...seconds: number[]) => seconds.map((second) => NOW + second * 1000);

test("before there is a pace, a block takes what the lab file says, divided by the speed", () => {
  // Five moves of 5 s, pick and place of 4 s, 8 s on the stage, 2 s of picture, six times shift 3 s and indent 22 s.
  expect(estimate(lab, "rockwell", 1, { ...NOTHING, blocks: 1 }, [], NOW)).toEqual({
    remainingS: 193,
    finishesAt: new Date(NOW + 193_000).toISOString(),
    basis: "nominal",
  });
  expect(estimate(lab, "rockwell", 60, { ...NOTHING, blocks: 60 }, [], NOW)?.remainingS).toBe(193);
});

test("an interruption does not spoil the pace", () => {
  const recorded = at(0, 10, 20, 3620, 3630);
  expect(estimate(lab, "rockwell", 60, { ...NOTHING, blocks: 3 }, recorded, NOW)).toMatchObject({
    remainingS: 30,
    basis: "pace",
  });
});

test("the time a block has been in hand counts, up to a whole block", () => {
  const recorded = at(0, 10, 20);
  const left = (elapsedMs: number) =>
    estimate(lab, "rockwell", 1, { ...NOTHING, blocks: 2, elapsedMs }, recorded, NOW)?.remainingS;
  expect(left(4_000)).toBe(16);
  expect(left(60_000)).toBe(10);
});

test("the tray's journeys, set-ups and engravings count by their nominal times", () => {
  const left = { ...NOTHING, setups: 1, carries: 2, engravings: 3 };
  expect(estimate(lab, "rockwell", 1, left, [], NOW)?.remainingS).toBe(120 + 2 * (2 * 90 + 2 * 20) + 3 * 15);
});

test("a line the lab file no longer has gives no estimate", () => {
  expect(estimate(lab, "brinell", 1, NOTHING, [], NOW)).toBeNull();
});
