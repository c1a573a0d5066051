/** Draws a Gantt chart as SVG: strips of time one below the other, so that a long batch stays readable at one width. */
import type { Bar, BarLook, Gantt, Lane } from "./gantt.ts";
import { type Span, type Strip, stripsOf } from "./strips.ts";

/** All in px. */
const WIDTH = 1600;
const LEFT = 150;
const PLOT = WIDTH - LEFT - 40;
const LANE = 20;
const BAR = 14;
const MARKS = 16;
const AXIS = 20;
const GAP = 18;
const HEAD = 64;
/** A bar narrower than this is drawn this wide. */
const LEAST_BAR = 1.5;
/** A short job (the shortest tenth aside) is as wide as this. */
const SHORT_JOB = 3;
/** What was decided without being sent is a point in time. */
const INSTANT_MS = 10;
const CHARACTER = 6.1;
const TICK_APART = 90;

const LOOKS: Readonly<
  Record<BarLook, { readonly fill: string; readonly ink: string; readonly word: string }>
> = {
  done: { fill: "#7d9cc0", ink: "#10202f", word: "done" },
  failed: { fill: "#d9772a", ink: "#241000", word: "failed" },
  inDoubt: { fill: "#8e4aa8", ink: "#ffffff", word: "in doubt" },
  notSent: { fill: "#ffffff", ink: "#444444", word: "not sent" },
  underWay: { fill: "#dfe7ef", ink: "#10202f", word: "under way" },
  waiting: { fill: "#e8b93c", ink: "#2a1d00", word: "a person is asked" },
};
const PAUSED = "#f5e3b8";

export function ganttSvg(gantt: Gantt): string {
  const strips = stripsOf(gantt, wantedLengthMs(gantt));
  const stripHeight = MARKS + gantt.lanes.length * LANE + AXIS + GAP;
  const height = HEAD + strips.length * stripHeight;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif" font-size="11">`,
    `<title>${escaped(gantt.title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="16" y="26" font-size="17" font-weight="600" fill="#1d2125">${escaped(gantt.title)}</text>`,
    legend(gantt),
    ...strips.map((strip, index) => stripOf(gantt, strip, HEAD + index * stripHeight)),
    "</svg>",
    "",
  ].join("\n");
}

/** A strip's length in ms: as long as short jobs of devices can still be seen. */
function wantedLengthMs({ fromMs, toMs, lanes }: Gantt): number {
  const lengths = lanes
    .filter(({ of }) => of === "device")
    .flatMap(({ bars }) => bars.map((bar) => bar.toMs - bar.fromMs))
    .filter((ms) => ms > 0)
    .sort((a, b) => a - b);
  const short = lengths[Math.floor(lengths.length / 10)] ?? toMs - fromMs;
  return (short * PLOT) / SHORT_JOB;
}

function stripOf({ lanes, marks, pauses }: Gantt, strip: Strip, top: number): string {
  const { fromMs, toMs } = strip;
  const x = (ms: number): number => LEFT + ((ms - fromMs) / (toMs - fromMs)) * PLOT;
  const clipped = (span: Span): readonly [number, number] => [
    x(Math.max(span.fromMs, fromMs)),
    x(Math.min(span.toMs, toMs)),
  ];
  const meets = (span: Span): boolean => span.toMs >= fromMs && span.fromMs <= toMs;
  const lanesTop = top + MARKS;
  const bottom = lanesTop + lanes.length * LANE;
  const grounds = lanes.map(
    (_lane, index) =>
      `<rect x="${LEFT}" y="${lanesTop + index * LANE}" width="${PLOT}" height="${LANE}" fill="${index % 2 === 0 ? "#f4f5f6" : "#fbfbfc"}"/>`,
  );
  const shades = pauses.filter(meets).map((pause) => {
    const [from, to] = clipped(pause);
    return `<rect x="${px(from)}" y="${lanesTop}" width="${px(to - from)}" height="${bottom - lanesTop}" fill="${PAUSED}" fill-opacity="0.6"><title>paused by order</title></rect>`;
  });
  const ticks = ticksOf(strip).map(
    ({ ms, text }) =>
      `<path d="M${px(x(ms))} ${lanesTop}V${bottom + 4}" stroke="#c9ced3" stroke-width="0.7"/><text x="${px(x(ms))}" y="${bottom + 15}" text-anchor="middle" fill="#565d64">${text}</text>`,
  );
  const drawn = lanes.flatMap((lane, index) => laneOf(lane, lanesTop + index * LANE, strip, clipped));
  const orders = marksOf(marks, strip, x).map(
    ({ lines, text, about }) =>
      `<g><title>${escaped(about)}</title>${lines
        .map(
          (at) =>
            `<path d="M${px(at)} ${top + 2}V${bottom}" stroke="#9a5b00" stroke-width="1.4" stroke-dasharray="4 2"/>`,
        )
        .join(
          "",
        )}<text ${besides(lines)} y="${top + 11}" fill="#7a4300" font-weight="600">${escaped(text)}</text></g>`,
  );
  const leftOut =
    strip.leftOutMs === 0
      ? ""
      : `<text x="${LEFT - 8}" y="${top + 11}" text-anchor="end" fill="#565d64" font-style="italic">${lengthOfTime(strip.leftOutMs)} left out</text>`;
  return [...grounds, ...shades, ...ticks, ...drawn, leftOut, ...orders].join("\n");
}

