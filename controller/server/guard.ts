/** Who may talk to the server: loopback only, by its own name, from its own page. */
import { isIPv4 } from "node:net";
import type { FastifyInstance } from "fastify";

/** The server cannot be started; the message says what to do. */
export class ServerError extends Error {
  override readonly name = "ServerError";
}

/** Throws a ServerError for any address that other machines can reach. */
export function requireLoopback(host: string): void {
  if (isLoopbackName(host)) return;
  throw new ServerError(
    `the server does not serve on ${host}: whoever reaches it may answer the lab's questions, and sign-in and TLS do not exist yet. ` +
      "Use 127.0.0.1, ::1 or localhost; from another machine, use a tunnel that signs people in (ssh -L).",
  );
}

function isLoopbackName(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}

/** The name in a Host header or an origin, without port and brackets; undefined when it is neither. */
function nameIn(authority: string): string | undefined {
  try {
    return new URL(`http://${authority}`).hostname.replace(/^\[(.*)\]$/, "$1");
  } catch {
    // No authority at all is an answer: such a request is refused by its caller.
    return undefined;
  }
}

const SECURITY_HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
} as const;

/**
 * Refuses requests that another web page could have caused: under a name that is not loopback's (a name rebound to this
 * machine) or from another origin. Puts the security headers on every answer.
 */
export function guard(server: FastifyInstance): void {
  server.addHook("onRequest", async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    const host = request.headers.host ?? "";
    const name = nameIn(host);
    if (name === undefined || !isLoopbackName(name))
      return reply
        .code(421)
        .send({ error: `this server answers as 127.0.0.1, ::1 or localhost, not as "${host}"` });
    const { origin } = request.headers;
    if (origin !== undefined && origin !== `http://${host}`)
      return reply.code(403).send({ error: `requests from ${origin} are not taken; use the lab's own page` });
    return undefined;
  });
}
