/** What a sampled picture is of, beyond what it takes to draw it. */
import type { MadeDent } from "./dent-kinds.ts";
import type { PictureScene } from "./picture.ts";

export const VIEWS = ["block", "closeup", "brinell"] as const;
/** `block`: the whole test surface. `closeup`: the surface fills the picture. `brinell`: a micrograph of one ball dent. */
export type View = (typeof VIEWS)[number];

export const CAMERAS = ["lab", "mp20"] as const;
export type CameraName = (typeof CAMERAS)[number];

/** Why nothing can be told from a picture. */
export type Unreadable = "dark" | "blown out" | "blurred" | "empty";

/** A Brinell test as its certificate would state it. */
export interface BrinellTest {
  readonly ballMm: number;
  readonly forceN: number;
  readonly diameterMm: number;
  readonly hbw: number;
  /** Why a conscientious person would not measure the picture; absent where it can be measured. */
  readonly unmeasurable?: "blurred" | "cut off" | "empty" | "dark";
}

/** A scene whose dents say which scale made them. */
export interface SampledScene extends PictureScene {
  readonly view: View;
  readonly dents: readonly MadeDent[];
  readonly unreadable?: Unreadable;
  readonly brinell?: BrinellTest;
}
