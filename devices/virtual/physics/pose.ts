/** A block in the gripper: its centre from the gripper's reference point, and its turn (clockwise as the camera sees it). */
export interface BlockPose {
  readonly xMm: number;
  readonly yMm: number;
  readonly angleDeg: number;
}

/** Gripper frame (mm) → block frame (mm). */
export function blockPoint(pose: BlockPose, xMm: number, yMm: number): { xMm: number; yMm: number } {
  const angle = (pose.angleDeg * Math.PI) / 180;
  const [cos, sin, dx, dy] = [Math.cos(angle), Math.sin(angle), xMm - pose.xMm, yMm - pose.yMm];
  return { xMm: dx * cos + dy * sin, yMm: -dx * sin + dy * cos };
}

/** Block frame (mm) → gripper frame (mm). */
export function gripperPoint(pose: BlockPose, xMm: number, yMm: number): { xMm: number; yMm: number } {
  const angle = (pose.angleDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return { xMm: pose.xMm + xMm * cos - yMm * sin, yMm: pose.yMm + xMm * sin + yMm * cos };
}
