import { expect, it } from "vitest";
import { normal, uniforms } from "../../../../devices/virtual/physics/index.ts";

it("a draw is the same whenever it is asked for, and another for another purpose", () => {
  expect(uniforms(1, "grip", "A", 1)).toEqual(uniforms(1, "grip", "A", 1));
  expect(uniforms(1, "grip", "A", 1)).not.toEqual(uniforms(2, "grip", "A", 1));
  expect(uniforms(1, "grip", "A", 1)).not.toEqual(uniforms(1, "grip", "A", 2));
});

it("normal deviates have mean 0 and spread 1", () => {
  const values = Array.from({ length: 4000 }, (_, index) => normal(5, "test", index)).flat();
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(variance).toBeCloseTo(1, 1);
});
