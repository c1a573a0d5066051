/**
 * The 33 blocks of the trial tray, as they are chosen: the twelve published ones, whose mean and uniformity come from
 * published.csv, and 21 more from 20 to 65 HRC, of which two are truly not uniform; and the line's reference block. Everything else is
 * generated from this.
 */
import type { PhysicalBlock } from "../../devices/virtual/physics/physical-file.ts";
import type { DentPattern } from "./old-dents.ts";
import type { FieldAim } from "./solve-field.ts";

/** What a block truly shall be. */
export interface ChosenBlock {
  readonly serial: string;
  readonly shape: PhysicalBlock["shape"];
  readonly finish: PhysicalBlock["finish"];
  readonly aim: Omit<FieldAim, "seed">;
  readonly oldDents: readonly DentPattern[];
}

export interface TrialBlock extends ChosenBlock {
  readonly slot: number;
  readonly client: string;
  readonly maker: string;
}

export interface TrialReference extends ChosenBlock {
  /** Number of its place at the Rockwell line. */
  readonly place: number;
}

export interface PublishedBlock {
  readonly serial: string;
  readonly meanHr: number;
  readonly uniformityHr: number;
}

export const SCALE = "HRC";

type Row = readonly [
  slot: number,
  serial: string,
  meanHr: number,
  rangeHr: number,
  shape: string,
  finish: PhysicalBlock["finish"],
];

/** Range of the field over the usable surface in HR; the limits there are 0.4 HR, or (100 − mean)/100 HR where that is more. */
const OWN: readonly Row[] = [
  [9, "2023-201", 59.8, 5, "⌀64×12", "ground"],
  [14, "2023-202", 20.8, 0.38, "⌀60×8", "ground"],
  [15, "2023-203", 24.6, 0.36, "⌀64×10", "ground"],
  [16, "2023-204", 26.9, 0.35, "⌀64×10", "brushed"],
  [17, "2023-205", 28.3, 0.34, "60×30×8", "ground"],
  [18, "2023-206", 30.4, 0.33, "⌀62×10", "ground"],
  [19, "2023-207", 32.7, 0.32, "⌀62×10", "polished"],
  [20, "2023-208", 34.9, 0.31, "⌀64×15", "brushed"],
  [21, "2023-209", 36.2, 0.3, "⌀64×10", "ground"],
  [22, "2023-210", 38.5, 0.29, "⌀60×6", "ground"],
  [23, "2023-211", 46.3, 0.26, "60×30×8", "brushed"],
  [24, "2023-212", 48.0, 0.25, "⌀64×10", "polished"],
  [25, "2023-213", 50.2, 0.24, "⌀64×12", "ground"],
  [26, "2023-214", 45.6, 5.5, "⌀63×10", "ground"],
  [27, "2023-215", 52.6, 0.23, "⌀62×10", "ground"],
  [28, "2023-216", 54.1, 0.22, "⌀60×8", "brushed"],
  [29, "2023-217", 55.8, 0.21, "⌀64×15", "ground"],
  [30, "2023-218", 57.4, 0.2, "⌀64×10", "polished"],
  [31, "2023-219", 58.9, 0.2, "55×35×10", "ground"],
  [32, "2023-220", 62.2, 0.19, "⌀61×7", "ground"],
  [33, "2023-221", 64.7, 0.19, "⌀64×10", "polished"],
];

const TILTED = new Set(["2023-201", "2023-214"]);

const PUBLISHED_SLOTS = [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13];
const PUBLISHED_SHAPES = ["⌀64×10", "⌀64×10", "⌀62×10", "⌀64×12", "⌀60×8", "⌀64×15"];
const FINISHES = ["ground", "brushed", "ground", "polished"] as const;

