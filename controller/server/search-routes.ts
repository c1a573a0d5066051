/** Search and a block's history over HTTP. */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { blockHistory, searchVerdicts } from "../infobase/index.ts";
import type { RunningLab } from "../lab/start-lab.ts";
import { problem, readBody } from "./problem.ts";

const date = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/, "a day (2026-11-25) or an instant in UTC, ISO 8601");
const text = z.string().min(1).max(100);

/** A `*` at the end of serial or client: whatever begins so. */
export const searchQuerySchema = z
  .object({
    serial: text.optional(),
    client: text.optional(),
    batch: text.optional(),
    scale: text.optional(),
    outcome: z.enum(["passed", "rejected", "incomplete", "skipped"]).optional(),
    from: date.optional(),
    to: date.optional(),
    /** In the unit of the scale. */
    meanFrom: z.coerce.number().optional(),
    meanTo: z.coerce.number().optional(),
    most: z.coerce.number().int().min(1).max(500).default(50),
    /** `next` of the page before. */
    after: z
      .string()
      .regex(/^[^~]+~\d+$/, "the next of a page before")
      .optional(),
  })
  .strict();

export function serveSearch(server: FastifyInstance, { base }: Pick<RunningLab, "base">): void {
  server.get("/api/v1/search", async (request, reply) => {
    const query = readBody(searchQuerySchema, request.query);
    if (!query.success) return problem(reply, 400, `the search cannot be read: ${query.why}`);
    const { most, after, ...wanted } = query.data;
    return searchVerdicts(base, wanted, most, after);
  });

  server.get<{ Params: { serial: string } }>("/api/v1/blocks/:serial/history", async (request, reply) => {
    const { serial } = request.params;
    return blockHistory(base, serial) ?? problem(reply, 404, `no block ${serial} is on record`);
  });
}
