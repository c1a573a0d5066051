/** Answers that are no success, and bodies that are read before anything is done. */
import type { FastifyReply } from "fastify";
import type { z } from "zod";

export function problem(reply: FastifyReply, status: number, error: string): FastifyReply {
  return reply.code(status).send({ error });
}

export type ReadBody<Content> =
  | { readonly success: true; readonly data: Content }
  | { readonly success: false; readonly why: string };

/** The body, or what is wrong with it by the names of its fields. */
export function readBody<Content>(schema: z.ZodType<Content>, body: unknown): ReadBody<Content> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return { success: true, data: parsed.data };
  const why = parsed.error.issues
    .map(({ path, message }) => `${path.join(".") || "body"}: ${message}`)
    .join("; ");
  return { success: false, why };
}
