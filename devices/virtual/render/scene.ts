/** What a camera of the virtual lab looks at, in physical quantities. Lengths mm, angles degrees clockwise in the image (y is down). */
import type { Defect } from "./defect-kinds.ts";

export type { Defect } from "./defect-kinds.ts";

/** The shape of a block's test surface. */
export type BlockShape =
  | { readonly kind: "round"; readonly diameterMm: number }
  | {
      readonly kind: "rectangular";
      readonly lengthMm: number;
      readonly widthMm: number;
    };

/** Where the block lies under the camera: its centre from the image centre, and its turn. */
export interface BlockPose {
  readonly xMm: number;
  readonly yMm: number;
  readonly angleDeg: number;
}

/** The body that made a dent. A Vickers pyramid leaves a square whose corners are the ends of its two diagonals. */
export type DentIndenter = "cone" | "ball" | "vickers";

/**
 * One indentation, its centre in the block frame. Diameter is that of the rim (the mean diagonal of a Vickers dent); depth is its
 * bottom below the surface. What is absent is a plain round dent with a soft lip, as the lab's own camera resolves it.
 */
export interface Dent {
  readonly xMm: number;
  readonly yMm: number;
  readonly indenter: DentIndenter;
  /** Diameter of the ball, where the indenter is one. */
  readonly ballMm?: number;
  readonly diameterMm: number;
  readonly depthMm: number;
  /** Unequal flow of the steel, 0 to 0.1: the rim's axes are diameterMm · (1 ± ovality), see `rimAxes`. */
  readonly ovality?: number;
  /** Where the major axis (a diagonal of a Vickers dent) points, clockwise from the block's x. */
  readonly ovalAngleDeg?: number;
  /** Irregularity of the rim about its ellipse as a part of its radius, 0 to 0.03. */
  readonly waviness?: number;
  /** Width over which the flank bends into the surface, as a part of the rim's radius, 0.01 to 0.2, centred on the rim. */
  readonly lip?: number;
  /** Steepness of the pile-up around it as a multiple of the plain dent's, 0 to 5; below 0 the surface sinks in. */
  readonly pileUp?: number;
  /** A ragged crest that the steel was torn into at the rim. */
  readonly burr?: Burr;
  /** Small hollows on the floor, 0 to 40. */
  readonly pits?: number;
  /** Part of the grinding that survives on the floor, 0 to 1. */
  readonly floorTexture?: number;
  /** Grain of the floor close up: spread of its slopes, 0 to 0.15. */
  readonly grain?: number;
  /** How the indenter left the floor. */
  readonly floor?: DentFloor;
  /** Decides waviness, pits, grain and streaks of this one dent. */
  readonly seed?: number;
}

export interface Burr {
  /** Height as a part of the rim's radius, 0.005 to 0.08. */
  readonly height: number;
  /** 0 is an even crest all around, 1 one of single rags. */
  readonly raggedness: number;
  readonly seed: number;
}

/** A mirror shows each lamp by itself, satin smears them, matt scatters them. */
export type DentFloor = "mirror" | "satin" | "matt";

export type Finish = "ground" | "brushed" | "polished";

/** One lamp. Strength is relative to the others; spread is the half-width of what the surface sees of it. */
export type Lamp =
  | {
      readonly kind: "coaxial";
      readonly strength: number;
      readonly spreadDeg: number;
    }
  | {
      /** A ring around the lens; below about 45° a dark-field one. */
      readonly kind: "ring";
      readonly strength: number;
      readonly spreadDeg: number;
      readonly elevationDeg: number;
      /** Number of its separate lamps, 3 to 40; absent is an even ring. */
      readonly segments?: number;
      /** Where the first of them stands, clockwise from the image's right. */
      readonly azimuthDeg?: number;
    }
  | {
      /** A white dome lit from below, with the lens looking through a hole in its top. */
      readonly kind: "dome";
      readonly strength: number;
      readonly spreadDeg: number;
      /** Half-angle of the hole, 3 to 20 degrees. */
      readonly holeDeg: number;
    }
  | {
      readonly kind: "oblique";
      readonly strength: number;
      readonly spreadDeg: number;
      readonly elevationDeg: number;
      /** Where the lamp stands, clockwise from the image's right, in the camera frame: it stays when the block turns. */
      readonly azimuthDeg: number;
    };

