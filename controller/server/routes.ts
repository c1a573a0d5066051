/** The routes of /api/v1 and of the two probes. */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { findDecision } from "../infobase/index.ts";
import type { RunningLab } from "../lab/start-lab.ts";
import { UnknownQuestionError } from "../ledger/index.ts";
import { answerSchema } from "./api.ts";
import { batchDetail } from "./batch-detail.ts";
import { allBatches, openQuestions, overview } from "./overview.ts";
import { problem, readBody } from "./problem.ts";

const answeredSchema = z.object({ choice: z.string(), by: z.string() });

export function serveApi(server: FastifyInstance, running: RunningLab, log: (line: object) => void): void {
  server.addHook("onSend", async (request, reply) => {
    if (!reply.hasHeader("cache-control") && request.url.startsWith("/api/"))
      reply.header("cache-control", "no-store");
  });

  server.get("/healthz", async () => ({ alive: true, pid: process.pid }));

  server.get("/readyz", async (_request, reply) => {
    const missing = [
      ...Object.values(running.links).flatMap((link) =>
        link.state === "connected" ? [] : [`${link.name} is ${link.state}`],
      ),
      ...Object.entries(running.stopped).map(([line, reason]) => `line ${line} has stopped: ${reason}`),
    ];
    return reply.code(missing.length === 0 ? 200 : 503).send({ ready: missing.length === 0, missing });
  });

  server.get("/api/v1/overview", async () => overview(running, Date.now()));

  server.get("/api/v1/batches", async () => ({ batches: allBatches(running) }));

  server.get<{ Params: { id: string } }>("/api/v1/batches/:id", async (request, reply) => {
    const { id } = request.params;
    return batchDetail(running, id, Date.now()) ?? problem(reply, 404, `there is no batch ${id}`);
  });

  server.get("/api/v1/questions", async () => ({ questions: openQuestions(running) }));

  server.post("/api/v1/questions/answer", async (request, reply) => {
    const parsed = readBody(answerSchema, request.body);
    if (!parsed.success) return problem(reply, 400, `the answer cannot be read: ${parsed.why}`);
    const { key, choice, by } = parsed.data;
    const asked = findDecision(running.base, key);
    if (asked === undefined) return problem(reply, 404, `no question ${key} was ever asked`);
    if (asked.outcome !== null) {
      const given = answeredSchema.safeParse(asked.outcome.ok ? asked.outcome.value : null);
      const what = given.success ? `with "${given.data.choice}" by ${given.data.by}` : "otherwise";
      return problem(reply, 409, `question ${key} was already answered ${what} at ${asked.finishedAt}`);
    }
    try {
      running.ledger.answer(key, choice, by);
    } catch (error) {
      if (!(error instanceof UnknownQuestionError)) throw error;
      return problem(reply, 400, error.message);
    }
    log({ event: "question answered", key, choice, by });
    return { key, choice, by };
  });
}
