import { afterEach, beforeEach, expect, test } from "vitest";
import { startServer } from "../../../controller/server/index.ts";
import { buildServer } from "../../../controller/server/start-server.ts";
import { type FakeLab, fakeLab } from "./fake-lab.ts";

let lab: FakeLab;
beforeEach(() => {
  lab = fakeLab();
});
afterEach(() => lab.close());

const log = () => undefined;
const ask = async (headers: Record<string, string>) => {
  const server = buildServer({ running: lab, log });
  const { statusCode, headers: answered } = await server.inject({ url: "/healthz", headers });
  await server.close();
  return { status: statusCode, headers: answered };
};

test.each(["0.0.0.0", "::", "192.168.1.20", "lab.example.org", "127.0.0.1.example.org"])(
  "the server is not started on %s while sign-in and TLS do not exist",
  async (host) => {
    await expect(startServer({ running: lab, host, port: 0, log })).rejects.toThrow(
      /sign-in and TLS do not exist yet/,
    );
  },
);

test("a port in use is said to be in use, and what to do", async () => {
  const first = await startServer({ running: lab, host: "127.0.0.1", port: 0, log });
  const port = Number(new URL(first.url).port);
  await expect(startServer({ running: lab, host: "127.0.0.1", port, log })).rejects.toThrow(
    `port ${port} on 127.0.0.1 is in use already`,
  );
  await first.close();
});

test.each(["127.0.0.1:8080", "localhost:9000", "[::1]:8080", "127.1.2.3"])(
  "%s is its own name",
  async (host) => {
    expect((await ask({ host })).status).toBe(200);
  },
);

test.each([
  "evil.example.org:8080",
  "localhost.evil.example.org",
  "192.168.1.20:8080",
  "127.0.0.1:8080@evil",
  "?",
])('a request for "%s" (a name rebound to this machine) is refused', async (host) => {
  expect((await ask({ host })).status).toBe(421);
});

test("another page's request is refused, the own page's is not", async () => {
  const host = "127.0.0.1:8080";
  expect((await ask({ host, origin: "http://127.0.0.1:8080" })).status).toBe(200);
  for (const origin of ["https://evil.example.org", "http://127.0.0.1:3000", "null"])
    expect((await ask({ host, origin })).status).toBe(403);
});

test("every answer forbids foreign and inline scripts, framing and sniffing", async () => {
  for (const host of ["127.0.0.1", "evil.example.org"]) {
    const { headers } = await ask({ host });
    expect(headers["content-security-policy"]).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'",
    );
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers["x-content-type-options"]).toBe("nosniff");
  }
});
