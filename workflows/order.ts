/** What a batch is asked to do, and with what: the order of a tray and the line that serves it. */
import { z } from "zod";

const lengthMm = z.number().positive();

const announced = {
  slot: z.number().int().min(1),
  /** Number of the block, as on its side. */
  serial: z.string().min(1).max(24),
  scale: z.string().min(1),
  /** Value marked on the block, HR; decides the size of the dents for planning. */
  nominalHr: z.number(),
  /** Sizes an order leaves out are not checked. */
  thicknessMm: lengthMm.optional(),
  client: z.string(),
  maker: z.string(),
};

export const blockOrderSchema = z.discriminatedUnion("shape", [
  z.object({ ...announced, shape: z.literal("round"), diameterMm: lengthMm }).strict(),
  z.object({ ...announced, shape: z.literal("unstated") }).strict(),
  z
    .object({
      ...announced,
      shape: z.literal("rectangular"),
      lengthMm,
      widthMm: lengthMm,
    })
    .strict(),
]);

/** A customer's order as its file gives it. */
export const workOrderSchema = z
  .object({
    order: z.string().min(1),
    item: z.string(),
    blocks: z.array(blockOrderSchema).min(1),
  })
  .strict();

/** A work order laid out on a tray for one line. */
export const trayOrderSchema = workOrderSchema.extend({
  /** The tray's own name, as the AGV is told it. */
  tray: z.string().min(1).max(32),
  line: z.string(),
  /** None when a stopped batch left only engravings to do. */
  blocks: z.array(blockOrderSchema),
  /** Where a stopped batch left the tray, when this one goes on with it. */
  continues: z
    .object({
      batch: z.string(),
      /** Station the tray stands at. */
      trayAt: z.string(),
      nextReject: z.number().int().min(1),
      /** Blocks that passed in the stopped batch and were not engraved yet. */
      engravings: z.array(z.object({ slot: z.number().int(), engraving: z.string() })),
    })
    .strict()
    .optional(),
});

export type BlockOrder = z.infer<typeof blockOrderSchema>;
export type TrayOrder = z.infer<typeof trayOrderSchema>;

/** Devices by their names in the lab file, and the rules of the line that a workflow needs. */
export interface LineSetup {
  readonly line: string;
  readonly station: string;
  readonly stations: {
    readonly unchecked: string;
    readonly marking: string;
    readonly inspected: string;
  };
  readonly agv: string;
  readonly marker: string;
  readonly environment: string;
  readonly arm: string;
  readonly stage: string;
  readonly camera: string;
  readonly tester: string;
  /** Indentations that seat the block and do not count. */
  readonly preliminary: number;
  readonly counted: number;
  readonly rejectSlots: number;
  /** Another value than the median of its block by more than this is replaced once; both stay on record. */
  readonly outlierHr: number;
  readonly exposureMs: number;
  /** Smallest step of the tester's readings, HR. */
  readonly resolutionHr: number;
}
