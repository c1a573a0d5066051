/** A net of one hidden layer that says which of a few kinds a row of traits belongs to. Its weights are fitted by tests/bench/fit-surface.ts. */

export interface KindNet<Kind extends string> {
  readonly kinds: readonly Kind[];
  /** Of each hidden unit: its weights of the inputs, then its constant; the unit answers with the hyperbolic tangent. */
  readonly hidden: readonly (readonly number[])[];
  /** Of each kind: its weights of the hidden units, then its constant. */
  readonly output: readonly (readonly number[])[];
}

/** Chance of each kind, in their order; they add up to 1. */
export function chances<Kind extends string>(net: KindNet<Kind>, inputs: readonly number[]): number[] {
  const units = net.hidden.map((row) => Math.tanh(weighed(row, inputs)));
  const logits = net.output.map((row) => weighed(row, units));
  const most = Math.max(...logits);
  const parts = logits.map((logit) => Math.exp(logit - most));
  const all = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / all);
}

function weighed(row: readonly number[], inputs: readonly number[]): number {
  let sum = row[inputs.length] ?? 0;
  for (let i = 0; i < inputs.length; i++) sum += (row[i] ?? 0) * (inputs[i] ?? 0);
  return sum;
}

/** The likeliest kind with its chance. */
export function likeliest<Kind extends string>(
  net: KindNet<Kind>,
  inputs: readonly number[],
): { kind: Kind | undefined; chance: number } {
  const all = chances(net, inputs);
  const chance = Math.max(...all);
  return { kind: net.kinds[all.indexOf(chance)], chance };
}

const WIDEST = 4;

/** Traits as a net bears them: within ±4, and 0 where nothing could be measured. */
export function tamed(inputs: readonly number[]): number[] {
  return inputs.map((value) => (Number.isNaN(value) ? 0 : Math.max(-WIDEST, Math.min(WIDEST, value))));
}
