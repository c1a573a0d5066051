/** Lines of grooves: arcs, characters and wear are made of the same straight or bowed grooves as scratches. */
import type { ArcScratch, Engraving, Wear } from "./defect-kinds.ts";
import type { Point } from "./point.ts";
import { between, mixSeed, randomFrom } from "./random.ts";
import type { Groove } from "./scratches.ts";
import { textStrokes, textWidth } from "./strokes.ts";

/** Grooves of an arc: chords of about 12° whose bows follow the circle. */
export function arcGrooves(arc: ArcScratch): Groove[] {
  const chords = Math.max(1, Math.ceil(Math.abs(arc.sweepDeg) / 12));
  const stepDeg = arc.sweepDeg / chords;
  const step = (stepDeg * Math.PI) / 180;
  const bowMm = -Math.sign(stepDeg) * arc.radiusMm * (1 - Math.cos(step / 2));
  return Array.from({ length: chords }, (_, n) => ({
    fromMm: arcPoint(arc, n * stepDeg),
    toMm: arcPoint(arc, (n + 1) * stepDeg),
    bowMm,
    widthMm: arc.widthMm,
    slope: arc.slope,
    runOut: { start: n === 0, end: n === chords - 1 },
  }));
}

/** A point of the arc, `alongDeg` from its beginning. */
export function arcPoint(arc: ArcScratch, alongDeg: number): Point {
  const angle = ((arc.fromDeg + alongDeg) * Math.PI) / 180;
  return [arc.xMm + arc.radiusMm * Math.cos(angle), arc.yMm + arc.radiusMm * Math.sin(angle)];
}

/** Grooves of engraved characters, the text's middle at its place. */
export function engravedGrooves(engraving: Engraving): Groove[] {
  const { heightMm, angleDeg, xMm, yMm, widthMm, slope } = engraving;
  const angle = (angleDeg * Math.PI) / 180;
  const middle = textWidth(engraving.text) / 2;
  const onBlock = ([x, y]: Point): Point => {
    const along = (x - middle) * heightMm;
    const down = (y - 0.5) * heightMm;
    return [
      xMm + along * Math.cos(angle) - down * Math.sin(angle),
      yMm + along * Math.sin(angle) + down * Math.cos(angle),
    ];
  };
  return textStrokes(engraving.text).flatMap((stroke) =>
    stroke.slice(1).map((to, n) => ({
      fromMm: onBlock(stroke[n] ?? to),
      toMm: onBlock(to),
      bowMm: 0,
      widthMm,
      slope,
      runOut: { start: false, end: false },
    })),
  );
}

/** The marks of a worn patch: short, in one direction, ever fewer towards its edge. */
export function wearGrooves(wear: Wear): Groove[] {
  const random = randomFrom(mixSeed(wear.seed, 0x3ea6));
  const marks = Math.round(30 + 90 * wear.strength);
  return Array.from({ length: marks }, () => {
    const away = wear.radiusMm * 0.9 * Math.sqrt(random());
    const around = between(random, 0, 2 * Math.PI);
    const direction = ((wear.directionDeg + between(random, -7, 7)) * Math.PI) / 180;
    const half = wear.radiusMm * between(random, 0.08, 0.45);
    const x = wear.xMm + away * Math.cos(around);
    const y = wear.yMm + away * Math.sin(around);
    return {
      fromMm: [x - half * Math.cos(direction), y - half * Math.sin(direction)],
      toMm: [x + half * Math.cos(direction), y + half * Math.sin(direction)],
      bowMm: half * between(random, -0.05, 0.05),
      widthMm: wear.radiusMm * between(random, 0.006, 0.025),
      slope: between(random, 0.15, 0.5) * (0.4 + 0.6 * wear.strength),
    };
  });
}
