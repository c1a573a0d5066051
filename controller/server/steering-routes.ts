/** Orders from people over HTTP. */
import type { FastifyInstance } from "fastify";
import { continuationOf, enterSteering, findBatch } from "../infobase/index.ts";
import type { RunningLab } from "../lab/start-lab.ts";
import { SteeringError } from "../steering/index.ts";
import { problem, readBody } from "./problem.ts";
import { steeringBodySchema, takeUpBodySchema } from "./steering-api.ts";
import { steeringView } from "./steering-view.ts";

interface OfBatch {
  Params: { id: string };
}

export function serveSteering(
  server: FastifyInstance,
  running: RunningLab,
  log: (line: object) => void,
): void {
  const { base, steering } = running;
  const unknown = (id: string): string => `there is no batch ${id}`;

  server.get<OfBatch>("/api/v1/batches/:id/steering", async ({ params: { id } }, reply) => {
    return steeringView(running, id) ?? problem(reply, 404, unknown(id));
  });

  server.post<OfBatch>("/api/v1/batches/:id/steering", async ({ params: { id }, body }, reply) => {
    if (findBatch(base, id) === undefined) return problem(reply, 404, unknown(id));
    const order = readBody(steeringBodySchema, body);
    if (!order.success) return problem(reply, 400, `the order cannot be read: ${order.why}`);
    try {
      steering.order({ ...order.data, batch: id });
    } catch (error) {
      if (!(error instanceof SteeringError)) throw error;
      return problem(reply, 409, error.message);
    }
    return steeringView(running, id);
  });

  server.post<OfBatch>("/api/v1/batches/:id/take-up", async ({ params: { id }, body }, reply) => {
    if (findBatch(base, id) === undefined) return problem(reply, 404, unknown(id));
    const order = readBody(takeUpBodySchema, body);
    if (!order.success) return problem(reply, 400, `the order cannot be read: ${order.why}`);
    const already = continuationOf(base, id);
    if (already !== undefined)
      return problem(reply, 409, `batch ${id} was taken up already, as batch ${already}`);
    try {
      const batch = steering.takeUp(id);
      const { by } = order.data;
      enterSteering(base, { batch, command: "resume", serial: null, reason: `takes up batch ${id}`, by });
      log({ event: "taken up", batch, continues: id, by });
      return reply.code(201).send({ batch, continues: id });
    } catch (error) {
      if (!(error instanceof SteeringError)) throw error;
      return problem(reply, 409, error.message);
    }
  });
}
