/** Characters as strokes of an engraver or a camera's overlay: polylines on a grid 4 wide and 6 high, y down, baseline at 6. */

type Stroke = readonly (readonly [number, number])[];

/** Each digit pair is a point; blanks part the strokes. */
const GLYPHS: Readonly<Record<string, string>> = {
  "0": "103041453616050110",
  "1": "112026 1636",
  "2": "01103041420646",
  "3": "0110304142334445361605 3313",
  "4": "36300444",
  "5": "40000312324345361605",
  "6": "413010010516364544331304",
  "7": "00404016",
  "8": "13020110304142331304051636454433",
  "9": "423313020110304145361605",
  A: "0602204246 0343",
  B: "06003041423303 3344453606",
  C: "4130100105163645",
  D: "06003041453606",
  E: "40000646 0333",
  F: "400006 0333",
  G: "413010010516364543 4323",
  H: "0006 4046 0343",
  I: "1030 2026 1636",
  K: "0006 4003 0346",
  L: "000646",
  M: "0600234046",
  N: "06004640",
  O: "103041453616050110",
  P: "06003041423303",
  R: "06003041423303 1346",
  S: "413010010213334445361605",
  T: "0040 2026",
  U: "000516364540",
  V: "002640",
  W: "0016233640",
  X: "0046 4006",
  Y: "00234023 2326",
  Z: "00400646",
  m: "0602 0312222326 2332424346",
  µ: "0207 02051636454246",
  ".": "2526",
  "-": "1333",
  "/": "0640",
  ":": "2122 2526",
  "=": "0242 0444",
  "×": "1135 3115",
  "+": "2125 0343",
  " ": "",
};

/** Advance from one character to the next in parts of the height. */
const ADVANCE = 5.6 / 6;

const parsed = new Map<string, readonly Stroke[]>();

function glyph(character: string): readonly Stroke[] {
  const known = parsed.get(character);
  if (known !== undefined) return known;
  const strokes = (GLYPHS[character] ?? "")
    .split(" ")
    .filter((pairs) => pairs.length >= 4)
    .map((pairs) =>
      Array.from(
        { length: Math.floor(pairs.length / 2) },
        (_, n) => [Number(pairs[2 * n]) / 6, Number(pairs[2 * n + 1]) / 6] as const,
      ),
    );
  parsed.set(character, strokes);
  return strokes;
}

/** Strokes of a line of text of height 1 whose top left corner is the origin; unknown characters leave a gap. */
export function textStrokes(text: string): Stroke[] {
  return Array.from(text).flatMap((character, n) =>
    glyph(character).map((stroke) => stroke.map(([x, y]) => [x + n * ADVANCE, y] as const)),
  );
}

/** Width of a line of text of height 1. */
export function textWidth(text: string): number {
  return Array.from(text).length * ADVANCE;
}
