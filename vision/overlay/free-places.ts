/** Where words may stand so that they hide neither what is drawn nor other words. */

/** Upright box, px. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export class FreePlaces {
  readonly #taken: Box[] = [];
  readonly #within: Box;

  constructor(within: Box) {
    this.#within = within;
  }

  take(box: Box): void {
    this.#taken.push(box);
  }

  /** A box of this size beside the other: right, left, below, above or at a corner, where it hides least; it is taken then. */
  beside(box: Box, width: number, height: number): Box {
    const middle = (box.top + box.bottom - height) / 2;
    const centre = (box.left + box.right - width) / 2;
    const tried: readonly (readonly [number, number])[] = [
      [box.right, middle],
      [box.left - width, middle],
      [centre, box.bottom],
      [centre, box.top - height],
      [box.right, box.top - height],
      [box.right, box.bottom],
      [box.left - width, box.top - height],
      [box.left - width, box.bottom],
    ];
    const placed = tried.map(([left, top]) => this.#inside(left, top, width, height));
    const hidden = placed.map((one) => this.#taken.reduce((sum, other) => sum + common(one, other), 0));
    const best =
      placed[hidden.indexOf(Math.min(...hidden))] ?? this.#inside(box.right, middle, width, height);
    this.take(best);
    return best;
  }

  #inside(left: number, top: number, width: number, height: number): Box {
    const { left: least, top: upper, right, bottom } = this.#within;
    const x = Math.max(least, Math.min(right - width, left));
    const y = Math.max(upper, Math.min(bottom - height, top));
    return { left: x, top: y, right: x + width, bottom: y + height };
  }
}

/** Area that two boxes share. */
function common(a: Box, b: Box): number {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return wide > 0 && high > 0 ? wide * high : 0;
}
