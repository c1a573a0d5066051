/** Talks to the running controller of a data folder, as the page does. */
import { z } from "zod";
import { problemSchema } from "./api.ts";
import { readWhereabouts } from "./whereabouts.ts";

/** No controller to talk to, or it said no; the message says why and what to do. */
export class ControllerError extends Error {
  override readonly name = "ControllerError";
}

export interface ControllerClient {
  readonly url: string;
  /** Throws a ControllerError with the controller's own words when it says no. */
  get<Answer>(path: string, schema: z.ZodType<Answer>): Promise<Answer>;
  post<Answer>(path: string, body: object, schema: z.ZodType<Answer>): Promise<Answer>;
}

/** Of real time; the controller answers within milliseconds unless it is replaying. */
const ANSWER_MS = 10_000;
const aliveSchema = z.object({ alive: z.literal(true), pid: z.number() });

/** Finds the controller by DATA/controller.json; throws a ControllerError when none runs there. */
export async function controllerOf(dataDir: string): Promise<ControllerClient> {
  const none = `no controller runs on ${dataDir}; start it with hardlab serve --data ${dataDir}`;
  const found = readWhereabouts(dataDir);
  if (found === undefined) throw new ControllerError(none);
  const { url, pid } = found;
  const alive = aliveSchema.safeParse(await answerOf(`${url}/healthz`, {}, none));
  if (!alive.success || alive.data.pid !== pid) throw new ControllerError(none);

  const ask = async <Answer>(path: string, init: RequestInit, schema: z.ZodType<Answer>): Promise<Answer> => {
    const lost = `the controller at ${url} does not answer any more; what was asked for may have been done: ask again`;
    const answer = await answerOf(`${url}${path}`, init, lost);
    const problem = problemSchema.safeParse(answer);
    if (problem.success) throw new ControllerError(problem.data.error);
    return schema.parse(answer);
  };
  return {
    url,
    get: (path, schema) => ask(path, {}, schema),
    post: (path, body, schema) =>
      ask(
        path,
        {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        },
        schema,
      ),
  };
}

async function answerOf(url: string, init: RequestInit, otherwise: string): Promise<unknown> {
  try {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
    return await answer.json();
  } catch (error) {
    throw new ControllerError(otherwise, { cause: error });
  }
}
