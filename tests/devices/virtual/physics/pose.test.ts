import fc from "fast-check";
import { expect, it } from "vitest";
import { blockPoint, gripperPoint } from "../../../../devices/virtual/physics/index.ts";
import { dentPixel, LAB_OPTICS } from "../../../../devices/virtual/render/index.ts";

const mm = fc.double({ min: -40, max: 40, noNaN: true });
const pose = fc.record({ xMm: mm, yMm: mm, angleDeg: fc.double({ min: -360, max: 360, noNaN: true }) });

it("block frame and gripper frame undo each other", () => {
  fc.assert(
    fc.property(pose, mm, mm, (lying, xMm, yMm) => {
      const there = gripperPoint(lying, xMm, yMm);
      const back = blockPoint(lying, there.xMm, there.yMm);
      expect(back.xMm).toBeCloseTo(xMm, 9);
      expect(back.yMm).toBeCloseTo(yMm, 9);
    }),
  );
});

it("the picture shows a dent where the arm finds it: pixel = centre + gripper-frame mm / mmPerPx", () => {
  const picture = { widthPx: 2592, heightPx: 1944, mmPerPx: 0.037, optics: { ...LAB_OPTICS, distortion: 0 } };
  fc.assert(
    fc.property(pose, mm, mm, (lying, xMm, yMm) => {
      const there = gripperPoint(lying, xMm, yMm);
      const [px, py] = dentPixel({ ...picture, pose: lying }, xMm, yMm);
      expect((px - 2591 / 2) * 0.037).toBeCloseTo(there.xMm, 6);
      expect((py - 1943 / 2) * 0.037).toBeCloseTo(there.yMm, 6);
    }),
  );
});
