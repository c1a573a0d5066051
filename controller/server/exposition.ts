/**
 * Prometheus' text exposition format, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats, read): families with
 * HELP and TYPE, each name once, each set of labels once. It is strict: a family that breaks the rules throws.
 */

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  readonly samples: readonly Sample[];
}

export interface HistogramFamily {
  readonly name: string;
  readonly help: string;
  readonly type: "histogram";
  /** Upper bound and how many were no more, ascending; `+Inf` is added. */
  readonly buckets: readonly (readonly [number, number])[];
  readonly count: number;
  readonly sum: number;
}

export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Throws when a name is no name or comes twice, when a counter goes below 0, or when two samples have the same labels. */
export function exposition(families: readonly (Family | HistogramFamily)[]): string {
  const seen = new Set<string>();
  return families
    .map((family) => {
      if (!NAME.test(family.name)) throw new Error(`"${family.name}" is no name of a metric`);
      if (seen.has(family.name)) throw new Error(`the metric ${family.name} comes twice`);
      seen.add(family.name);
      const lines = family.type === "histogram" ? histogramLines(family) : sampleLines(family);
      return [
        `# HELP ${family.name} ${family.help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`,
        `# TYPE ${family.name} ${family.type}`,
        ...lines,
        "",
      ].join("\n");
    })
    .join("");
}

function sampleLines({ name, type, samples }: Family): string[] {
  if (type === "counter" && !name.endsWith("_total"))
    throw new Error(`the counter ${name} does not end in _total`);
  const lines = new Map<string, string>();
  for (const { labels = {}, value } of samples) {
    if (type === "counter" && !(value >= 0)) throw new Error(`the counter ${name} cannot be ${value}`);
    const series = `${name}${labelText(labels)}`;
    if (lines.has(series)) throw new Error(`${series} comes twice`);
    lines.set(series, `${series} ${numberText(value)}`);
  }
  return [...lines.values()];
}

function histogramLines({ name, buckets, count, sum }: HistogramFamily): string[] {
  let before = 0;
  const lines = buckets.map(([bound, within]) => {
    if (within < before || within > count) throw new Error(`the buckets of ${name} do not add up`);
    before = within;
    return `${name}_bucket${labelText({ le: numberText(bound) })} ${numberText(within)}`;
  });
  return [
    ...lines,
    `${name}_bucket{le="+Inf"} ${numberText(count)}`,
    `${name}_sum ${numberText(sum)}`,
    `${name}_count ${numberText(count)}`,
  ];
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([name, value]) => {
    if (!LABEL.test(name)) throw new Error(`"${name}" is no name of a label`);
    return `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
  });
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}