const OLD_DENTS: Readonly<Record<string, readonly DentPattern[]>> = {
  "2007-103": [{ kind: "pentagon", centre: [0, 0], radiusMm: 20, turnDeg: 12 }],
  "2007-107": [
    { kind: "pentagon", centre: [0, 0], radiusMm: 18, turnDeg: 40 },
    { kind: "row", from: [-12, -3], step: [6, 0.2], count: 5 },
  ],
  "2007-110": [
    { kind: "row", from: [-18, 14], step: [3.2, 0.1], count: 12 },
    { kind: "pentagon", centre: [4, -10], radiusMm: 9, turnDeg: 75 },
  ],
  "2007-112": [{ kind: "row", from: [14, -18], step: [-0.1, 3.4], count: 6 }],
  "2023-202": [{ kind: "net", pitchMm: 4.6, free: 10 }],
  "2023-204": [
    { kind: "pentagon", centre: [0, 0], radiusMm: 21, turnDeg: 5 },
    { kind: "pentagon", centre: [0, 0], radiusMm: 14, turnDeg: 41 },
    { kind: "pentagon", centre: [0, 0], radiusMm: 7, turnDeg: 5 },
  ],
  "2023-205": [{ kind: "row", from: [-24, -10], step: [3.4, 0.1], count: 8 }],
  "2023-209": [
    { kind: "row", from: [-20, -12], step: [3, 0], count: 10 },
    { kind: "row", from: [-20, -8.5], step: [3, 0], count: 10 },
    { kind: "row", from: [-20, -5], step: [3, 0], count: 10 },
  ],
  "2023-213": [
    { kind: "pentagon", centre: [0, 0], radiusMm: 24, turnDeg: 20 },
    { kind: "row", from: [16, -8], step: [0, 2.6], count: 7 },
  ],
  "2023-214": [{ kind: "pentagon", centre: [0, 0], radiusMm: 16, turnDeg: 62 }],
  "2023-218": [
    { kind: "row", from: [-10, 18], step: [2.4, 0.3], count: 9 },
    { kind: "row", from: [-22, 0], step: [2.2, -2.2], count: 6 },
  ],
  "2023-221": [{ kind: "pentagon", centre: [-6, 5], radiusMm: 12, turnDeg: 0 }],
};

/** The line's reference block: within its certificate (60.2 ± 0.3 HRC in labs/default.yaml) and far more uniform than any block of the tray. */
export const REFERENCE: TrialReference = {
  place: 1,
  serial: "REF-HRC-60",
  shape: { kind: "round", diameterMm: 64, thicknessMm: 10 },
  finish: "ground",
  aim: { meanHr: 60.23, rangeHr: 0.12, kind: "even" },
  oldDents: [],
};

const CLIENTS = ["Trial client A", "Trial client B", "Trial client C", "Trial client D"];
const MAKERS = ["Trial maker 1", "Trial maker 2", "Trial maker 3"];

/** All blocks by slot. */
export function trialBlocks(published: readonly PublishedBlock[]): TrialBlock[] {
  const publishedRows = published.map(({ serial, meanHr, uniformityHr }, index): Row => {
    const slot = PUBLISHED_SLOTS[index];
    if (slot === undefined) throw new Error(`there is no slot for published block ${serial}`);
    const shape = PUBLISHED_SHAPES[index % PUBLISHED_SHAPES.length] ?? "";
    return [slot, serial, meanHr, uniformityHr, shape, FINISHES[index % FINISHES.length] ?? "ground"];
  });
  return [...publishedRows, ...OWN]
    .sort(([slot], [other]) => slot - other)
    .map(([slot, serial, meanHr, rangeHr, shape, finish], index) => ({
      slot,
      serial,
      shape: shapeOf(shape),
      finish,
      aim: { meanHr, rangeHr, kind: TILTED.has(serial) ? "tilted" : "even" },
      oldDents: OLD_DENTS[serial] ?? [],
      client: CLIENTS[Math.floor(index / 9)] ?? "",
      maker: MAKERS[index % MAKERS.length] ?? "",
    }));
}

/** `⌀64×10`: diameter × thickness; `60×30×8`: length × width × thickness, mm. */
function shapeOf(text: string): PhysicalBlock["shape"] {
  const [first = 0, second = 0, third = 0] = text.replace("⌀", "").split("×").map(Number);
  return text.startsWith("⌀")
    ? { kind: "round", diameterMm: first, thicknessMm: second }
    : { kind: "rectangular", lengthMm: first, widthMm: second, thicknessMm: third };
}
