import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IDLE_POLL_MS, pollPauseMs, reconnectPausesMs } from "../../../devices/links/pace.ts";

describe("the pace of polling", () => {
  it("is idle with nothing to wait for", () => {
    expect(pollPauseMs(0, [])).toBe(IDLE_POLL_MS);
  });

  it("is quick around the expected end, before and after", () => {
    for (const nowMs of [990, 1000, 1010, 1080]) expect(pollPauseMs(nowMs, [1000])).toBeLessThanOrEqual(2);
  });

  it("never misses an end by more than a fortieth of the distance, nor by more than a quarter of a second", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (distance) => {
        const pause = pollPauseMs(0, [distance]);
        expect(pause).toBe(pollPauseMs(distance, [0]));
        expect(pause).toBeLessThanOrEqual(Math.min(250, Math.max(2, distance / 40)));
        expect(pause).toBeGreaterThan(0);
      }),
    );
  });

  it("follows the nearest of several ends", () => {
    expect(pollPauseMs(0, [100_000, 400, 20_000])).toBe(10);
  });
});

describe("the pauses between connections", () => {
  it("grow from 100 ms to two seconds and go on for ever", () => {
    const pauses = reconnectPausesMs();
    const list = Array.from({ length: 200 }, () => pauses.next().value);
    expect(list[0]).toBe(100);
    for (let index = 1; index < list.length; index++)
      expect(list[index]).toBeGreaterThanOrEqual(list[index - 1] ?? 0);
    expect(list.at(-1)).toBe(2000);
  });

  it("find a device again after about a tenth of the time it was away, and within two seconds", () => {
    let away = 0;
    for (const pause of reconnectPausesMs()) {
      if (away > 40_000) break;
      if (away > 1000) expect(pause).toBeLessThan(away * 0.2);
      expect(pause).toBeLessThanOrEqual(2000);
      away += pause;
    }
  });
});
