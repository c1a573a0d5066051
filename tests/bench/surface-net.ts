/** Trains the nets of vision/surface/surface-weights.ts: one hidden layer, cross entropy over a few kinds, Adam, everything by seed. */
import { randomFrom } from "../../devices/virtual/render/random.ts";

export interface KindSample {
  readonly inputs: readonly number[];
  /** Place in the net's list of kinds. */
  readonly kind: number;
  readonly weight: number;
}

export interface TrainedNet {
  readonly hidden: number[][];
  readonly output: number[][];
}

const HIDDEN_UNITS = 12;
const BATCH = 128;
const FIRST_RATE = 0.01;
const PENALTY = 2e-4;

export function trainKinds(samples: readonly KindSample[], kinds: number, epochs = 150): TrainedNet {
  const inputs = samples[0]?.inputs.length ?? 0;
  const random = randomFrom(20_773);
  const hidden = rows(HIDDEN_UNITS, inputs + 1, () => (random() - 0.5) * 0.8);
  const output = rows(kinds, HIDDEN_UNITS + 1, () => (random() - 0.5) * 0.8);
  const all = [...hidden, ...output];
  const slopes = all.map((row) => new Float64Array(row.length));
  const means = all.map((row) => new Float64Array(row.length));
  const squares = all.map((row) => new Float64Array(row.length));
  const order = samples.map((_, i) => i);
  const scale = samples.length / samples.reduce((sum, { weight }) => sum + weight, 0);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    const rate = FIRST_RATE * (0.5 + 0.5 * Math.cos((Math.PI * epoch) / epochs)) + 1e-5;
    for (let from = 0; from < order.length; from += BATCH) {
      const batch = order.slice(from, from + BATCH);
      for (const row of slopes) row.fill(0);
      for (const i of batch) {
        const sample = samples[i];
        if (sample !== undefined) addSlopes(sample, sample.weight * scale, hidden, output, slopes);
      }
      step++;
      all.forEach((row, r) => {
        const slope = slopes[r] ?? new Float64Array(row.length);
        const mean = means[r] ?? new Float64Array(row.length);
        const square = squares[r] ?? new Float64Array(row.length);
        for (let i = 0; i < row.length; i++) {
          const g = (slope[i] ?? 0) / batch.length + PENALTY * (row[i] ?? 0);
          mean[i] = 0.9 * (mean[i] ?? 0) + 0.1 * g;
          square[i] = 0.999 * (square[i] ?? 0) + 0.001 * g * g;
          const size = Math.sqrt((square[i] ?? 0) / (1 - 0.999 ** step)) + 1e-8;
          row[i] = (row[i] ?? 0) - (rate * (mean[i] ?? 0)) / (1 - 0.9 ** step) / size;
        }
      });
    }
  }
  return { hidden: hidden.map((row) => [...row]), output: output.map((row) => [...row]) };
}

function rows(count: number, length: number, value: () => number): Float64Array[] {
  return Array.from({ length: count }, () => Float64Array.from({ length }, value));
}

function addSlopes(
  sample: KindSample,
  weight: number,
  hidden: readonly Float64Array[],
  output: readonly Float64Array[],
  slopes: readonly Float64Array[],
): void {
  const units = hidden.map((row) => Math.tanh(weighed(row, sample.inputs)));
  const logits = output.map((row) => weighed(row, units));
  const most = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - most), 0);
  const back = new Float64Array(units.length);
  logits.forEach((logit, kind) => {
    const error = weight * (Math.exp(logit - most) / sum - (kind === sample.kind ? 1 : 0));
    const slope = slopes[hidden.length + kind];
    if (slope === undefined) return;
    units.forEach((unit, u) => {
      slope[u] = (slope[u] ?? 0) + error * unit;
      back[u] = (back[u] ?? 0) + error * (output[kind]?.[u] ?? 0);
    });
    slope[units.length] = (slope[units.length] ?? 0) + error;
  });
  units.forEach((unit, u) => {
    const slope = slopes[u];
    if (slope === undefined) return;
    const error = (back[u] ?? 0) * (1 - unit * unit);
    sample.inputs.forEach((input, i) => {
      slope[i] = (slope[i] ?? 0) + error * input;
    });
    slope[sample.inputs.length] = (slope[sample.inputs.length] ?? 0) + error;
  });
}

function weighed(row: Float64Array, inputs: readonly number[]): number {
  let sum = row[inputs.length] ?? 0;
  for (let i = 0; i < inputs.length; i++) sum += (row[i] ?? 0) * (inputs[i] ?? 0);
  return sum;
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1));
    [order[i], order[k]] = [order[k] ?? 0, order[i] ?? 0];
  }
}
