import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { admitComputation, nextRepeatComputation } from "../../../controller/computations/admit.ts";
import { enterSteering, type SteeringCommand } from "../../../controller/infobase/index.ts";
import { compute, Desk } from "./default-lab.ts";

let desk: Desk;
let batch: string;
beforeEach(() => {
  desk = new Desk();
  batch = desk.batch();
});
afterEach(() => desk.close());

function order(command: SteeringCommand, serial: string | null, reason: string): void {
  enterSteering(desk.base, { batch, command, serial, reason, by: "Li" });
}

const admit = (serial: string) => compute(admitComputation(desk), { batch, serial });
const nextRepeat = (after: number) => compute(nextRepeatComputation(desk), { batch, after });
const GO = { admit: "go", reason: "" };

describe("a block", () => {
  it("has its turn when nobody said otherwise", async () => {
    expect(await admit("A-1")).toEqual(GO);
  });

  it("that is to be skipped is left out with the reason, and no other one is", async () => {
    order("skip", "A-1", "scratched in the store");
    expect(await admit("A-1")).toMatchObject({
      admit: "skip",
      reason: expect.stringContaining("scratched in the store"),
    });
    expect(await admit("A-2")).toEqual(GO);
  });

  it("has no turn in a stopped batch, skipped or not; the stop's reason is told", async () => {
    order("skip", "A-1", "scratched");
    order("stop", null, "water on the floor");
    for (const serial of ["A-1", "A-2"])
      expect(await admit(serial)).toMatchObject({
        admit: "stop",
        reason: expect.stringContaining("water on the floor"),
      });
  });

  it("keeps its turn through a pause", async () => {
    order("pause", null, "");
    expect(await admit("A-1")).toEqual(GO);
  });

  it("of another batch is none of its business", async () => {
    order("stop", null, "water on the floor");
    expect(await compute(admitComputation(desk), { batch: desk.batch(), serial: "A-1" })).toEqual(GO);
  });
});

describe("orders to repeat", () => {
  it("come one after the other in the sequence they were given", async () => {
    order("repeat", "A-2", "dust");
    order("repeat", "A-1", "dust");
    expect([await nextRepeat(0), await nextRepeat(1), await nextRepeat(2)]).toEqual([
      { serial: "A-2" },
      { serial: "A-1" },
      { serial: null },
    ]);
  });

  it("end with the batch", async () => {
    order("repeat", "A-2", "dust");
    order("stop", null, "water on the floor");
    expect(await nextRepeat(0)).toEqual({ serial: null });
  });
});
