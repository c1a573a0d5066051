/** Lamps as points on the sky over the block: rings, domes and segments become several of them. */
import type { Lamp } from "./scene.ts";

/** A piece of a lamp: the unit vector towards it in the block frame, its half-width in slope, its strength. */
export interface LampSample {
  readonly u: number;
  readonly v: number;
  readonly z: number;
  readonly spread: number;
  readonly strength: number;
  /** A dome's matt reflection has a closed form; its pieces count for the gloss alone. */
  readonly ofDome: boolean;
}

const RING_SAMPLES = 40;
/** The mirror of a coaxial light never stands at 45° quite: the light comes a little aslant, and marks get a bright and a dark side. */
const COAXIAL_AZIMUTH_DEG = 245;
const COAXIAL_ELEVATION_DEG = 87;
/** A dome is this many rings of lamps, from its foot to the lens's hole. */
const DOME_RINGS = 6;
const DOME_FOOT_DEG = 12;
const DOME_SAMPLES = 28;

export function lampSamples(lamps: readonly Lamp[], blockAngleDeg: number): LampSample[] {
  const samples: LampSample[] = [];
  const add = (
    azimuthDeg: number,
    elevationDeg: number,
    spreadDeg: number,
    strength: number,
    ofDome = false,
  ) => {
    const azimuth = ((azimuthDeg - blockAngleDeg) * Math.PI) / 180;
    const elevation = (elevationDeg * Math.PI) / 180;
    samples.push({
      u: Math.cos(elevation) * Math.cos(azimuth),
      v: Math.cos(elevation) * Math.sin(azimuth),
      z: Math.sin(elevation),
      spread: (spreadDeg * Math.PI) / 360,
      strength,
      ofDome,
    });
  };
  for (const lamp of lamps) {
    switch (lamp.kind) {
      case "coaxial":
        add(COAXIAL_AZIMUTH_DEG, COAXIAL_ELEVATION_DEG, lamp.spreadDeg, lamp.strength);
        break;
      case "oblique":
        add(lamp.azimuthDeg, lamp.elevationDeg, lamp.spreadDeg, lamp.strength);
        break;
      case "ring": {
        const count = lamp.segments ?? RING_SAMPLES;
        const first = lamp.azimuthDeg ?? 0;
        for (let i = 0; i < count; i++)
          add(first + (360 * i) / count, lamp.elevationDeg, lamp.spreadDeg, lamp.strength / count);
        break;
      }
      case "dome":
        addDome(lamp, (azimuthDeg, elevationDeg, spreadDeg, strength) =>
          add(azimuthDeg, elevationDeg, spreadDeg, strength, true),
        );
        break;
    }
  }
  return samples;
}

/** Pieces of equal radiance: each ring's strength goes by its share of the sky. */
function addDome(
  dome: Extract<Lamp, { kind: "dome" }>,
  add: (azimuthDeg: number, elevationDeg: number, spreadDeg: number, strength: number) => void,
): void {
  const step = (90 - dome.holeDeg - DOME_FOOT_DEG) / DOME_RINGS;
  const rings = Array.from({ length: DOME_RINGS }, (_, n) => {
    const elevationDeg = DOME_FOOT_DEG + (n + 0.5) * step;
    return { elevationDeg, share: Math.cos((elevationDeg * Math.PI) / 180) };
  });
  const whole = rings.reduce((sum, ring) => sum + ring.share, 0);
  for (const { elevationDeg, share } of rings) {
    const count = Math.max(6, Math.round(DOME_SAMPLES * share));
    for (let i = 0; i < count; i++)
      add(
        (360 * (i + (elevationDeg % 1))) / count,
        elevationDeg,
        Math.max(dome.spreadDeg, 0.8 * step),
        (dome.strength * share) / whole / count,
      );
  }
}

/** Strength of all domes together. */
export function domeStrength(lamps: readonly Lamp[]): number {
  return lamps.reduce((sum, lamp) => sum + (lamp.kind === "dome" ? lamp.strength : 0), 0);
}

/** A lamp low enough for a dent's rim to throw a shadow on its floor. */
export interface LowLamp {
  /** Towards the lamp in the block frame; undefined for a ring, which stands on every side. */
  readonly towards: readonly [number, number] | undefined;
  readonly tanElevation: number;
  /** Half-width of the lamp as the tangent of an angle: its shadows are so soft. */
  readonly softness: number;
  /** Its part of all low lamps' strength. */
  readonly share: number;
}

const LOW_DEG = 42;

/** Lamps that cast shadows into dents, and the light's other lamps. */
export function partLamps(
  lamps: readonly Lamp[],
  blockAngleDeg: number,
): { readonly low: readonly LowLamp[]; readonly high: readonly Lamp[] } {
  const isLow = (lamp: Lamp): lamp is Extract<Lamp, { elevationDeg: number }> =>
    "elevationDeg" in lamp && lamp.elevationDeg < LOW_DEG;
  const low = lamps.filter(isLow);
  const whole = low.reduce((sum, lamp) => sum + lamp.strength, 0);
  return {
    low: low.map((lamp) => ({
      towards: lamp.kind === "oblique" ? direction(lamp.azimuthDeg - blockAngleDeg) : undefined,
      tanElevation: Math.tan((lamp.elevationDeg * Math.PI) / 180),
      softness: Math.tan((lamp.spreadDeg * Math.PI) / 360),
      share: lamp.strength / Math.max(whole, 1e-9),
    })),
    high: lamps.filter((lamp) => !isLow(lamp)),
  };
}

function direction(angleDeg: number): readonly [number, number] {
  const angle = (angleDeg * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
}
