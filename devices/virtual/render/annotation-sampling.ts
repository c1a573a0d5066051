/** What microscope software leaves in the pictures that it saves. */
import type { Annotation, Colour } from "./annotations.ts";
import { between, oneOf, type Random, wholeBetween } from "./random.ts";
import { textWidth } from "./strokes.ts";

const INKS: readonly [Colour, ...Colour[]] = [
  [255, 255, 255],
  [255, 255, 255],
  [0, 0, 0],
  [255, 40, 30],
  [40, 230, 60],
  [255, 225, 40],
  [40, 120, 255],
];

interface Field {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly mmPerPx: number;
}

/** One to three things burned in: scale bar, text, ruler, cross-hair, box, frame. */
export function sampleOverlay(random: Random, field: Field): Annotation[] {
  const makers = [
    scaleBar,
    scaleBar,
    caption,
    caption,
    ruler,
    crossHair,
    box,
    measuringLines,
    frame,
  ] as const;
  const count = wholeBetween(random, 1, 3);
  const chosen = new Set(Array.from({ length: count }, () => oneOf(random, makers)));
  // A frame goes under what is written on it.
  return [...chosen]
    .sort((a, b) => Number(b === frame) - Number(a === frame))
    .flatMap((make) => make(random, field));
}

function letterPx(random: Random, { heightPx }: Field): number {
  return Math.max(9, Math.round(heightPx * between(random, 0.025, 0.055)));
}

/** Round lengths in mm that a bar may stand for, with their label. */
const BARS: readonly (readonly [number, string])[] = [
  [0.01, "10 µm"],
  [0.02, "20 µm"],
  [0.05, "50 µm"],
  [0.1, "100 µm"],
  [0.2, "200 µm"],
  [0.5, "500 µm"],
  [1, "1 mm"],
  [2, "2 mm"],
  [5, "5 mm"],
  [10, "10 mm"],
  [20, "20 mm"],
];

function scaleBar(random: Random, field: Field): Annotation[] {
  const { widthPx, heightPx, mmPerPx } = field;
  const [lengthMm, label] = BARS.findLast(([mm]) => mm / mmPerPx < 0.3 * widthPx) ?? [0.01, "10 µm"];
  const lengthPx = lengthMm / mmPerPx;
  const colour = oneOf(random, INKS);
  const letters = letterPx(random, field);
  const weightPx = Math.max(2, Math.round(letters / 5));
  const right = widthPx - between(random, 0.02, 0.06) * widthPx;
  const y = heightPx - between(random, 0.03, 0.07) * heightPx;
  const x = right - lengthPx;
  const bar: Annotation =
    random() < 0.5
      ? { kind: "box", xPx: x, yPx: y - weightPx, widthPx: lengthPx, heightPx: weightPx, colour }
      : { kind: "line", fromPx: [x, y], toPx: [right, y], weightPx: Math.max(1, weightPx / 2), colour };
  const text: Annotation = {
    kind: "text",
    text: label,
    xPx: x + (lengthPx - textWidth(label) * letters) / 2,
    yPx: y - weightPx - 1.5 * letters,
    heightPx: letters,
    weightPx: Math.max(1, letters / 9),
    colour,
  };
  return random() < 0.3
    ? [panelUnder(x, y - weightPx - 2 * letters, lengthPx, 2.4 * letters + weightPx), bar, text]
    : [bar, text];
}

function panelUnder(x: number, y: number, width: number, height: number): Annotation {
  const margin = 0.06 * width + 4;
  return {
    kind: "box",
    xPx: x - margin,
    yPx: y,
    widthPx: width + 2 * margin,
    heightPx: height,
    colour: [60, 60, 60],
  };
}

