/** One door to the scenes of all views. */
import { sampleBrinell } from "./brinells.ts";
import { sampleCloseup } from "./closeups.ts";
import type { Split } from "./rigs.ts";
import type { CameraName, SampledScene, View } from "./sampled-scene.ts";
import { sampleScene } from "./scenes.ts";

/** The scene of a seed; the camera counts for whole blocks alone. */
export function sampleView(view: View, seed: number, split: Split, camera: CameraName): SampledScene {
  switch (view) {
    case "block":
      return sampleScene(seed, split, camera);
    case "closeup":
      return sampleCloseup(seed, split);
    case "brinell":
      return sampleBrinell(seed, split);
  }
}
