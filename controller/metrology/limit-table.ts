/**
 * Limit tables (允差表) as controlled documents: what a regulation allows, as data with its reading status, revision and
 * approvals. The files stand in calibration-data/limits/; whoever reads them hands the parsed YAML in here.
 */
import { z } from "zod";
import { SCALE_NAMES } from "./scales.ts";

const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "lower-case letters, digits and hyphens");
const day = z.iso.date();
const positive = z.number().positive();
const atLeast = z.number().nonnegative();
/** Whether anyone here has read the figure in the regulation itself. */
const reading = z.enum(["unread", "read"]);

const comparison = {
  /** GB/T 8170: `full` compares the values as they are (全数值比较法), `rounded` both rounded to `decimals` first (修约值比较法). */
  comparison: z.enum(["full", "rounded"]),
  decimals: z.number().int().min(0).max(3),
};

const linearRow = z
  .object({
    rule: z.literal("linear"),
    status: reading,
    source: z.string().min(1),
    scales: z.array(z.enum(SCALE_NAMES)).min(1),
    /** Limit = max(coefficient · (reference − mean), floor), HR. */
    coefficient: positive,
    reference: positive,
    floor: positive,
    ...comparison,
  })
  .strict();

const diameterStepRow = z
  .object({
    rule: z.literal("byMeanDiameter"),
    status: reading,
    source: z.string().min(1),
    scales: z.tuple([z.literal("HBW")]),
    /** Which five values (max − min)/mean is taken of. */
    quantity: z.enum(["diameter", "hardness"]),
    /** Reckoned from another row and not from a regulation: never good for a real lab. */
    derived: z.boolean().default(false),
    /** The first step that the mean diameter falls under; the last has neither bound. */
    steps: z
      .array(
        z
          .object({
            belowMm: positive.optional(),
            upToMm: positive.optional(),
            percent: positive,
          })
          .strict(),
      )
      .min(1),
    ...comparison,
  })
  .strict();

const distanceRule = z
  .object({
    status: reading,
    source: z.string().min(1),
    timesDiameter: positive,
    atLeastMm: atLeast,
  })
  .strict();

const thicknessRule = z
  .object({
    status: reading,
    source: z.string().min(1),
    atLeastMm: positive,
    /** Instead of `atLeastMm` for blocks tested with a ball of that diameter. */
    withBall: z.array(z.object({ ballMm: positive, atLeastMm: positive }).strict()).default([]),
  })
  .strict();

const approvalSchema = z
  .object({
    by: z.string().min(1),
    on: day,
    /** The one lab it holds for. */
    lab: id,
    /** The one revision it holds for: a changed table needs a new approval. */
    revision: z.number().int().positive(),
    /** `regulation`: compared with the regulation's text. `virtualLab`: for a laboratory that is not real, unread figures and all. */
    ground: z.enum(["regulation", "virtualLab"]),
  })
  .strict();

const tableShape = z
  .object({
    id,
    regulation: z.string().min(1),
    edition: z.string().min(1),
    inForceSince: day,
    /** Where the limits stand in the regulation; null until someone has read it. */
    clause: z.string().min(1).nullable(),
    title: z.string().min(1),
    revision: z.number().int().positive(),
    status: z.enum(["unread", "read", "approved"]),
    /** Who compared the file with the regulation; the approval is another person's. */
    readBy: z
      .object({ by: z.string().min(1), on: day })
      .strict()
      .nullable(),
    approvals: z.array(approvalSchema),
    /** Fewest counted indentations a block. */
    indentations: z
      .object({
        status: reading,
        source: z.string().min(1),
        atLeast: z.number().int().min(2),
      })
      .strict(),
    temperatureC: z
      .object({
        status: reading,
        source: z.string().min(1),
        min: z.number(),
        max: z.number(),
      })
      .strict(),
    /** Between the centres of two dents, by the wider one's diameter. */
    spacing: distanceRule,
    /** From a dent's centre to the edge of the test surface. */
    edge: distanceRule,
    thickness: thicknessRule,
    rows: z.array(z.discriminatedUnion("rule", [linearRow, diameterStepRow])).min(1),
  })
  .strict();