function caption(random: Random, field: Field): Annotation[] {
  const number = (digits: number): string => String(wholeBetween(random, 0, 10 ** digits - 1));
  const texts = [
    () => `HRC ${number(2)}.${number(1)}`,
    () => `D=${number(1)}.${number(3)}mm`,
    () => `X${oneOf(random, [20, 50, 100, 200])}`,
    () =>
      `2023-${wholeBetween(random, 10, 12)}-${wholeBetween(random, 10, 28)} ${wholeBetween(random, 10, 23)}:${wholeBetween(random, 10, 59)}`,
    () => `NO.${number(5)}`,
    () => `${number(3)}.${number(1)} µm`,
    () => `HBW ${number(3)}`,
  ] as const;
  const text = oneOf(random, texts)();
  const heightPx = letterPx(random, field);
  const width = textWidth(text) * heightPx;
  const colour = oneOf(random, INKS);
  return [
    {
      kind: "text",
      text,
      xPx: random() < 0.5 ? 0.03 * field.widthPx : Math.max(2, 0.97 * field.widthPx - width),
      yPx: random() < 0.6 ? 0.03 * field.heightPx : 0.96 * field.heightPx - heightPx,
      heightPx,
      weightPx: Math.max(1, heightPx / between(random, 6, 11)),
      colour,
      ...(random() < 0.3
        ? { panel: colour[0] > 128 ? ([20, 20, 20] as const) : ([230, 230, 230] as const) }
        : {}),
    },
  ];
}

function ruler(random: Random, { widthPx, mmPerPx }: Field): Annotation[] {
  const [stepMm] = BARS.find(([mm]) => mm / mmPerPx > 5) ?? [20];
  return [
    {
      kind: "ruler",
      side: random() < 0.5 ? "left" : "bottom",
      stepPx: stepMm / mmPerPx,
      tickPx: Math.max(4, Math.round(0.012 * widthPx)),
      colour: oneOf(random, INKS),
    },
  ];
}

function crossHair(random: Random, { widthPx, heightPx }: Field): Annotation[] {
  const colour = oneOf(random, INKS);
  const [x, y] = [widthPx / 2, heightPx / 2];
  return [
    { kind: "line", fromPx: [0, y], toPx: [widthPx, y], weightPx: 1, colour },
    { kind: "line", fromPx: [x, 0], toPx: [x, heightPx], weightPx: 1, colour },
  ];
}

/** The two pairs of lines that an operator pushes against a dent. */
function measuringLines(random: Random, { widthPx, heightPx }: Field): Annotation[] {
  const colour = oneOf(random, INKS);
  const half = between(random, 0.15, 0.45) * heightPx;
  const [x, y] = [widthPx * between(random, 0.45, 0.55), heightPx * between(random, 0.45, 0.55)];
  const line = (fromPx: [number, number], toPx: [number, number]): Annotation => ({
    kind: "line",
    fromPx,
    toPx,
    weightPx: 1,
    colour,
  });
  const upright = [line([x - half, 0], [x - half, heightPx]), line([x + half, 0], [x + half, heightPx])];
  const level = [line([0, y - half], [widthPx, y - half]), line([0, y + half], [widthPx, y + half])];
  return random() < 0.5 ? upright : [...upright, ...level];
}

function box(random: Random, { widthPx, heightPx }: Field): Annotation[] {
  const width = widthPx * between(random, 0.12, 0.6);
  const height = heightPx * between(random, 0.12, 0.6);
  return [
    {
      kind: "box",
      xPx: between(random, 0, widthPx - width),
      yPx: between(random, 0, heightPx - height),
      widthPx: width,
      heightPx: height,
      weightPx: wholeBetween(random, 1, 3),
      colour: oneOf(random, INKS),
    },
  ];
}

/** A border all around, or a banner below as electron microscopes put it. */
function frame(random: Random, { heightPx }: Field): Annotation[] {
  const colour = oneOf(random, [...INKS, [90, 90, 90], [0, 0, 0]] as const);
  const side = random() < 0.4 ? 0 : Math.round(heightPx * between(random, 0.005, 0.03));
  const bottomPx = side === 0 ? Math.round(heightPx * between(random, 0.04, 0.09)) : side;
  return [{ kind: "frame", leftPx: side, topPx: side, rightPx: side, bottomPx, colour }];
}
