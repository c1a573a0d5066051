/** What a camera of the virtual lab looks at, in physical quantities. Lengths mm, angles degrees clockwise in the image (y is down). */

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

/** One indentation, its centre in the block frame. Diameter is that of the rim; depth is its bottom below the surface. */
export interface Dent {
  readonly xMm: number;
  readonly yMm: number;
  readonly indenter: "cone" | "ball";
  /** Diameter of the ball, where the indenter is one. */
  readonly ballMm?: number;
  readonly diameterMm: number;
  readonly depthMm: number;
}

export type Finish = "ground" | "brushed" | "polished";

/** One lamp. Strength is relative to the others; spread is the half-width of what the surface sees of it. */
export type Lamp =
  | {
      readonly kind: "coaxial";
      readonly strength: number;
      readonly spreadDeg: number;
    }
  | {
      readonly kind: "ring";
      readonly strength: number;
      readonly spreadDeg: number;
      readonly elevationDeg: number;
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

/** What mars a surface. Positions in the block frame, save glare, which is the lamp's and stays in the camera frame. */
export type Defect =
  | {
      readonly kind: "scratch";
      readonly fromMm: readonly [number, number];
      readonly toMm: readonly [number, number];
      /** Sideways bow of its middle. */
      readonly bowMm: number;
      readonly widthMm: number;
      /** Steepness of its walls, 0.05 to 1. */
      readonly slope: number;
    }
  | {
      readonly kind: "stain" | "rust";
      readonly xMm: number;
      readonly yMm: number;
      readonly radiusMm: number;
      /** Part of the light it takes, 0 to 1. */
      readonly strength: number;
      readonly seed: number;
    }
  | {
      readonly kind: "dust";
      readonly xMm: number;
      readonly yMm: number;
      readonly radiusMm: number;
      /** Brightness as a part of the surface's. */
      readonly brightness: number;
    }
  | {
      readonly kind: "fibre";
      readonly xMm: number;
      readonly yMm: number;
      readonly lengthMm: number;
      readonly widthMm: number;
      readonly brightness: number;
      readonly seed: number;
    }
  | {
      readonly kind: "glare";
      readonly xMm: number;
      readonly yMm: number;
      readonly radiusMm: number;
      /** Light added in its middle, as a part of the surface's. */
      readonly strength: number;
    };

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
