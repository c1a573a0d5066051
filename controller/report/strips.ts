/** Cuts a batch's time into strips of one length, leaving out long stretches in which nothing happened. Pure. */
import type { Gantt } from "./gantt.ts";

export interface Span {
  /** Epoch, ms. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Strip extends Span {
  /** Left out before it; 0 when it follows on the strip before. */
  readonly leftOutMs: number;
}

const MOST_STRIPS = 40;

/** `wantedMs`: length of a strip under which short jobs are wide enough to be seen; longer where strips would be too many. */
export function stripsOf(gantt: Gantt, wantedMs: number): Strip[] {
  let lengthMs = Math.max(1, wantedMs);
  let stretches = stretchesOf(gantt, lengthMs);
  while (stripCount(stretches, lengthMs) > MOST_STRIPS) {
    lengthMs *= 1.25;
    stretches = stretchesOf(gantt, lengthMs);
  }
  const [only, ...others] = stretches;
  // One stretch alone fills its strips to the end.
  if (only !== undefined && others.length === 0)
    lengthMs = (only.toMs - only.fromMs) / Math.max(1, stripCount([only], lengthMs));
  const strips: Strip[] = [];
  for (const stretch of stretches)
    for (let nth = 0; nth < stripCount([stretch], lengthMs); nth++) {
      const fromMs = stretch.fromMs + nth * lengthMs;
      const before = strips.at(-1)?.toMs ?? fromMs;
      strips.push({
        fromMs,
        toMs: fromMs + lengthMs,
        leftOutMs: nth === 0 ? Math.max(0, fromMs - before) : 0,
      });
    }
  return strips;
}

const stripCount = (stretches: readonly Span[], lengthMs: number): number =>
  // A rounding error must not open another strip.
  stretches.reduce(
    (sum, { fromMs, toMs }) => sum + Math.max(1, Math.ceil((toMs - fromMs) / lengthMs - 1e-6)),
    0,
  );

/** Stretches with work in them; quiet ones longer than a strip lie between. */
function stretchesOf({ fromMs, toMs, lanes, marks }: Gantt, quietMs: number): Span[] {
  const work: Span[] = lanes
    .filter(({ of }) => of !== "blocks")
    .flatMap(({ bars }) =>
      bars.flatMap((bar) =>
        bar.look === "waiting"
          ? [
              { fromMs: bar.fromMs, toMs: bar.fromMs },
              { fromMs: bar.toMs, toMs: bar.toMs },
            ]
          : [bar],
      ),
    );
  const orders = marks.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const spans = [...work, ...orders.map(({ atMs }) => ({ fromMs: atMs, toMs: atMs }))].sort(
    (a, b) => a.fromMs - b.fromMs,
  );
  const stretches: { fromMs: number; toMs: number }[] = [];
  for (const span of spans) {
    const last = stretches.at(-1);
    if (last !== undefined && span.fromMs - last.toMs <= quietMs) last.toMs = Math.max(last.toMs, span.toMs);
    else stretches.push({ fromMs: span.fromMs, toMs: span.toMs });
  }
  return stretches.length === 0 ? [{ fromMs, toMs }] : stretches;
}
