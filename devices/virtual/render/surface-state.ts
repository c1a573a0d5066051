/** What state a surface is in: the worst of what mars it, as the person who must act would name it. */
import type { Defect } from "./defect-kinds.ts";
import { placesLeft } from "./full-layouts.ts";
import type { SampledScene } from "./sampled-scene.ts";

export type SurfaceState = "fit" | "scratched" | "stained" | "rusted" | "damaged" | "full" | "unreadable";

/** Room left on a block: how many (up to five) further dents of a diameter find a place. */
export interface Room {
  readonly dentMm: number;
  readonly places: number;
}

const STATES: readonly (readonly [SurfaceState, readonly Defect["kind"][]])[] = [
  ["damaged", ["gouge", "edgeDent", "wear"]],
  ["rusted", ["rust", "rustSpeck"]],
  ["scratched", ["scratch", "arc"]],
  ["stained", ["stain"]],
];

/** Dust, fibres, glare, shadow, handling marks, an engraved number or a pore leave a surface fit. */
export function surfaceState(scene: SampledScene, room: Room | undefined): SurfaceState {
  if (scene.unreadable !== undefined) return "unreadable";
  const marred = STATES.find(([, kinds]) => scene.defects.some(({ kind }) => kinds.includes(kind)))?.[0];
  if (marred !== undefined) return marred;
  return room !== undefined && room.places < FULL_BELOW ? "full" : "fit";
}

/** A verification takes five. */
const FULL_BELOW = 5;

/** Room for dents like the median of those on a block; undefined for a block without dents and for close pictures. */
export function roomLeft(scene: SampledScene): Room | undefined {
  if (scene.view !== "block" || scene.dents.length === 0) return undefined;
  const sizes = scene.dents.map(({ diameterMm }) => diameterMm).sort((a, b) => a - b);
  const dentMm = sizes[Math.floor(sizes.length / 2)] ?? 1;
  return { dentMm, places: placesLeft(scene.block, scene.dents, dentMm, FULL_BELOW) };
}
