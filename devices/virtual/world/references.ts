/** The reference blocks (标准块) at the lines: laid once, when the world is made; trays come and go beside them. */
import type { Lab } from "../../lab-file.ts";
import { type PhysicalFile, referenceBlockFor } from "../physics/index.ts";
import { layBlock, TrayError } from "./tray.ts";
import type { WorldFile } from "./world-file.ts";

/**
 * Lays the physical file's reference blocks; when it says nothing of any, those the lab file names, made to be as good as their
 * certificates.
 * @throws TrayError for one that belongs to no line.
 */
export function layReferences(world: WorldFile, lab: Lab, physical: PhysicalFile, seed: number): void {
  if (physical.references === undefined) {
    for (const { arm, references } of Object.values(lab.lines))
      for (const reference of references)
        layBlock(world, referenceBlockFor(reference, seed), `reference:${reference.place}`, arm);
    return;
  }
  for (const { place, block: id, line } of physical.references) {
    const block = physical.blocks.find((candidate) => candidate.id === id);
    if (block === undefined) throw new TrayError(`there is no reference block ${id} among the blocks`);
    layBlock(world, block, `reference:${place}`, armOf(lab, id, line));
  }
}

function armOf(lab: Lab, block: string, name: string | undefined): string {
  const lines = Object.values(lab.lines);
  const line =
    name === undefined
      ? (lines.find(({ references }) => references.some(({ serial }) => serial === block)) ??
        (lines.length === 1 ? lines[0] : undefined))
      : lab.lines[name];
  if (line === undefined)
    throw new TrayError(
      name === undefined
        ? `no line of ${lab.lab} names reference block ${block}; say its line in the physical file`
        : `reference block ${block} belongs to the line "${name}", but ${lab.lab} has ${Object.keys(lab.lines).join(", ")}`,
    );
  return line.arm;
}
