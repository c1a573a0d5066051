/** Kept images over HTTP: whole, small, and what vision found on them. */
import { createReadStream } from "node:fs";
import { extname } from "node:path";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { imageResults, keptImagePath } from "../infobase/index.ts";
import type { RunningLab } from "../lab/start-lab.ts";
import { problem, readBody } from "./problem.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".bmp": "image/bmp",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".tif": "image/tiff",
};
/** Of a name that is the hash of the content, nothing ever changes. */
const FOR_EVER = "private, max-age=31536000, immutable";

const hashSchema = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "the SHA-256 of an image, 64 hex digits"),
});
export const imageQuerySchema = z.object({ size: z.enum(["full", "thumb"]).default("full") }).strict();

export function serveImages(
  server: FastifyInstance,
  { base, dataDir, thumbnail }: Pick<RunningLab, "base" | "dataDir" | "thumbnail">,
): void {
  server.get("/api/v1/images/:sha256", async (request, reply) => {
    const hash = readBody(hashSchema, request.params);
    const query = readBody(imageQuerySchema, request.query);
    if (!hash.success) return problem(reply, 400, hash.why);
    if (!query.success) return problem(reply, 400, query.why);
    const { sha256 } = hash.data;
    const { size } = query.data;
    const etag = `"${sha256}-${size}"`;
    const path =
      size === "full" || request.headers["if-none-match"] === etag
        ? keptImagePath(base, dataDir, sha256)
        : await thumbnail(sha256);
    if (path === undefined) return problem(reply, 404, `no image ${sha256} is kept`);
    if (typeof path !== "string") return problem(reply, 422, `there is no small copy: ${path.error}`);
    reply.headers({ etag, "cache-control": FOR_EVER });
    if (request.headers["if-none-match"] === etag) return reply.code(304).send();
    return reply.type(TYPES[extname(path)] ?? "application/octet-stream").send(createReadStream(path));
  });

  server.get("/api/v1/images/:sha256/results", async (request, reply) => {
    const hash = readBody(hashSchema, request.params);
    if (!hash.success) return problem(reply, 400, hash.why);
    const { sha256 } = hash.data;
    if (keptImagePath(base, dataDir, sha256) === undefined)
      return problem(reply, 404, `no image ${sha256} is kept`);
    return { sha256, results: imageResults(base, sha256) };
  });
}
