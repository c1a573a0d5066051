/** Where a batch stands, in plain words, from the job it stands at. */
import type { JobGlimpse } from "../infobase/index.ts";
import type { Phase, Step, Words } from "./api.ts";
import {
  ASKING,
  BLOCK_STEPS,
  COMPUTING_AFTER,
  type StepRow,
  TRAY_STEPS,
  VERIFICATION,
  VERIFICATION_STEPS,
} from "./step-words.ts";

export interface StepFacts {
  readonly batch: string;
  /** Serials on the tray. */
  readonly serials: readonly string[];
  /** Indentations a block gets. */
  readonly preliminary: number;
  readonly counted: number;
}

export interface BlockInKey {
  readonly serial: string;
  /** 1, or the number after `@` in the key of a block that is repeated. */
  readonly attempt: number;
  /** How all keys of this attempt begin, `batch/B-0001/block/2007-101@2/`. */
  readonly start: `${string}/`;
}

/** The block a key belongs to; undefined for what concerns the tray as a whole. */
export function blockInKey(key: string, batch: string, serials: readonly string[]): BlockInKey | undefined {
  for (const serial of serials) {
    const begins = `batch/${batch}/block/${serial}`;
    const repeated = key.startsWith(begins) ? /^(?:@(\d+))?\//.exec(key.slice(begins.length)) : null;
    if (repeated === null) continue;
    return { serial, attempt: Number(repeated[1] ?? 1), start: `${begins}${repeated[0].slice(0, -1)}/` };
  }
  return undefined;
}

/** The step a job means; a job nobody has words for is shown by its key. */
export function stepOf({ key, state }: Pick<JobGlimpse, "key" | "state">, facts: StepFacts): Step {
  const block = blockInKey(key, facts.batch, facts.serials);
  const serial = block?.serial ?? null;
  const path = key.slice(block?.start.length ?? `batch/${facts.batch}/`.length);
  if (serial !== null) return { key, serial, ...stepIn(BLOCK_STEPS, key, path, state, facts) };
  const [, verifying] = /^verify\/[^/]+\/\d+\/(.+)$/.exec(path) ?? [];
  if (verifying === undefined) return { key, serial, ...stepIn(TRAY_STEPS, key, path, state, facts) };
  // No block of the order is in hand.
  const { words } = stepIn(VERIFICATION_STEPS, key, verifying, state, facts);
  return {
    key,
    serial,
    phase: null,
    words: { zh: VERIFICATION.zh + words.zh, en: VERIFICATION.en + words.en },
  };
}

function stepIn(
  rows: Readonly<Record<string, StepRow>>,
  key: string,
  path: string,
  state: JobGlimpse["state"],
  facts: StepFacts,
): StepRow {
  const attempt = Number(/#(\d+)(?!.*#)/.exec(path)?.[1] ?? 1);
  const number = Number(/\/(\d+)/.exec(path)?.[1] ?? 0);
  const asked = path.replaceAll(/#\d+/g, "").replaceAll(/\/\d+/g, "/*");
  const name = state === "finished" ? (COMPUTING_AFTER[asked] ?? asked) : asked;
  if (name === "ask" || name.endsWith("/ask")) return questionOf(rows, name);
  const found = rows[name];
  if (found === undefined) return { phase: null, words: { zh: key, en: key } };
  const named = name.startsWith("indent/") ? indentationName(number, facts) : bothWays(String(number));
  return { phase: found.phase, words: complete(found.words, named, attempt) };
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
