/** What goes over the border, as zod schemas: the answers of /api/v1 and the one body it takes. */
import { z } from "zod";
import { DEVICE_KIND_NAMES, HEALTHS, MODES } from "../../devices/index.ts";
import { byWhom, flowSchema, steeringSchema } from "./steering-api.ts";

/** One text in the page's two languages; a text recorded in one language stands in both. */
const wordsSchema = z.object({ zh: z.string(), en: z.string() });
export type Words = z.infer<typeof wordsSchema>;

/** ISO 8601, UTC. */
const instant = z.iso.datetime();

/** A block's phases in the order of its journey. */
export const PHASES = ["pick", "measure", "look", "indent", "judge", "place"] as const;
export type Phase = (typeof PHASES)[number];

/** Blocks of a batch by what became of them; `done` is their sum. */
const counts = {
  done: z.number().int(),
  total: z.number().int(),
  passed: z.number().int(),
  rejected: z.number().int(),
  /** The batch was stopped or the block left out while it was in hand. */
  incomplete: z.number().int(),
  /** Never picked. */
  skipped: z.number().int(),
};

const stepSchema = z.object({
  /** Key of the job the step was read from. */
  key: z.string(),
  /** Null while the tray as a whole is being handled. */
  phase: z.enum(PHASES).nullable(),
  serial: z.string().nullable(),
  words: wordsSchema,
});
export type Step = z.infer<typeof stepSchema>;

export const LINE_STATES = ["working", "waiting", "asking", "stopped"] as const;

const lineSchema = z.object({
  name: z.string(),
  state: z.enum(LINE_STATES),
  /** Why it does not work; null while it does. */
  reason: wordsSchema.nullable(),
  batch: z
    .object({
      id: z.string(),
      tray: z.string(),
      flow: flowSchema,
      ...counts,
      step: stepSchema.nullable(),
    })
    .nullable(),
  queued: z.number().int(),
});
export type LineView = z.infer<typeof lineSchema>;

const lastJobSchema = z.object({
  key: z.string(),
  command: z.string(),
  /** The command's text, such as a place or a scale; empty for none. */
  text: z.string(),
  state: z.enum(["sent", "succeeded", "failed"]),
  /** What went wrong; null unless failed. */
  failure: z.string().nullable(),
  /** The fault's name; null unless failed. */
  fault: z.string().nullable(),
  openedAt: instant,
  finishedAt: instant.nullable(),
});

const deviceSchema = z.object({
  name: z.string(),
  kind: z.enum(DEVICE_KIND_NAMES),
  link: z.enum(["connecting", "connected", "stale"]),
  /** Mode and health are null while the link is not connected: what was read before says nothing about now. */
  mode: z.enum(MODES).nullable(),
  health: z.enum(HEALTHS).nullable(),
  held: z.boolean(),
  /** Since the heartbeat was last seen to move; null before the first status. */
  heartbeatAgeMs: z.number().int().nullable(),
  roundTripMs: z.number().nullable(),
  lastJob: lastJobSchema.nullable(),
});
export type DeviceView = z.infer<typeof deviceSchema>;

export const questionSchema = z.object({
  key: z.string(),
  batch: z.string().nullable(),
  serial: z.string().nullable(),
  /** The step that it is about. */
  step: wordsSchema.nullable(),
  /** Name of the fault that led to it; null when none did. */
  fault: z.string().nullable(),
  question: z.string(),
  choices: z.array(z.object({ choice: z.string(), consequence: z.string() })),
  askedAt: instant,
});
export type Question = z.infer<typeof questionSchema>;

const batchSummarySchema = z.object({
  id: z.string(),
  line: z.string(),
  state: z.enum(["queued", "running", "finished", "stopped"]),
  flow: flowSchema,
  tray: z.string(),
  order: z.string(),
  item: z.string(),
  /** The stopped batch it goes on with. */
  continues: z.string().nullable(),
  ...counts,
  /** Blocks whose values a later failed daily verification put in doubt; may change after the batch has ended. */
  suspect: z.number().int(),
  createdAt: instant,
  endedAt: instant.nullable(),
});
export type BatchSummary = z.infer<typeof batchSummarySchema>;
export const batchesSchema = z.object({ batches: z.array(batchSummarySchema) });

