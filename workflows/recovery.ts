/**
 * What is done when a step fails, as a table (故障处置表): the first row that fits speaks. Whatever no row names is asked.
 * `look` settles a job in doubt by looking at the world; `again` is a new attempt, the first outcome stays on record.
 */
export type Response =
  | { readonly kind: "again"; readonly times: number }
  | { readonly kind: "look" }
  | { readonly kind: "ask" };

export interface RecoveryRow {
  /** Command the row speaks of, or any. */
  readonly command: string | "any";
  readonly fault: string;
  readonly response: Response;
}

export const RECOVERY: readonly RecoveryRow[] = [
  { command: "any", fault: "inDoubt", response: { kind: "look" } },
  {
    command: "pick",
    fault: "gripMissed",
    response: { kind: "again", times: 2 },
  },
  { command: "go", fault: "blocked", response: { kind: "again", times: 3 } },
  {
    command: "expose",
    fault: "noImage",
    response: { kind: "again", times: 2 },
  },
  {
    command: "measure",
    fault: "badResult",
    response: { kind: "again", times: 2 },
  },
  {
    command: "read",
    fault: "badResult",
    response: { kind: "again", times: 2 },
  },
];

/** The response to a fault of a command after `attempts` attempts. */
export function responseTo(command: string, fault: string, attempts: number): Response {
  const row = RECOVERY.find(
    (candidate) =>
      (candidate.command === "any" || candidate.command === command) && candidate.fault === fault,
  );
  if (row === undefined) return { kind: "ask" };
  if (row.response.kind === "again" && attempts > row.response.times) return { kind: "ask" };
  return row.response;
}
