/** Where a batch stands, in plain words, from the job it stands at. */
import type { JobGlimpse } from "../infobase/index.ts";
import type { Phase, Step, Words } from "./api.ts";
import { ASKING, BLOCK_STEPS, COMPUTING_AFTER, type StepRow, TRAY_STEPS } from "./step-words.ts";

export interface StepFacts {
  readonly batch: string;
  /** Serials on the tray. */
  readonly serials: readonly string[];
  /** Indentations a block gets. */
  readonly preliminary: number;
  readonly counted: number;
}

/** The step a job means; a job nobody has words for is shown by its key. */
export function stepOf({ key, state }: Pick<JobGlimpse, "key" | "state">, facts: StepFacts): Step {
  const onTray = key.slice(`batch/${facts.batch}/`.length);
  const serial = facts.serials.find((candidate) => onTray.startsWith(`block/${candidate}/`)) ?? null;
  const path = serial === null ? onTray : onTray.slice(`block/${serial}/`.length);
  const attempt = Number(/#(\d+)(?!.*#)/.exec(path)?.[1] ?? 1);
  const number = Number(/\/(\d+)/.exec(path)?.[1] ?? 0);
  const asked = path.replaceAll(/#\d+/g, "").replaceAll(/\/\d+/g, "/*");
  const name = state === "finished" ? (COMPUTING_AFTER[asked] ?? asked) : asked;
  const rows = serial === null ? TRAY_STEPS : BLOCK_STEPS;
  const found = name.endsWith("/ask") ? questionOf(rows, name) : rows[name];
  if (found === undefined) return { key, serial, phase: null, words: { zh: key, en: key } };
  const named = name.startsWith("indent/") ? indentationName(number, facts) : bothWays(String(number));
  return { key, serial, phase: found.phase, words: complete(found.words, named, attempt) };
}

/** A question belongs to the phase of what it asks about. */
function questionOf(rows: Readonly<Record<string, StepRow>>, name: string): StepRow {
  const [first = ""] = name.split("/");
  const phase: Phase | null =
    first === "reject-room"
      ? "place"
      : (rows[first]?.phase ?? rows[`${first}/*`]?.phase ?? rows[`${first}/look`]?.phase ?? null);
  return { phase, words: ASKING };
}

function indentationName(number: number, { preliminary, counted }: StepFacts): Words {
  if (number <= preliminary)
    return { zh: `预压 ${number}/${preliminary}`, en: `preliminary indentation ${number} of ${preliminary}` };
  const nth = number - preliminary;
  if (nth <= counted) return { zh: `压痕 ${nth}/${counted}`, en: `indentation ${nth} of ${counted}` };
  return { zh: `补压 ${nth - counted}`, en: `replacement indentation ${nth - counted}` };
}

const bothWays = (text: string): Words => ({ zh: text, en: text });

function complete({ zh, en }: Words, named: Words, attempt: number): Words {
  const again = attempt > 1;
  return {
    zh: zh.replace("{n}", named.zh) + (again ? `（第 ${attempt} 次）` : ""),
    en: en.replace("{n}", named.en) + (again ? ` (attempt ${attempt})` : ""),
  };
}
