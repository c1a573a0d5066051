/**
 * The lights under which hardness dents are photographed, as rows: which of them a split meets and how often. Bright field makes
 * dents dark, dark field makes them bright, oblique light halves them, a dome leaves little but their rims.
 */
import { between, type Random, wholeBetween } from "./random.ts";
import type { Lamp, Light } from "./scene.ts";

export const LIGHT_KINDS = [
  "brightField",
  "coaxial",
  "ring",
  "segments",
  "darkField",
  "dome",
  "oblique",
] as const;
export type LightKind = (typeof LIGHT_KINDS)[number];

type Mood = "fit" | "hard";

/** How often each kind comes, relative to the others. */
const SHARES: Readonly<Record<Mood, Readonly<Record<LightKind, number>>>> = {
  fit: { brightField: 46, coaxial: 14, ring: 8, segments: 8, darkField: 8, dome: 5, oblique: 11 },
  hard: { brightField: 20, coaxial: 14, ring: 11, segments: 14, darkField: 16, dome: 8, oblique: 17 },
};

/** A light of any kind, as often as the split meets it. */
export function sampleRigLight(random: Random, mood: Mood): Light {
  const shares = SHARES[mood];
  let draw = random() * LIGHT_KINDS.reduce((sum, kind) => sum + shares[kind], 0);
  const kind = LIGHT_KINDS.find((each) => {
    draw -= shares[each];
    return draw < 0;
  });
  return sampleLightOf(random, kind ?? "brightField", mood);
}

/** A light of one kind; `hard` is the less even one. */
export function sampleLightOf(random: Random, kind: LightKind, mood: Mood): Light {
  const hard = mood === "hard";
  const lamps = LAMPS[kind](random, hard);
  const dark = kind === "darkField";
  // Under a ring or dome the surface mirrors little: a camera is set for the dents then.
  const bright =
    !dark &&
    kind !== "dome" &&
    kind !== "ring" &&
    lamps.some(({ kind }) => kind === "oblique" || kind === "coaxial");
  return {
    lamps,
    ambient: dark
      ? between(random, 0.004, 0.03)
      : between(random, kind === "oblique" || kind === "segments" ? 0.02 : 0.06, 0.2),
    gradientPer100Mm: between(random, 0, hard ? 0.5 : 0.15),
    gradientAzimuthDeg: between(random, 0, 360),
    ...(bright ? {} : { faceLevel: between(random, dark ? 0.2 : 0.45, dark ? 0.7 : 1) }),
  };
}

const coaxial = (
  random: Random,
  weakest: number,
  strongest: number,
  spreadDeg: readonly [number, number],
): Lamp => ({
  kind: "coaxial",
  strength: between(random, weakest, strongest),
  spreadDeg: between(random, ...spreadDeg),
});

const oblique = (random: Random, strength: number, elevationDeg: number): Lamp => ({
  kind: "oblique",
  strength,
  spreadDeg: between(random, 5, 24),
  elevationDeg,
  azimuthDeg: between(random, 0, 360),
});

/** Seldom a lamp of the room or a window beside the rig's own. */
const stray = (random: Random, chance: number): Lamp[] =>
  random() < chance ? [oblique(random, between(random, 0.1, 0.5), between(random, 45, 78))] : [];

const LAMPS: Readonly<Record<LightKind, (random: Random, hard: boolean) => readonly Lamp[]>> = {
  brightField: (random, hard) => [
    coaxial(random, 0.6, 1.2, [6, 16]),
    {
      kind: "ring",
      strength: between(random, 0.15, hard ? 1.2 : 0.6),
      elevationDeg: between(random, 45, 75),
      spreadDeg: between(random, 4, 10),
    },
    ...stray(random, 0.35),
  ],
  coaxial: (random, hard) => [
    // A block that does not lie level is lit a little from the side, and shallow dents are dark on one side of their rim alone.
    random() < (hard ? 0.5 : 0.3)
      ? oblique(random, 1, between(random, hard ? 74 : 80, 89))
      : coaxial(random, 0.8, 1.2, [3, 22]),
    ...stray(random, 0.2),
  ],
  ring: (random, hard) => [
    {
      kind: "ring",
      strength: between(random, 0.8, 2.5),
      elevationDeg: between(random, hard ? 42 : 50, 82),
      spreadDeg: between(random, 4, 12),
    },
    coaxial(random, 0.05, hard ? 0.2 : 0.35, [5, 14]),
    ...stray(random, 0.15),
  ],
  segments: (random, hard) => [
    {
      kind: "ring",
      strength: between(random, 0.5, 2.5),
      elevationDeg: between(random, hard ? 35 : 50, 78),
      spreadDeg: between(random, 1.5, 6),
      segments: random() < 0.4 ? wholeBetween(random, 3, 8) : wholeBetween(random, 9, 28),
      azimuthDeg: between(random, 0, 360),
    },
    ...(random() < 0.7 ? [coaxial(random, 0.1, 0.8, [4, 14])] : []),
  ],
  darkField: (random, hard) => {
    // Two rows of lamps: flat balls answer the upper one, steep flanks the lower one. Lower still only burrs and scratches do.
    const upperDeg = between(random, 42, 52);
    const row = (strength: number, elevationDeg: number): Lamp => ({
      kind: "ring",
      strength,
      elevationDeg,
      spreadDeg: between(random, 8, 18),
      ...(random() < 0.3
        ? { segments: wholeBetween(random, 6, 24), azimuthDeg: between(random, 0, 360) }
        : {}),
    });
    return [
      row(between(random, 1.2, 2.5), upperDeg),
      row(between(random, hard ? 0.5 : 1.2, 2.5), between(random, hard ? 12 : 24, 38)),
    ];
  },
  dome: (random, hard) => [
    {
      kind: "dome",
      strength: between(random, 1.2, hard ? 4 : 2.5),
      spreadDeg: between(random, 6, 12),
      holeDeg: between(random, 4, 16),
    },
    random() < 0.6
      ? coaxial(random, hard ? 0.25 : 0.4, 0.9, [4, 14])
      : oblique(random, between(random, hard ? 0.4 : 0.6, 1.2), between(random, 40, 75)),
    ...stray(random, 0.2),
  ],
  oblique: (random, hard) => [
    oblique(random, 1, between(random, hard ? 20 : 35, 78)),
    ...(random() < 0.5 ? [oblique(random, between(random, 0.2, 0.8), between(random, 15, 80))] : []),
    ...(random() < 0.3 ? [coaxial(random, 0.05, 0.4, [5, 14])] : []),
  ],
};
