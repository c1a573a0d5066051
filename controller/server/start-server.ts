/** Puts the parts together and listens. */
import { createServer } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import type { RunningLab } from "../lab/start-lab.ts";
import { guard, requireLoopback, ServerError } from "./guard.ts";
import { serveImages } from "./image-routes.ts";
import { serveMetrics } from "./metrics.ts";
import { servePage } from "./page.ts";
import { problem } from "./problem.ts";
import { serveApi } from "./routes.ts";
import { serveSearch } from "./search-routes.ts";
import { serveSteering } from "./steering-routes.ts";
import { serveStream } from "./stream.ts";

export interface ServerOptions {
  readonly running: RunningLab;
  /** Loopback only. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly log: (line: object) => void;
}

export interface RunningServer {
  /** Where the page is, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Ends the streams and stops listening; the lab goes on. */
  close(): Promise<void>;
}

/** Serves a running lab; throws a ServerError for a host that is not loopback or a port that is taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, port } = options;
  requireLoopback(host);
  const server = buildServer(options);
  try {
    const bound = new URL(await server.listen({ host, port })).port || "80";
    return {
      url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
      close: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw startError(error, host, port);
  }
}

/** Throws the ServerError that {@link startServer} would for this port; ahead of a start that would otherwise be half done. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((listening, failed) => {
      probe.once("error", failed);
      probe.listen({ host, port }, listening);
    });
  } catch (error) {
    throw startError(error, host, port);
  }
  await new Promise<void>((closed) => probe.close(() => closed()));
}

/** The server without a socket; for {@link startServer} and for tests. */
export function buildServer({ running, log }: Pick<ServerOptions, "running" | "log">): FastifyInstance {
  const server = fastify({ forceCloseConnections: true, bodyLimit: 16_384 });
  server.removeContentTypeParser("text/plain");
  guard(server);
  server.setNotFoundHandler((request, reply) =>
    problem(reply, 404, `there is nothing at ${request.method} ${request.url.split("?")[0]}`),
  );
  server.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    const message = error instanceof Error ? error.message : String(error);
    if (status >= 500)
      log({
        level: "error",
        event: "request failed",
        method: request.method,
        url: request.url,
        error: error instanceof Error ? error.stack : message,
      });
    return problem(
      reply,
      status,
      status >= 500 ? `${request.method} ${request.url} failed: ${message}; the log has more` : message,
    );
  });
  serveApi(server, running, log);
  serveSteering(server, running, log);
  serveSearch(server, running);
  serveImages(server, running);
  serveMetrics(server, running);
  serveStream(server, running, log);
  servePage(server);
  return server;
}

function statusOf(error: unknown): number {
  const status =
    typeof error === "object" && error !== null && "statusCode" in error ? error.statusCode : 500;
  return typeof status === "number" ? status : 500;
}

function startError(error: unknown, host: string, port: number): Error {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return new ServerError(
      `port ${port} on ${host} is in use already, perhaps by another hardlab; end that one or choose another port with --port`,
      { cause: error },
    );
  if (code === "EACCES")
    return new ServerError(`this user may not serve on port ${port}; choose one above 1023 with --port`, {
      cause: error,
    });
  return new ServerError(
    `the server cannot serve on ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}`,
    { cause: error },
  );
}