export const overviewSchema = z.object({
  at: instant,
  lab: z.object({
    name: z.string(),
    title: z.string(),
    /** Times real speed. */
    speed: z.number(),
    virtual: z.boolean(),
  }),
  lines: z.array(lineSchema),
  devices: z.array(deviceSchema),
  questions: z.array(questionSchema),
  batches: z.array(batchSummarySchema),
  /** Goes up whenever the information base changes; a batch fetched under the same number is still as it was. */
  revision: z.number().int(),
});
export type Overview = z.infer<typeof overviewSchema>;

const indentationSchema = z.object({
  purpose: z.enum(["preliminary", "counted"]),
  /** At the tester's resolution, HR; null while it is made, when its value was lost or when it was not made. */
  readingHr: z.number().nullable(),
  /** Why it was set aside; empty otherwise. */
  reason: z.string(),
  /** `inDoubt`: the tester did not say what became of it, and neither a look nor a person has settled it yet. */
  /** `setAside`: out of the scale or far from the others; it stays on record and does not count. */
  state: z.enum(["underWay", "made", "inDoubt", "valueLost", "setAside", "notMade"]),
});
export type IndentationView = z.infer<typeof indentationSchema>;

const blockSchema = z.object({
  slot: z.number().int(),
  serial: z.string(),
  scale: z.string(),
  nominalHr: z.number(),
  client: z.string(),
  maker: z.string(),
  state: z.enum(["waiting", "inHand", "passed", "rejected", "incomplete", "skipped"]),
  /** 1, or more when the block was ordered to be repeated. */
  attempt: z.number().int(),
  /** `slot:7`, `reject:1`, or `hand` between pick and record. */
  place: z.string(),
  step: stepSchema.nullable(),
  /** What was ordered for it and is still to come. */
  ordered: z.enum(["skip", "repeat"]).nullable(),
  indentations: z.array(indentationSchema),
  /** Readings that count, in the order made, HR at the tester's resolution. */
  readings: z.array(z.number()),
  verdict: z
    .object({
      /** Unrounded, HR. */
      meanHr: z.number(),
      uniformityHr: z.number(),
      limitHr: z.number(),
      /** As reported, to 0.1 HR. */
      reportedMean: z.string(),
      reportedUniformity: z.string(),
      provisional: z.boolean(),
      decisive: z.string(),
    })
    .nullable(),
  /** Why it did not pass; empty otherwise. */
  reason: z.string(),
  /** Daily verifications that failed since and put its values in doubt, oldest first. */
  suspect: z.array(
    z.object({
      attempt: z.number().int(),
      /** Local date, YYYY-MM-DD. */
      day: z.string(),
      scale: z.string(),
      /** Serial of the reference block. */
      reference: z.string(),
      /** Batch in which it was verified. */
      verifiedIn: z.string(),
      why: z.string(),
    }),
  ),
  recordedAt: instant.nullable(),
});
export type BlockView = z.infer<typeof blockSchema>;

export const batchDetailSchema = z.object({
  ...batchSummarySchema.shape,
  revision: z.number().int(),
  layout: z.object({
    columns: z.number().int(),
    slots: z.number().int(),
    rejectSlots: z.number().int(),
  }),
  /** Indentations each block is to get. */
  planned: z.object({ preliminary: z.number().int(), counted: z.number().int() }),
  /** Smallest step of the tester's readings, HR. */
  resolutionHr: z.number(),
  step: stepSchema.nullable(),
  /** Every order given for it, oldest first. */
  steering: steeringSchema.shape.orders,
  /** The batch that took it up after it was stopped. */
  takenUpAs: z.string().nullable(),
  /** The table its blocks are judged by; `provisional` says why no certificate may come of it. Null until looked at before the start. */
  limitTable: z
    .object({
      id: z.string(),
      revision: z.number(),
      status: z.string(),
      provisional: z.string().nullable(),
    })
    .nullable(),
  /** In the order of the tray. */
  blocks: z.array(blockSchema),
  /** Null when there is nothing to estimate, when the line waits for a person, and when the flow is not on. */
  estimate: z
    .object({
      remainingS: z.number(),
      finishesAt: instant,
      /** `pace`: of this batch's blocks so far; `nominal`: the lab file's times. */
      basis: z.enum(["pace", "nominal"]),
    })
    .nullable(),
});
export type BatchDetail = z.infer<typeof batchDetailSchema>;

export const answerSchema = z
  .object({
    key: z.string().min(1).max(300),
    choice: z.string().min(1).max(64),
    by: byWhom,
  })
  .strict();

/** Every answer that is no success. */
export const problemSchema = z.object({ error: z.string() });
