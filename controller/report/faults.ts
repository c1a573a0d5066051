/** What went wrong, and what followed by the record: the jobs that came of it, not what the recovery table would say today. */
import { z } from "zod";
import type { JobGlimpse } from "../infobase/index.ts";

export interface Fault {
  readonly key: string;
  /** Null for a computation. */
  readonly device: string | null;
  readonly what: string;
  readonly attempt: number;
  readonly fault: string;
  readonly text: string;
  readonly at: string;
  readonly followedBy: Followed;
}

export const FOLLOWED = {
  asked: "a person was asked",
  looked: "sensors or camera looked what was done",
  rehomed: "the arm took its place anew",
  setUp: "the tester was set up anew",
  returned: "the block was brought back to the tester",
  again: "another attempt",
  nothing: "no other attempt",
} as const;
export type Followed = keyof typeof FOLLOWED;

/** By the ending of the key that came of a failed attempt; the first that is on record speaks. */
const SIGNS: readonly (readonly [string, Followed])[] = [
  ["/look", "looked"],
  ["/ask", "asked"],
  ["/rehome", "rehomed"],
  ["/setup", "setUp"],
  ["/return", "returned"],
];

/** Not sent by order of a person: steering tells of it, it is no fault. */
const BY_ORDER: readonly string[] = ["stopped", "skipped"];
const whatSchema = z.object({ command: z.string().optional(), name: z.string().optional() });

export function faultsOf(jobs: readonly JobGlimpse[]): Fault[] {
  const keys = jobs.map(({ key }) => key);
  return jobs.flatMap(({ key, kind, device, request, outcome, openedAt, finishedAt }) => {
    if (outcome === null || outcome.ok || BY_ORDER.includes(outcome.fault)) return [];
    const { command, name } = whatSchema.parse(request);
    return [
      {
        key,
        device: kind === "computation" ? null : device,
        what: command ?? name ?? kind,
        attempt: Number(/#(\d+)(?!.*#)/.exec(key)?.[1] ?? 1),
        fault: outcome.fault,
        text: outcome.text,
        at: finishedAt ?? openedAt,
        followedBy: followedBy(keys, key),
      },
    ];
  });
}

function followedBy(keys: readonly string[], key: string): Followed {
  const later = keys.slice(keys.indexOf(key) + 1);
  const came = (begins: string): boolean => later.some((other) => startsAs(other, begins));
  // What comes of a shift or a picture is entered under the attempt it belongs to.
  for (const start of new Set([key, attemptOf(key)])) {
    for (const [sign, followed] of SIGNS) if (came(`${start}${sign}`)) return followed;
    if (/#\d+$/.test(start) && came(nextAttempt(start))) return "again";
  }
  return "nothing";
}

/** `…/look` is the start of `…/look`, `…/look#2/expose` and `…/look/move`, not of `…/lookout`. */
const startsAs = (key: string, begins: string): boolean =>
  key.startsWith(begins) && ["", "/", "#"].includes(key.charAt(begins.length));

const attemptOf = (key: string): string => /^.*#\d+(?=\/)/.exec(key)?.[0] ?? key;

const nextAttempt = (key: string): string =>
  key.replace(/#(\d+)$/, (_whole, attempt: string) => `#${Number(attempt) + 1}`);
