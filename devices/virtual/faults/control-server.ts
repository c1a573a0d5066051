/**
 * The control channel of the virtual lab (HTTP on 127.0.0.1): faults and trays, for people and tests. It is the hand of a person in
 * the lab, not a device: no part of the wire contract, and a controller never uses it.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { Lab } from "../../lab-file.ts";
import { PhysicalFileError, parsePhysicalFile } from "../physics/index.ts";
import { bringTray, TrayError, type WorldFile } from "../world/index.ts";
import { FaultError } from "./fault.ts";
import type { Faults } from "./faults.ts";

const LONGEST_BODY = 4 * 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Something in the request itself that keeps it from being taken. */
class RequestError extends Error {
  override readonly name = "RequestError";
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

export interface ControlServerOptions {
  readonly faults: Faults;
  readonly world: WorldFile;
  readonly lab: Lab;
}

/** Serves the control channel on any free port of 127.0.0.1. */
export function serveControl(
  options: ControlServerOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(options, request)
      .catch((error: unknown) => refusal(error))
      .then(({ status, body }) =>
        response
          .writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
          .end(`${JSON.stringify(body)}\n`),
      )
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string")
        return reject(new Error("the control channel has no port"));
      resolve({
        url: `http://127.0.0.1:${address.port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}

const STATUS_OF: readonly (readonly [new (...args: never[]) => Error, number])[] = [
  [FaultError, 400],
  [PhysicalFileError, 400],
  [TrayError, 409],
];

function refusal(error: unknown): Answer {
  const text = error instanceof Error ? error.message : String(error);
  const status =
    error instanceof RequestError
      ? error.status
      : (STATUS_OF.find(([kind]) => error instanceof kind)?.[1] ?? 500);
  return { status, body: { error: text } };
}

async function answer(
  { faults, world, lab }: ControlServerOptions,
  request: IncomingMessage,
): Promise<Answer> {
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? ""))
    throw new RequestError(421, `the control channel answers as 127.0.0.1, not as "${request.headers.host}"`);
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  switch (`${request.method} ${url.pathname}`) {
    case "GET /faults":
      return { status: 200, body: { faults: faults.list() } };
    case "POST /faults":
      return { status: 201, body: faults.ask(await jsonBody(request)) };
    case "DELETE /faults":
      return { status: 200, body: { cleared: faults.clear(which(url.searchParams)) } };
    case "POST /tray": {
      const physical = parsePhysicalFile("sent", await textBody(request));
      return { status: 201, body: { tray: bringTray(world, lab, physical) } };
    }
    default:
      throw new RequestError(
        404,
        `no ${request.method} ${url.pathname} here; there are GET, POST, DELETE /faults and POST /tray`,
      );
  }
}

function which(query: URLSearchParams): Parameters<Faults["clear"]>[0] {
  const [id, device, fault] = ["id", "device", "fault"].map((name) => query.get(name));
  return {
    ...(id == null ? {} : { id: Number(id) }),
    ...(device == null ? {} : { device }),
    ...(fault == null ? {} : { fault }),
  };
}

/** A page elsewhere can send simple forms to this machine, but no content type of this kind without being asked. */
const CONTENT_TYPES = /^application\/(json|yaml)\b/;

async function textBody(request: IncomingMessage): Promise<string> {
  if (!CONTENT_TYPES.test(request.headers["content-type"] ?? ""))
    throw new RequestError(415, "the content type is application/json or application/yaml");
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) throw new Error("the request came as text, not as bytes");
    length += part.length;
    if (length > LONGEST_BODY) throw new RequestError(413, `a request has at most ${LONGEST_BODY} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const text = await textBody(request);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RequestError(400, `not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