const tableSchema = tableShape.superRefine(checkTable);

export type LimitTable = z.infer<typeof tableShape>;
export type LimitRow = LimitTable["rows"][number];
export type LinearRow = Extract<LimitRow, { rule: "linear" }>;
export type Approval = z.infer<typeof approvalSchema>;

/** Whether a lab may judge by a table; if not, its verdicts are provisional and no certificate may be released. */
export type TableApproval =
  | { readonly kind: "approved"; readonly approval: Approval }
  | { readonly kind: "provisional"; readonly why: string };

/** What is wrong with a limit table, each finding with its path in the file. */
export class LimitTableError extends Error {
  override readonly name = "LimitTableError";
  readonly findings: readonly string[];

  constructor(findings: readonly string[]) {
    super(`the limit table cannot be used:\n${findings.map((finding) => `  - ${finding}`).join("\n")}`);
    this.findings = findings;
  }
}

/** Checks the content of a limit table's file; throws a LimitTableError that lists every finding. */
export function parseLimitTable(content: unknown): LimitTable {
  const parsed = tableSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new LimitTableError(
    parsed.error.issues.map((issue) => `${issue.path.join(".") || "(top)"}: ${issue.message}`),
  );
}

/**
 * The approval that lets a lab judge by a table, or why there is none. Approvals stand in the table's file or, when given in
 * the HMI, are recorded elsewhere and passed in. Each holds for one lab and one revision; a real lab's counts only for a table
 * whose status is `approved`, a virtual lab's whatever the status.
 */
export function approvalFor(
  table: LimitTable,
  labId: string,
  recorded: readonly Approval[] = [],
): TableApproval {
  const own = [...table.approvals, ...recorded].filter((approval) => approval.lab === labId);
  const current = own.filter((approval) => approval.revision === table.revision);
  const approval = current.find(({ ground }) => ground === "virtualLab" || table.status === "approved");
  if (approval !== undefined) return { kind: "approved", approval };
  const name = `limit table ${table.id} revision ${table.revision}`;
  if (current.length > 0)
    return {
      kind: "provisional",
      why: `${name} is ${table.status}: it must be read and approved`,
    };
  if (own.length > 0)
    return {
      kind: "provisional",
      why: `${name} is not approved for ${labId}; revision ${own.map(({ revision }) => revision).join(", ")} was`,
    };
  return { kind: "provisional", why: `${name} is not approved for ${labId}` };
}

function checkTable(table: LimitTable, context: z.RefinementCtx): void {
  const find = (path: (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  const seen = new Set<string>();
  table.rows.forEach((row, index) => {
    for (const scale of row.scales) {
      const key = row.rule === "linear" ? scale : `${scale} by ${row.quantity}`;
      if (seen.has(key)) find(["rows", index, "scales"], `${key} has a limit already`);
      seen.add(key);
    }
  });
  table.approvals.forEach((approval, index) => {
    if (approval.revision > table.revision)
      find(["approvals", index, "revision"], `there is no revision ${approval.revision} yet`);
    if (approval.ground === "regulation" && approval.by === table.readBy?.by)
      find(["approvals", index, "by"], "whoever read the table cannot approve it");
  });
  if (table.status === "unread") return;
  if (table.readBy === null) find(["readBy"], `a table that is ${table.status} names who read it`);
  if (table.clause === null) find(["clause"], `a table that is ${table.status} names the clause`);
  const rules = {
    indentations: table.indentations,
    spacing: table.spacing,
    edge: table.edge,
    thickness: table.thickness,
    temperatureC: table.temperatureC,
  };
  for (const [path, rule] of Object.entries(rules))
    if (rule.status === "unread") find([path, "status"], `is unread while the table is ${table.status}`);
  table.rows.forEach((row, index) => {
    if (row.status === "unread")
      find(["rows", index, "status"], `is unread while the table is ${table.status}`);
    if (row.rule === "byMeanDiameter" && row.derived)
      find(["rows", index, "derived"], "a derived limit is for a virtual laboratory only: take the row out");
  });
  if (table.status === "approved" && !table.approvals.some(({ ground }) => ground === "regulation"))
    find(["approvals"], "a table that is approved names by whom");
}
