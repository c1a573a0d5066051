/** Small copies of kept images, made once by vision and kept in `DATA/thumbnails`; they can be deleted at any time. */
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { isVisionFailure, type VisionFailure, type VisionProcess } from "../../vision/index.ts";
import { type InfoBase, keptImagePath } from "../infobase/index.ts";

/** Path of an image's small copy, why there is none, or undefined when no image of that hash is kept. */
export type Thumbnails = (sha256: string) => Promise<string | VisionFailure | undefined>;

export function keepThumbnails(
  base: InfoBase,
  dataDir: string,
  vision: Pick<VisionProcess, "thumbnail">,
): Thumbnails {
  const underWay = new Map<string, Promise<string | VisionFailure>>();
  return async (sha256) => {
    const imagePath = keptImagePath(base, dataDir, sha256);
    if (imagePath === undefined) return undefined;
    const thumbnailPath = join(dataDir, "thumbnails", sha256.slice(0, 2), `${sha256}.jpg`);
    if (existsSync(thumbnailPath)) return thumbnailPath;
    const begun = underWay.get(sha256) ?? make(imagePath, thumbnailPath);
    underWay.set(sha256, begun);
    try {
      return await begun;
    } finally {
      underWay.delete(sha256);
    }
  };

  async function make(imagePath: string, thumbnailPath: string): Promise<string | VisionFailure> {
    mkdirSync(dirname(thumbnailPath), { recursive: true });
    const made = await vision.thumbnail({ imagePath, thumbnailPath });
    return isVisionFailure(made) ? made : thumbnailPath;
  }
}
