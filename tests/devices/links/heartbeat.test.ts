import { describe, expect, it } from "vitest";
import { Heartbeat } from "../../../devices/links/heartbeat.ts";

const status = (heartbeat: number, bootId = 1) => ({ heartbeat, bootId });

describe("a heartbeat", () => {
  it("is trusted from the first status on, and for two seconds without moving", () => {
    const heart = new Heartbeat();
    heart.newClient(0);
    expect(heart.trusted).toBe(false);
    expect(heart.seen(status(7), 0)).toBe(true);
    expect(heart.trusted).toBe(true);
    expect(heart.seen(status(7), 1999)).toBe(true);
    expect(heart.seen(status(7), 2000)).toBe(false);
    expect(heart.trusted).toBe(false);
  });

  it("is not trusted again by a fresh client until it has moved", () => {
    const heart = new Heartbeat();
    heart.seen(status(7), 0);
    heart.seen(status(7), 3000);
    heart.newClient(4000);
    expect(heart.seen(status(7), 4100)).toBe(true);
    expect(heart.trusted).toBe(false);
    expect(heart.seen(status(8), 4200)).toBe(true);
    expect(heart.trusted).toBe(true);
  });

  it("gives a fresh client its own two seconds after a long silence", () => {
    const heart = new Heartbeat();
    heart.seen(status(7), 0);
    heart.newClient(60_000);
    expect(heart.seen(status(7), 60_010)).toBe(true);
    expect(heart.ageMs(60_010)).toBe(60_010);
  });

  it("has moved when the boot is another, whatever it counts", () => {
    const heart = new Heartbeat();
    heart.seen(status(7), 0);
    expect(heart.seen(status(7, 2), 5000)).toBe(true);
    expect(heart.ageMs(5000)).toBe(0);
  });
});