export interface Light {
  readonly lamps: readonly Lamp[];
  /** Brightness of the room over the block, as a part of one coaxial lamp of strength 1. */
  readonly ambient: number;
  /** Fall of brightness across 100 mm of the field, and the direction in which it falls. */
  readonly gradientPer100Mm: number;
  readonly gradientAzimuthDeg: number;
  /** Grey of the bare surface as a part of the sensor's `faceGrey`: dark-field rigs expose for the flanks. Absent is 1. */
  readonly faceLevel?: number;
}

export interface Optics {
  /** Blur of lens and pixel together, standard deviation. Up to 0.8 is sharp, 3 is out of focus. */
  readonly psfSigmaPx: number;
  /** Part of the light lost in the image's corners, 0 to 1. */
  readonly vignetting: number;
  /** Camera above the surface; Infinity for a telecentric lens. A near camera sees the gloss wander over the block. */
  readonly workingDistanceMm: number;
  /** Radial distortion r' = r·(1 + k·r²) with r in half image diagonals; positive bends outwards (pincushion). */
  readonly distortion: number;
}

export interface Sensor {
  /** Grey value at which the exposure sets the mean of the bare surface; below 20 is dark, above 255 is blown out. */
  readonly faceGrey: number;
  readonly blackGrey: number;
  /** Electrons at grey 255; shot noise is the square root of those collected. */
  readonly fullWellElectrons: number;
  readonly readNoiseElectrons: number;
}

export interface Fixture {
  /** Brightness of what lies around the block, as a part of the surface's. */
  readonly reflectance: number;
  /** Show the gripper's two jaws at the block's sides. */
  readonly jaws: boolean;
  readonly chamferMm: number;
}

/** Everything that decides one picture. Equal scenes give equal bytes. */
export interface SurfaceScene {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly mmPerPx: number;
  readonly block: BlockShape;
  readonly pose: BlockPose;
  readonly dents: readonly Dent[];
  /** The block's own texture: the same seed gives the same scratches, which turn with the block. */
  readonly surfaceSeed: number;
  readonly finish: Finish;
  readonly light: Light;
  readonly optics: Optics;
  readonly sensor: Sensor;
  readonly defects: readonly Defect[];
  readonly fixture?: Fixture;
  /** The noise of this one picture. */
  readonly exposureSeed: number;
}

/** The lab's own rig: a diffuse light through the lens, a ring around it, a little of the room. */
export const LAB_LIGHT: Light = {
  lamps: [
    { kind: "coaxial", strength: 1, spreadDeg: 9 },
    { kind: "ring", strength: 0.35, elevationDeg: 62, spreadDeg: 6 },
  ],
  ambient: 0.12,
  gradientPer100Mm: 0.06,
  gradientAzimuthDeg: 30,
};

export const LAB_OPTICS: Optics = {
  psfSigmaPx: 0.7,
  vignetting: 0.12,
  workingDistanceMm: 400,
  distortion: 0,
};

export const LAB_SENSOR: Sensor = {
  faceGrey: 150,
  blackGrey: 4,
  fullWellElectrons: 12000,
  readNoiseElectrons: 9,
};

export const LAB_FIXTURE: Fixture = {
  reflectance: 0.09,
  jaws: true,
  chamferMm: 0.5,
};

export const NO_DEFECTS: readonly Defect[] = [];

/** The lab's camera: 5 megapixels, 96 mm across. */
export const LAB_CAMERA = {
  widthPx: 2592,
  heightPx: 1944,
  mmPerPx: 0.037,
} as const;

/** A camera of four times as many pixels over about the same field: 20 megapixels, 96 mm across. */
export const MP20_CAMERA = {
  widthPx: 5472,
  heightPx: 3648,
  mmPerPx: 0.0175,
} as const;
