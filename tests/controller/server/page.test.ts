import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildServer } from "../../../controller/server/start-server.ts";
import { type FakeLab, fakeLab } from "./fake-lab.ts";

const PAGE = fileURLToPath(new URL("../../../hmi/", import.meta.url));
let lab: FakeLab;
let server: ReturnType<typeof buildServer>;
beforeAll(() => {
  lab = fakeLab();
  server = buildServer({ running: lab, log: () => undefined });
});
afterAll(async () => {
  await server.close();
  await lab.close();
});

test.each(readdirSync(PAGE))("%s is served as it is, under its type", async (name) => {
  const answer = await server.inject({ url: name === "index.html" ? "/" : `/${name}` });
  const types = { html: "text/html", css: "text/css", js: "text/javascript", svg: "image/svg+xml" };
  const [, type] = Object.entries(types).find(([ending]) => name.endsWith(`.${ending}`)) ?? [];
  expect(answer.statusCode).toBe(200);
  expect(answer.headers["content-type"]).toContain(type);
  expect(answer.rawPayload).toEqual(readFileSync(`${PAGE}${name}`));
});

test("a file that is known already is not sent again", async () => {
  const { headers } = await server.inject({ url: "/main.js" });
  const again = await server.inject({ url: "/main.js", headers: { "if-none-match": String(headers.etag) } });
  expect(again.statusCode).toBe(304);
  expect(again.body).toBe("");
});

test.each(["/../package.json", "/..%2fpackage.json", "/%2e%2e/package.json", "/index.ts", "/hmi/main.js"])(
  "%s leads nowhere",
  async (url) => {
    expect((await server.inject({ url })).statusCode).toBe(404);
  },
);

test("the page has no inline script, style or handler", () => {
  const page = readFileSync(`${PAGE}index.html`, "utf8");
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
  expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
});