interface MarkGroup {
  /** x of each order's line. */
  readonly lines: readonly number[];
  readonly text: string;
  readonly about: string;
}

/** Orders too close to each other to be written side by side share one text. */
function marksOf(marks: Gantt["marks"], { fromMs, toMs }: Strip, x: (ms: number) => number): MarkGroup[] {
  const groups: MarkGroup[] = [];
  for (const { atMs, label, about } of marks) {
    if (atMs < fromMs || atMs >= toMs) continue;
    const at = x(atMs);
    const last = groups.at(-1);
    const first = last?.lines[0] ?? 0;
    if (last !== undefined && at < first + last.text.length * CHARACTER + 12)
      groups[groups.length - 1] = {
        lines: [...last.lines, at],
        text: `${last.text} · ${label}`,
        about: `${last.about}\n\n${about}`,
      };
    else groups.push({ lines: [at], text: label, about });
  }
  return groups;
}

/** To the right of the first line; near the right edge to its left. */
function besides([first = LEFT]: readonly number[]): string {
  return first > LEFT + PLOT - 160 ? `x="${px(first - 3)}" text-anchor="end"` : `x="${px(first + 3)}"`;
}

function laneOf(
  { name, bars }: Lane,
  top: number,
  strip: Strip,
  clipped: (span: Span) => readonly [number, number],
): string[] {
  const label = `<text x="${LEFT - 8}" y="${top + 14}" text-anchor="end" fill="#1d2125">${escaped(shortened(name, LEFT - 16))}</text>`;
  const within = bars.filter(({ fromMs, toMs }) => toMs >= strip.fromMs && fromMs < strip.toMs);
  return [label, ...within.map((bar) => barOf(bar, top, ...clipped(bar)))];
}

function barOf({ look, label, about, fromMs, toMs }: Bar, top: number, from: number, to: number): string {
  const { fill, ink } = LOOKS[look];
  const y = top + (LANE - BAR) / 2;
  const title = `<title>${escaped(about)}</title>`;
  if (look === "notSent" && toMs - fromMs < INSTANT_MS)
    return `<path d="M${px(from)} ${y + 2}l5 5l-5 5l-5 -5z" fill="#ffffff" stroke="#6b727a">${title}</path>`;
  const width = Math.max(LEAST_BAR, to - from);
  const edge =
    look === "underWay" ? ' stroke="#10202f" stroke-dasharray="3 2"' : ' stroke="#ffffff" stroke-width="0.5"';
  const box = `<rect x="${px(from)}" y="${y}" width="${px(width)}" height="${BAR}" rx="1.5" fill="${fill}"${edge}>${title}</rect>`;
  const text = shortened(label, width - 6);
  return text === ""
    ? box
    : `${box}<text x="${px(from + 3)}" y="${y + 11}" fill="${ink}" font-size="10" pointer-events="none">${escaped(text)}</text>`;
}

function legend({ lanes, pauses }: Gantt): string {
  const used = new Set(lanes.flatMap(({ bars }) => bars.map(({ look }) => look)));
  const entries = [
    ...(["done", "failed", "inDoubt", "notSent", "underWay", "waiting"] as const)
      .filter((look) => used.has(look))
      .map((look) => ({ fill: LOOKS[look].fill, word: LOOKS[look].word })),
    ...(pauses.length === 0 ? [] : [{ fill: PAUSED, word: "paused by order" }]),
  ];
  let x = 16;
  const drawn = entries.map(({ fill, word }) => {
    const at = x;
    x += 28 + word.length * 6.6;
    return `<rect x="${at}" y="38" width="14" height="12" fill="${fill}" stroke="#6b727a" stroke-width="0.7"/><text x="${at + 19}" y="48" fill="#1d2125">${word}</text>`;
  });
  return [...drawn, `<text x="${px(x + 10)}" y="48" fill="#565d64">times are UTC</text>`].join("\n");
}

/** Steps of the axis, s. */
const STEPS_S = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400,
];

function ticksOf({ fromMs, toMs }: Strip): { ms: number; text: string }[] {
  const most = PLOT / TICK_APART;
  const stepS = STEPS_S.find((step) => (toMs - fromMs) / 1000 / step <= most) ?? 86_400;
  const stepMs = stepS * 1000;
  const decimals = stepS < 1 ? 1 : 0;
  const ticks: { ms: number; text: string }[] = [];
  for (let ms = Math.ceil(fromMs / stepMs) * stepMs; ms <= toMs; ms += stepMs) {
    const iso = new Date(ms).toISOString();
    ticks.push({ ms, text: iso.slice(11, decimals === 0 ? 19 : 21) });
  }
  return ticks;
}

/** In the largest two units that matter. */
function lengthOfTime(ms: number): string {
  const s = Math.round(ms / 1000);
  if (s < 120) return `${s} s`;
  const min = Math.round(s / 60);
  return min < 120 ? `${min} min` : `${Math.floor(min / 60)} h ${min % 60} min`;
}

const px = (value: number): string => String(Math.round(value * 100) / 100);

/** As much of a text as fits; empty when not even three characters do. */
function shortened(text: string, widthPx: number): string {
  const fit = Math.floor(widthPx / CHARACTER);
  if (text.length <= fit) return text;
  return fit < 3 ? "" : `${text.slice(0, fit - 1)}…`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** Characters XML does not allow are left out. */
const escaped = (text: string): string =>
  text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
