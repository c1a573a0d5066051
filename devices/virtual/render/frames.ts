/** The three frames of a picture: block (mm from its centre), camera (mm from the image centre), pixels. */
import type { BlockPose, SurfaceScene } from "./scene.ts";

/** Sine and cosine of a pose, and the moves between block and camera frame. Clockwise is positive, y is down. */
export interface PoseFrame {
  readonly cos: number;
  readonly sin: number;
  readonly xMm: number;
  readonly yMm: number;
}

export function poseFrame(pose: BlockPose): PoseFrame {
  const angle = (pose.angleDeg * Math.PI) / 180;
  return {
    cos: Math.cos(angle),
    sin: Math.sin(angle),
    xMm: pose.xMm,
    yMm: pose.yMm,
  };
}

/** Block frame to camera frame, mm. */
export function cameraPoint(frame: PoseFrame, xMm: number, yMm: number): [number, number] {
  return [frame.xMm + xMm * frame.cos - yMm * frame.sin, frame.yMm + xMm * frame.sin + yMm * frame.cos];
}

type Picture = Pick<SurfaceScene, "widthPx" | "heightPx" | "mmPerPx">;

/**
 * Camera frame mm to pixels of an undistorted picture. A whole number is the centre of a pixel (as in OpenCV), so the image
 * centre is ((widthPx − 1)/2, (heightPx − 1)/2).
 */
export function pixelPoint(picture: Picture, xMm: number, yMm: number): [number, number] {
  return [
    (picture.widthPx - 1) / 2 + xMm / picture.mmPerPx,
    (picture.heightPx - 1) / 2 + yMm / picture.mmPerPx,
  ];
}

/** Half the image diagonal in px, the unit of the distortion's radius. */
export function halfDiagonalPx(picture: Picture): number {
  return Math.hypot(picture.widthPx, picture.heightPx) / 2;
}

/** Where the lens puts a point of the undistorted picture: r' = r·(1 + k·r²). */
export function distortedPoint(
  picture: Picture,
  distortion: number,
  xPx: number,
  yPx: number,
): [number, number] {
  const cx = (picture.widthPx - 1) / 2;
  const cy = (picture.heightPx - 1) / 2;
  const unit = halfDiagonalPx(picture);
  const r2 = ((xPx - cx) ** 2 + (yPx - cy) ** 2) / (unit * unit);
  const stretch = 1 + distortion * r2;
  return [cx + (xPx - cx) * stretch, cy + (yPx - cy) * stretch];
}

/** Where a point of the block stands in the picture, px, with pose and distortion. */
export function dentPixel(
  scene: Picture & Pick<SurfaceScene, "pose" | "optics">,
  xMm: number,
  yMm: number,
): [number, number] {
  const [cx, cy] = cameraPoint(poseFrame(scene.pose), xMm, yMm);
  const [px, py] = pixelPoint(scene, cx, cy);
  return distortedPoint(scene, scene.optics.distortion, px, py);
}
