/** What a camera sees as plain values: passed to the rendering worker, which adds light, lens and sensor. */
import type { BlockPose, BlockShape, Indenter } from "../physics/index.ts";

export interface ViewDent {
  readonly xMm: number;
  readonly yMm: number;
  readonly diameterMm: number;
  readonly depthMm: number;
  readonly indenter: Indenter;
}

export interface View {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly mmPerPx: number;
  /** Exposure as a part of the camera's nominal one. */
  readonly exposure: number;
  /** Blur of the lens where it is not the rig's own: standard deviation, px. */
  readonly blurPx?: number;
  /** The noise of this one picture. */
  readonly exposureSeed: number;
  /** Undefined when nothing lies under the camera. */
  readonly block:
    | {
        readonly shape: BlockShape;
        readonly pose: BlockPose;
        readonly finish: "ground" | "brushed" | "polished";
        readonly surfaceSeed: number;
        readonly dents: readonly ViewDent[];
      }
    | undefined;
}

/** One order to the worker: draw `view` and leave it as a BMP in `file`. */
export interface DrawOrder {
  readonly id: number;
  readonly view: View;
  readonly file: string;
}

export type DrawAnswer =
  | { readonly id: number; readonly kind: "drawn" }
  | { readonly id: number; readonly kind: "failed"; readonly why: string };
