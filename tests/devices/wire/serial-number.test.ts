import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNewerSerialNumber, nextSerialNumber } from "../../../devices/index.ts";

const number = fc.integer({ min: 1, max: 0xffffffff });

describe("job numbers", () => {
  it("go from the last one back to 1, never to 0", () => {
    expect(nextSerialNumber(0)).toBe(1);
    expect(nextSerialNumber(0xffffffff)).toBe(1);
  });

  it("are newer than the one before and older than the one after, wherever they stand", () => {
    fc.assert(
      fc.property(number, (current) => {
        const next = nextSerialNumber(current);
        expect(isNewerSerialNumber(next, current)).toBe(true);
        expect(isNewerSerialNumber(current, next)).toBe(false);
        expect(isNewerSerialNumber(current, current)).toBe(false);
        expect(isNewerSerialNumber(current, 0)).toBe(true);
        expect(isNewerSerialNumber(0, current)).toBe(false);
      }),
    );
  });

  it("are never newer both ways", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(isNewerSerialNumber(a, b) && isNewerSerialNumber(b, a)).toBe(false);
      }),
    );
  });
});
