/**
 * Writes what the dent finder takes for dents beside rendered pictures, as NNNN.candidates (x, y, diameter in px, probability), for
 * crops.py. `node vision/training/candidates.ts FOLDER...`
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readGreyImage } from "../image/grey-image.ts";
import { faceLevels, findPeaks } from "../indentations/finder.ts";
import { sightOf } from "../sight.ts";

const LEAST_PROBABILITY = 0.12;

for (const folder of process.argv.slice(2))
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    const truth: { image: string; view: string; state: string } = JSON.parse(
      readFileSync(join(folder, file), "utf8"),
    );
    if (truth.state === "unreadable") continue;
    const image = readGreyImage(join(folder, truth.image));
    const sight = sightOf(image, { shape: truth.view === "block" ? "auto" : "none" });
    if ("missing" in sight) continue;
    const peaks = await findPeaks(sight.face, faceLevels(image, sight.face), LEAST_PROBABILITY);
    const rows = peaks.map(({ x, y, major, minor, p }) => [x, y, Math.sqrt(major * minor), p]);
    writeFileSync(join(folder, file.replace(".json", ".candidates")), JSON.stringify(rows));
  }
