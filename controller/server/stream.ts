/**
 * The live stream (server-sent events): each event is a whole overview, so whoever reconnects is up to date with the first one
 * and nothing has to be caught up on. Nothing is worked out while nobody watches.
 */
import type { ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import { changeCount } from "../infobase/index.ts";
import type { RunningLab } from "../lab/start-lab.ts";
import { overview } from "./overview.ts";

/** At most four events a second. */
const LOOK_MS = 250;
/** A sign of life at least so often, by which a page tells a quiet lab from a dead controller. */
const BEAT_MS = 5_000;
const RETRY_MS = 1_000;
const MOST_VIEWERS = 64;

export function serveStream(server: FastifyInstance, running: RunningLab, log: (line: object) => void): void {
  const viewers = new Set<ServerResponse>();
  let told = "";
  let toldAtMs = 0;
  let linkChanges = 0;
  const endListening = Object.values(running.links).map((link) =>
    link.onChange(() => {
      linkChanges++;
    }),
  );

  const state = (): string =>
    `${changeCount(running.base)}/${linkChanges}/${Object.keys(running.stopped).length}`;
  const event = (): string => `event: overview\ndata: ${JSON.stringify(overview(running, Date.now()))}\n\n`;
  const tell = (text: string): void => {
    // A viewer that does not keep up misses this one; the next is whole again.
    for (const viewer of viewers) if (!viewer.writableNeedDrain) viewer.write(text);
  };
  const look = (): void => {
    if (viewers.size === 0) return;
    const beat = Date.now() - toldAtMs >= BEAT_MS;
    const now = state();
    if (now === told && !beat) return;
    told = now;
    toldAtMs = Date.now();
    // The comment is for proxies, the event for pages: a browser shows a page no comments.
    tell(beat ? `: alive\n\n${event()}` : event());
  };
  const looking = setInterval(() => {
    try {
      look();
    } catch (error) {
      log({ level: "error", event: "overview failed", error: error instanceof Error ? error.stack : error });
    }
  }, LOOK_MS);

  server.get("/api/v1/stream", (_request, reply) => {
    if (viewers.size >= MOST_VIEWERS)
      return void reply.code(503).send({ error: `${MOST_VIEWERS} pages already watch; close one` });
    const headers = Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    reply.hijack();
    const viewer = reply.raw;
    viewer.writeHead(200, {
      ...Object.fromEntries(headers),
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    viewer.write(`retry: ${RETRY_MS}\n\n${event()}`);
    viewers.add(viewer);
    viewer.on("close", () => viewers.delete(viewer));
  });

  server.addHook("preClose", async () => {
    clearInterval(looking);
    for (const end of endListening) end();
    for (const viewer of viewers) viewer.end();
  });
}
