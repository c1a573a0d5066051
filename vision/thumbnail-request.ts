/** Making a small copy of a picture: what is asked and what is answered. */
import { z } from "zod";
import { imagePathSchema } from "./requests.ts";

export const thumbnailRequestSchema = z.object({
  imagePath: imagePathSchema,
  /** Where to write the small copy, a JPEG; its folder must be there. */
  thumbnailPath: z.string().min(1),
  /** Width of the copy, 16 to 2,000 px; a narrower picture keeps its own. */
  widthPx: z.number().int().min(16).max(2_000).default(320),
});
export type ThumbnailRequest = z.input<typeof thumbnailRequestSchema>;

export const thumbnailResultSchema = z.object({
  /** Size of the copy. */
  widthPx: z.number().int().positive(),
  heightPx: z.number().int().positive(),
  /** Time the child took. */
  ms: z.number().nonnegative(),
});
export type ThumbnailResult = z.infer<typeof thumbnailResultSchema>;
