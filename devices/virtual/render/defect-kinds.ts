/** What mars a surface or lies on it. Lengths mm in the block frame, save glare and shadow, which are the light's and stay in the camera frame. */

interface Place {
  readonly xMm: number;
  readonly yMm: number;
}

/** A groove's section: width between its edges, and the steepness of its walls, 0.05 to 1. */
interface Groove {
  readonly widthMm: number;
  readonly slope: number;
}

export interface Scratch extends Groove {
  /** `handlingMark` is a light scratch of the kind that every used block carries. */
  readonly kind: "scratch" | "handlingMark";
  readonly fromMm: readonly [number, number];
  readonly toMm: readonly [number, number];
  /** Sideways bow of its middle. */
  readonly bowMm: number;
}

/** A scratch along a circle, as a turning block or a sliding foot leaves it. */
export interface ArcScratch extends Place, Groove {
  readonly kind: "arc";
  /** The circle's radius; xMm and yMm are its centre. */
  readonly radiusMm: number;
  readonly fromDeg: number;
  readonly sweepDeg: number;
}

/** A deep torn groove of uneven width: something hard was dragged over the block. */
export interface Gouge extends Groove {
  readonly kind: "gouge";
  readonly fromMm: readonly [number, number];
  readonly toMm: readonly [number, number];
  readonly seed: number;
}

/** An edge knocked in: the place lies on the outline, the steel around it is pressed down and aside. */
export interface EdgeDent extends Place {
  readonly kind: "edgeDent";
  readonly radiusMm: number;
  /** Steepness of the crushed faces, 0.2 to 1.2. */
  readonly slope: number;
  readonly seed: number;
}

/** A patch rubbed against something: short marks in one direction over a surface worn flat or dull. */
export interface Wear extends Place {
  readonly kind: "wear";
  readonly radiusMm: number;
  readonly directionDeg: number;
  /** How much of the old surface is gone, 0 to 1. */
  readonly strength: number;
  readonly seed: number;
}

/** Stain: a film, `strength` is the part of the light it takes, 0 to 1. Rust: a matt red-brown crust. */
export interface Patch extends Place {
  readonly kind: "stain" | "rust";
  readonly radiusMm: number;
  readonly strength: number;
  readonly seed: number;
}

/** A small dark red-brown pit that rust has eaten, with a halo; seldom alone. */
export interface RustSpeck extends Place {
  readonly kind: "rustSpeck";
  readonly radiusMm: number;
  readonly strength: number;
  readonly seed: number;
}

/** A pore or a small knock: an irregular hollow with walls of the given slope. */
export interface Pit extends Place {
  readonly kind: "pit";
  readonly radiusMm: number;
  readonly slope: number;
  readonly seed: number;
}

/** Characters cut into the surface: digits, Latin capitals, and what `strokes.ts` knows. Reading direction clockwise from the block's x. */
export interface Engraving extends Place, Groove {
  readonly kind: "engraving";
  readonly text: string;
  readonly heightMm: number;
  readonly angleDeg: number;
}

export interface Dust extends Place {
  readonly kind: "dust";
  readonly radiusMm: number;
  /** Brightness as a part of the surface's. */
  readonly brightness: number;
}

export interface Fibre extends Place {
  readonly kind: "fibre";
  readonly lengthMm: number;
  readonly widthMm: number;
  readonly brightness: number;
  readonly seed: number;
}

/** A lamp mirrored into the lens: light added in its middle, as a part of the surface's. */
export interface Glare extends Place {
  readonly kind: "glare";
  readonly radiusMm: number;
  readonly strength: number;
}

/** Something stands in the light: beyond a line through the place the light is less by `depth` (0 to 1), with a soft border. */
export interface Shadow extends Place {
  readonly kind: "shadow";
  /** Towards the dark side, clockwise from the image's right. */
  readonly azimuthDeg: number;
  readonly depth: number;
  readonly softMm: number;
}

export type Defect =
  | Scratch
  | ArcScratch
  | Gouge
  | EdgeDent
  | Wear
  | Patch
  | RustSpeck
  | Pit
  | Engraving
  | Dust
  | Fibre
  | Glare
  | Shadow;
