/** What a tray's way keeps in mind, and what follows from it. Pure. */
import { z } from "zod";
import type { BlockOutput } from "./block-context.ts";
import type { CarryOutput } from "./carry.ts";
import type { Engraving } from "./marking.ts";
import { type BlockOrder, blockOrderSchema, type LineSetup, type TrayOrder } from "./order.ts";
import type { Json, Outcome, Perform } from "./perform.ts";

export interface TrayInput {
  readonly perform: Perform;
  readonly batch: string;
  readonly line: LineSetup;
  readonly order: TrayOrder;
}

export interface TrayOutput {
  readonly state: "finished" | "stopped";
  readonly blocks: readonly BlockOutput[];
}

interface Turn {
  readonly block: BlockOrder;
  readonly attempt: number;
  readonly leftOut: string;
}

export interface TrayContext extends TrayInput {
  /** `batch/B-0001`. */
  readonly key: string;
  readonly environment: Json;
  /** Scale the tester is set up for; empty before the first set-up. */
  readonly scale: string;
  readonly trayAt: string;
  /** Blocks of the order that had their turn; repetitions come after all of them. */
  readonly begun: number;
  readonly repeated: number;
  readonly turn: Turn | undefined;
  readonly done: readonly BlockOutput[];
  readonly engraved: readonly number[];
  readonly stopped: boolean;
  /** Times the batch was checked before its start. */
  readonly preflights: number;
  readonly refusals: string;
  /** Verifications of the tester for the scale it is set up for. */
  readonly verifications: number;
  readonly reference: BlockOrder | undefined;
}

const admissionSchema = z.object({ admit: z.enum(["go", "skip", "stop"]), reason: z.string() });
const preflightSchema = z.object({ refusals: z.array(z.string()) });
const needSchema = z.object({ reference: blockOrderSchema.nullable(), refusal: z.string() });
const repeatSchema = z.object({ serial: z.string().nullable() });

export const nextBlock = ({ order, begun }: TrayContext): BlockOrder | undefined => order.blocks[begun];
export const latest = ({ done }: TrayContext, serial: string): BlockOutput | undefined =>
  done.findLast((block) => block.serial === serial);

/** The slot after the one last used: after the reject area was emptied it counts from 1 again. */
export function nextReject({ done, order }: TrayContext): number {
  const last = done.findLast(({ place }) => place.startsWith("reject:"));
  return last === undefined ? (order.continues?.nextReject ?? 1) : Number(last.place.split(":")[1]) + 1;
}

/** What the marker has to do: blocks whose last attempt passed, and those a stopped batch left unmarked. */
export function engravings(context: TrayContext): Engraving[] {
  const own = context.done.filter(
    (block) =>
      block === latest(context, block.serial) && block.outcome === "passed" && block.engraving !== "",
  );
  return [
    ...(context.order.continues?.engravings ?? []),
    ...own.map(({ slot, engraving }) => ({ slot, engraving })),
  ];
}

export const turnKey = ({ key, turn }: TrayContext): string => {
  if (turn === undefined) throw new Error(`${key}: no block has its turn`);
  return `${key}/block/${turn.block.serial}${turn.attempt === 1 ? "" : `@${turn.attempt}`}`;
};

export function carry(context: TrayContext, name: string, to: string) {
  const { perform, key, line, order, trayAt } = context;
  return { perform, key: `${key}/${name}`, agv: line.agv, tray: order.tray, from: trayAt, to };
}

export const arrived = ({ event }: { event: { output: CarryOutput } }): boolean => event.output.arrived;

export function arrival({ trayAt, arrived }: CarryOutput): Pick<TrayContext, "trayAt" | "stopped"> {
  return { trayAt, stopped: !arrived };
}

export function refusalsOf(outcome: Outcome): string[] {
  return outcome.ok ? preflightSchema.parse(outcome.value).refusals : [outcome.text];
}

export function need(outcome: Outcome): z.infer<typeof needSchema> {
  return outcome.ok ? needSchema.parse(outcome.value) : { reference: null, refusal: outcome.text };
}

export function admission(outcome: Outcome): z.infer<typeof admissionSchema> {
  return admissionSchema.parse(outcome.ok ? outcome.value : null);
}

/** The turn of a block that is to be repeated, when one is and the tray carries it. */
export function repeatOf(context: TrayContext, outcome: Outcome): Turn | undefined {
  const { serial } = repeatSchema.parse(outcome.ok ? outcome.value : null);
  const block = context.order.blocks.find((ordered) => ordered.serial === serial);
  if (block === undefined) return undefined;
  const attempts = context.done.filter((done) => done.serial === serial).length;
  return { block, attempt: attempts + 1, leftOut: "" };
}
