/** Middle value; NaN of nothing. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/** Value below which the given part (0 to 1) of all lies; NaN of nothing. */
export function quantile(values: ArrayLike<number>, part: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

/** Solves a small symmetric system by elimination with pivoting; undefined when it has no one answer. */
export function solve(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
): number[] | undefined {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++)
      if (Math.abs(rows[r]?.[c] ?? 0) > Math.abs(rows[pivot]?.[c] ?? 0)) pivot = r;
    const top = rows[pivot];
    const swapped = rows[c];
    if (top === undefined || swapped === undefined || Math.abs(top[c] ?? 0) < 1e-12) return undefined;
    rows[pivot] = swapped;
    rows[c] = top;
    for (const row of rows) {
      if (row === top) continue;
      const factor = (row[c] ?? 0) / (top[c] ?? 1);
      if (factor !== 0) for (let k = c; k <= n; k++) row[k] = (row[k] ?? 0) - factor * (top[k] ?? 0);
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1));
}
