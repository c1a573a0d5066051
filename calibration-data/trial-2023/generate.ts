/**
 * Writes physical.yaml and order.yaml of the trial from blocks.ts and published.csv; the same bytes every time.
 * Run: node calibration-data/trial-2023/generate.ts
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import {
  type LimitTable,
  parseLimitTable,
  requiredDistances,
  roundHalfEven,
} from "../../controller/metrology/index.ts";
import type { PhysicalBlock } from "../../devices/virtual/physics/physical-file.ts";
import {
  type ChosenBlock,
  type PublishedBlock,
  REFERENCE,
  SCALE,
  type TrialBlock,
  trialBlocks,
} from "./blocks.ts";
import { drawsFrom } from "./draws.ts";
import { layDents } from "./old-dents.ts";
import { solveField } from "./solve-field.ts";
import { type UsableSurface, usableSurface } from "./usable-surface.ts";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The limit table the trial is judged by. */
export function trialTable(): LimitTable {
  return parseLimitTable(parse(readFileSync(here("../limits/jjg-113-2013.yaml"), "utf8")));
}

/** The manual figures of the published trial, HRC. */
export function publishedBlocks(): PublishedBlock[] {
  const [, ...lines] = readFileSync(here("published.csv"), "utf8").trim().split("\n");
  return lines.map((line) => {
    const [serial = "", mean, uniformity] = line.split(",");
    return { serial, meanHr: Number(mean), uniformityHr: Number(uniformity) };
  });
}

/** Where dents may lie on a block: its surface less chamfer and the edge distance at its mean hardness. */
export function surfaceOf(table: LimitTable, block: Pick<ChosenBlock, "shape" | "aim">): UsableSurface {
  return usableSurface(block.shape, requiredDistances(table, SCALE, block.aim.meanHr).edgeMm);
}

/** What a trial block truly is. */
export function physicalBlock(table: LimitTable, block: TrialBlock): PhysicalBlock {
  return chosenBlock(table, block, block.slot);
}

/** Chance of the line's reference blocks begins beyond the tray's slots. */
const REFERENCE_CHANCE = 50;

/** What the line's reference block truly is. */
export function physicalReference(table: LimitTable): PhysicalBlock {
  return chosenBlock(table, REFERENCE, REFERENCE_CHANCE + REFERENCE.place);
}

function chosenBlock(table: LimitTable, block: ChosenBlock, chance: number): PhysicalBlock {
  const surface = surfaceOf(table, block);
  const { spacingMm } = requiredDistances(table, SCALE, block.aim.meanHr - block.aim.rangeHr);
  const draw = drawsFrom(900 + chance);
  const turn = block.shape.kind === "round" ? 360 * draw() : 8 * draw() - 4;
  return {
    id: block.serial,
    scale: SCALE,
    shape: block.shape,
    finish: block.finish,
    surfaceSeed: 5000 + chance,
    thetaDeg: Number(turn.toFixed(1)),
    field: solveField(surface, { ...block.aim, seed: 100 + chance }),
    oldDents: layDents(surface, block.oldDents, spacingMm, 300 + chance).map(([xMm, yMm]) => ({
      xMm,
      yMm,
      scale: SCALE,
    })),
  };
}

/** The text of physical.yaml. */
export function physicalYaml(table: LimitTable, blocks: readonly TrialBlock[]): string {
  return [
    "# What the blocks of the trial truly are. Written by generate.ts: change blocks.ts and run it instead of editing here.",
    "tray:",
    ...blocks.map(({ slot, serial }) => `  - ${flow({ slot, block: serial })}`),
    "references:",
    `  - ${flow({ place: REFERENCE.place, block: REFERENCE.serial })}`,
    "blocks:",
    ...blocks.flatMap((block) => blockLines(physicalBlock(table, block))),
    ...blockLines(physicalReference(table)),
    "",
  ].join("\n");
}

/** The text of order.yaml: what the clients ask for, by the values marked on their blocks. */
export function orderYaml(blocks: readonly TrialBlock[]): string {
  return [
    "# The trial's work order, by slot. Written by generate.ts. Lengths in mm; nominalHr is the value marked on the block.",
    "order: trial-2023",
    "item: Standard Rockwell hardness block 标准洛氏硬度块",
    "blocks:",
    ...blocks.map(({ slot, serial, shape: { kind, ...size }, aim, client, maker }) => {
      const nominalHr = roundHalfEven(aim.meanHr, 0).toNumber();
      return `  - ${flow({ slot, serial, scale: SCALE, nominalHr, shape: kind, ...size, client, maker })}`;
    }),
    "",
  ].join("\n");
}

function blockLines({ field, oldDents, ...block }: PhysicalBlock): string[] {
  return [
    `  - id: ${block.id}`,
    `    scale: ${block.scale}`,
    `    shape: ${flow(block.shape)}`,
    `    finish: ${block.finish}`,
    `    surfaceSeed: ${block.surfaceSeed}`,
    `    thetaDeg: ${block.thetaDeg}`,
    "    field:",
    `      baseHr: ${field.baseHr}`,
    `      planeHrPerMm: [${field.planeHrPerMm.join(", ")}]`,
    "      waves:",
    ...field.waves.map((wave) => `        - ${flow(wave)}`),
    ...(oldDents.length === 0 ? [] : ["    oldDents:"]),
    ...oldDents.map((dent) => `      - ${flow(dent)}`),
  ];
}

function flow(entries: object): string {
  const parts = Object.entries(entries).map(([key, value]) => `${key}: ${value}`);
  return `{ ${parts.join(", ")} }`;
}

if (import.meta.main) {
  const blocks = trialBlocks(publishedBlocks());
  writeFileSync(here("physical.yaml"), physicalYaml(trialTable(), blocks));
  writeFileSync(here("order.yaml"), orderYaml(blocks));
  console.log(`wrote ${blocks.length} blocks to physical.yaml and order.yaml`);
}
