/** The table of kinds as people read it: for docs/virtual-lab.md and `hardlab fault --list`. */
import { FAULT_NAMES, type FaultKind, type FaultName, faultKind } from "./kinds.ts";

/** One kind in words. */
export interface KindInWords {
  readonly fault: FaultName;
  readonly on: string;
  readonly acts: string;
  readonly value: string;
  readonly meaning: string;
}

export function kindsInWords(): KindInWords[] {
  return FAULT_NAMES.map((fault) => {
    const kind = faultKind(fault);
    const { on, meaning } = kind;
    return {
      fault,
      on: on === "every" ? "every device" : on.join(", "),
      acts: acts(kind),
      value: value(kind),
      meaning,
    };
  });
}

function acts({ acts, commands, seconds, untilReset }: FaultKind): string {
  const jobs = commands === undefined ? "any job" : commands.join(", ");
  if (acts === "once") return `at once, or at ${jobs}`;
  if (acts !== "lasting") return jobs;
  const time =
    seconds === "untilCleared" ? "until cleared" : seconds === 0 ? "for a moment" : `for ${seconds} s`;
  return `at once, or at ${jobs}; ${untilReset ? "until reset" : time}`;
}

function value({ value: spec }: FaultKind): string {
  if (spec === undefined) return "";
  if ("min" in spec) return `${spec.means}: ${spec.default}${spec.unit === "" ? "" : ` ${spec.unit}`}`;
  if ("oneOf" in spec) return `${spec.means}: ${spec.oneOf.join(", ")}`;
  return `${spec.means}: slot:n, reject:n${(spec.also ?? []).map((also) => `, ${also}`).join("")}`;
}

/** The table in Markdown, one row a kind. */
export function kindsAsMarkdown(): string {
  const rows = kindsInWords().map(
    (kind) => `| \`${kind.fault}\` | ${kind.on} | ${kind.acts} | ${kind.value} | ${kind.meaning} |`,
  );
  return ["| fault | befalls | acts | value | meaning |", "|---|---|---|---|---|", ...rows].join("\n");
}
