/** Trains the net of vision/indentations/evidence-weights.ts: one hidden layer, logistic loss, Adam, everything by seed. */

export interface Sample {
  readonly inputs: readonly number[];
  readonly dent: boolean;
  readonly weight: number;
}

const HIDDEN_UNITS = 8;
const EPOCHS = 120;
const BATCH = 256;
const FIRST_RATE = 0.01;
const PENALTY = 1e-5;

export function train(samples: readonly Sample[]): { hidden: number[][]; output: number[] } {
  const inputs = samples[0]?.inputs.length ?? 0;
  const perUnit = inputs + 1;
  const outAt = HIDDEN_UNITS * perUnit;
  const random = mulberry(12_345);
  const weights = Float64Array.from({ length: outAt + HIDDEN_UNITS + 1 }, () => (random() - 0.5) * 1.2);
  const mean = new Float64Array(weights.length);
  const square = new Float64Array(weights.length);
  const slope = new Float64Array(weights.length);
  const units = new Float64Array(HIDDEN_UNITS);
  const scale = samples.length / samples.reduce((sum, { weight }) => sum + weight, 0);
  const order = samples.map((_, i) => i);
  const at = (values: Float64Array, i: number): number => values[i] ?? 0;

  const addSlope = (sample: Sample): void => {
    let logit = at(weights, weights.length - 1);
    for (let unit = 0; unit < HIDDEN_UNITS; unit++) {
      let sum = at(weights, unit * perUnit + inputs);
      for (let i = 0; i < inputs; i++) sum += at(weights, unit * perUnit + i) * (sample.inputs[i] ?? 0);
      units[unit] = Math.tanh(sum);
      logit += at(weights, outAt + unit) * at(units, unit);
    }
    const error = (1 / (1 + Math.exp(-logit)) - (sample.dent ? 1 : 0)) * sample.weight * scale;
    slope[weights.length - 1] = at(slope, weights.length - 1) + error;
    for (let unit = 0; unit < HIDDEN_UNITS; unit++) {
      const h = at(units, unit);
      slope[outAt + unit] = at(slope, outAt + unit) + error * h;
      const back = error * at(weights, outAt + unit) * (1 - h * h);
      for (let i = 0; i < inputs; i++)
        slope[unit * perUnit + i] = at(slope, unit * perUnit + i) + back * (sample.inputs[i] ?? 0);
      slope[unit * perUnit + inputs] = at(slope, unit * perUnit + inputs) + back;
    }
  };

  let step = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    const rate = FIRST_RATE * (0.5 + 0.5 * Math.cos((Math.PI * epoch) / EPOCHS)) + 1e-5;
    for (let from = 0; from < order.length; from += BATCH) {
      const batch = order.slice(from, from + BATCH);
      slope.fill(0);
      for (const i of batch) {
        const sample = samples[i];
        if (sample !== undefined) addSlope(sample);
      }
      step++;
      for (let i = 0; i < weights.length; i++) {
        const g = at(slope, i) / batch.length + PENALTY * at(weights, i);
        mean[i] = 0.9 * at(mean, i) + 0.1 * g;
        square[i] = 0.999 * at(square, i) + 0.001 * g * g;
        const move =
          at(mean, i) / (1 - 0.9 ** step) / (Math.sqrt(at(square, i) / (1 - 0.999 ** step)) + 1e-8);
        weights[i] = at(weights, i) - rate * move;
      }
    }
  }
  return {
    hidden: Array.from({ length: HIDDEN_UNITS }, (_, unit) => [
      ...weights.slice(unit * perUnit, (unit + 1) * perUnit),
    ]),
    output: [...weights.slice(outAt)],
  };
}

function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
}
