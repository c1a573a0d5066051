/**
 * The physical file (physical.yaml): what the blocks of a virtual lab truly are, how its tray is laid, and which blocks stand at
 * the lines' reference places. Read once, when a world is made; the world's own file holds the truth from then on.
 */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { REFERENCE_PLACES } from "../../wire/index.ts";
import { edgeDistanceMm } from "./outline.ts";
import { rockwellScale } from "./scales.ts";

const positive = z.number().positive();
const scale = z
  .string()
  .refine((name) => rockwellScale(name) !== undefined, "not a Rockwell scale (such as HRC, HRBW or HR30N)");

const shapeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("round"), diameterMm: positive, thicknessMm: positive }).strict(),
  z
    .object({ kind: z.literal("rectangular"), lengthMm: positive, widthMm: positive, thicknessMm: positive })
    .strict(),
]);

const waveSchema = z
  .object({ amplitudeHr: z.number(), kxPerMm: z.number(), kyPerMm: z.number(), phase: z.number() })
  .strict();

export const physicalBlockSchema = z
  .object({
    /** The block's serial number. */
    id: z.string().min(1),
    scale,
    shape: shapeSchema,
    finish: z.enum(["ground", "brushed", "polished"]),
    /** Its texture: the same seed gives the same scratches. */
    surfaceSeed: z.number().int(),
    field: z
      .object({
        baseHr: z.number(),
        planeHrPerMm: z.tuple([z.number(), z.number()]),
        waves: z.array(waveSchema),
      })
      .strict(),
    /** Indentations it came with, centres in the block frame. */
    oldDents: z.array(z.object({ xMm: z.number(), yMm: z.number(), scale }).strict()).default([]),
    /** Its turn in the tray, clockwise seen from above, degrees. */
    thetaDeg: z.number().default(0),
  })
  .strict();

const referenceSchema = z
  .object({
    /** Number of its place: `reference:1` … */
    place: z.number().int().min(1).max(REFERENCE_PLACES),
    block: z.string(),
    /** Left out: the line whose references in the lab file name the block, or the only line there is. */
    line: z.string().optional(),
  })
  .strict();

const physicalFileSchema = z
  .object({
    tray: z.array(z.object({ slot: z.number().int().min(1).max(48), block: z.string() }).strict()).min(1),
    /** Reference blocks at the lines. Left out, those of the lab file are made as good as their certificates say. */
    references: z.array(referenceSchema).optional(),
    blocks: z.array(physicalBlockSchema).min(1),
  })
  .strict()
  .superRefine((file, context) => {
    const finding = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    const known = new Set<string>();
    file.blocks.forEach((block, index) => {
      if (known.has(block.id)) finding(["blocks", index, "id"], `"${block.id}" is there twice`);
      known.add(block.id);
      block.oldDents.forEach((dent, number) => {
        if (edgeDistanceMm(block.shape, dent.xMm, dent.yMm) <= 0)
          finding(["blocks", index, "oldDents", number], "lies beside the block");
      });
    });
    const [slots, placed] = [new Set<number>(), new Set<string>()];
    file.tray.forEach((place, index) => {
      if (!known.has(place.block))
        finding(["tray", index, "block"], `there is no block "${place.block}" among blocks`);
      if (slots.has(place.slot)) finding(["tray", index, "slot"], `slot ${place.slot} is taken twice`);
      if (placed.has(place.block)) finding(["tray", index, "block"], `"${place.block}" is placed twice`);
      slots.add(place.slot);
      placed.add(place.block);
    });
    const references = new Set<string>();
    file.references?.forEach(({ block, place, line = "" }, index) => {
      if (!known.has(block))
        finding(["references", index, "block"], `there is no block "${block}" among blocks`);
      if (references.has(`${line}:${place}`))
        finding(["references", index, "place"], `place ${place} is taken twice`);
      if (placed.has(block)) finding(["references", index, "block"], `"${block}" is placed twice`);
      references.add(`${line}:${place}`);
      placed.add(block);
    });
    for (const id of known) if (!placed.has(id)) finding(["tray"], `block "${id}" has no slot`);
  });

export type PhysicalFile = z.infer<typeof physicalFileSchema>;
/** A physical file as it is written: what has a default may be left out. */
export type PhysicalContent = z.input<typeof physicalFileSchema>;
export type PhysicalBlock = PhysicalFile["blocks"][number];

/** What is wrong with a physical file, each finding with its path in the file. */
export class PhysicalFileError extends Error {
  override readonly name = "PhysicalFileError";
  readonly findings: readonly string[];

  constructor(file: string, findings: readonly string[]) {
    super(
      `the physical file ${file} cannot be used:\n${findings.map((finding) => `  - ${finding}`).join("\n")}`,
    );
    this.findings = findings;
  }
}

/** Reads and checks a physical file; throws a PhysicalFileError that lists every finding with its path. */
export function readPhysicalFile(file: string): PhysicalFile {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new PhysicalFileError(file, [error instanceof Error ? error.message : String(error)]);
  }
  return parsePhysicalFile(file, text);
}

/** As readPhysicalFile, from the file's text (YAML, so JSON too); `file` is what messages call it. */
export function parsePhysicalFile(file: string, text: string): PhysicalFile {
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw new PhysicalFileError(file, [error instanceof Error ? error.message : String(error)]);
  }
  const parsed = physicalFileSchema.safeParse(content);
  if (!parsed.success)
    throw new PhysicalFileError(
      file,
      parsed.error.issues.map((issue) => `${issue.path.join(".") || "(top)"}: ${issue.message}`),
    );
  return parsed.data;
}
