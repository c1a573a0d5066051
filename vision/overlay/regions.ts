/** The parts of a surface that a plan keeps away from: tinted, lettered, and their reasons by letter. */
import type { LookResult } from "../requests.ts";
import type { Canvas, Colour, Place } from "./canvas.ts";

type Region = LookResult["regions"][number];

const COLOURS: Readonly<Record<Region["kind"], Colour>> = {
  scratch: [90, 90, 255],
  stain: [255, 170, 90],
  rust: [60, 140, 255],
  damage: [70, 70, 255],
  glare: [200, 255, 255],
  dirt: [235, 175, 175],
};
const LETTERS = "abcdefghijkl";

/** Regions of one kind for one reason. */
interface Group {
  readonly kind: Region["kind"];
  readonly reason: string;
  /** Letter and kind; only the kind when the letters have run out. */
  readonly name: string;
  readonly mark: string;
  readonly polygons: (readonly Place[])[];
}

export function groupRegions(regions: readonly Region[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { kind, reason, polygonPx } of regions) {
    const key = `${kind} ${reason}`;
    const letter = LETTERS[groups.size];
    const group = groups.get(key) ?? {
      kind,
      reason,
      name: letter === undefined ? kind : `${letter} ${kind}`,
      mark: letter ?? kind,
      polygons: [],
    };
    group.polygons.push(polygonPx);
    groups.set(key, group);
  }
  return [...groups.values()];
}

export function drawRegions(canvas: Canvas, groups: readonly Group[]): void {
  canvas.tint(
    groups.flatMap(({ kind, polygons }) => polygons.map((places) => ({ places, colour: COLOURS[kind] }))),
  );
  for (const { kind, polygons } of groups)
    for (const places of polygons) canvas.path(places, { colour: COLOURS[kind], width: 0.7 }, true);
}

/** The first of a group with its kind, the others by the letter alone. Last of all, so that the words find free places. */
export function labelRegions(canvas: Canvas, groups: readonly Group[]): void {
  for (const { kind, polygons, name, mark } of groups)
    for (const [n, polygon] of polygons.entries()) {
      const [highest] = [...polygon].sort(([, a], [, b]) => a - b);
      if (highest !== undefined) canvas.label(highest, n === 0 ? name : mark, COLOURS[kind], { size: 0.8 });
    }
}

/** One line a lettered group, and one that counts the rest. */
export function regionWords(groups: readonly Group[]): { words: string; colour: Colour }[] {
  const lettered = groups.slice(0, LETTERS.length);
  const rest = groups.slice(LETTERS.length).reduce((sum, { polygons }) => sum + polygons.length, 0);
  return [
    ...lettered.map(({ kind, name, reason, polygons }) => ({
      words: `${name}: ${reason}${polygons.length > 1 ? ` (${polygons.length} places)` : ""}`,
      colour: COLOURS[kind],
    })),
    ...(rest === 0 ? [] : [{ words: `and ${rest} further places to keep away from`, colour: COLOURS.dirt }]),
  ];
}
