import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { enterImage, enterImageResult, keepImageFile } from "../../../controller/infobase/index.ts";
import { keepThumbnails } from "../../../controller/lab/thumbnails.ts";
import { buildServer } from "../../../controller/server/start-server.ts";
import { type FakeLab, fakeLab } from "./fake-lab.ts";

const PICTURE = Buffer.from("BM, a picture");
const SMALL = Buffer.from("a small picture");
let lab: FakeLab;
let server: ReturnType<typeof buildServer>;
let sha256: string;
let made = 0;
beforeAll(() => {
  lab = fakeLab();
  const kept = keepImageFile(lab.dataDir, PICTURE);
  enterImage(lab.base, kept, PICTURE.length);
  ({ sha256 } = kept);
  enterImageResult(lab.base, {
    sha256,
    kind: "look",
    request: {},
    vision: "2-abc",
    result: { state: "fit" },
  });
  const thumbnail = keepThumbnails(lab.base, lab.dataDir, {
    async thumbnail({ thumbnailPath }) {
      made++;
      writeFileSync(thumbnailPath, SMALL);
      return { widthPx: 320, heightPx: 240, ms: 1 };
    },
  });
  server = buildServer({ running: { ...lab, thumbnail }, log: () => undefined });
});
afterAll(async () => {
  await server.close();
  await lab.close();
});

test("an image is served whole under the hash of its bytes", async () => {
  const answer = await server.inject({ url: `/api/v1/images/${sha256}` });
  expect(answer.headers["content-type"]).toBe("image/bmp");
  expect(answer.rawPayload).toEqual(PICTURE);
});

test("its small copy is made once, however many ask, and not sent to who has it", async () => {
  const url = `/api/v1/images/${sha256}?size=thumb`;
  const answers = await Promise.all([1, 2, 3].map(() => server.inject({ url })));
  for (const answer of answers) expect(answer.rawPayload).toEqual(SMALL);
  const etag = String(answers[0]?.headers.etag);
  expect(answers[0]?.headers["content-type"]).toBe("image/jpeg");
  expect((await server.inject({ url, headers: { "if-none-match": etag } })).statusCode).toBe(304);
  expect(made).toBe(1);
});

test("what was found on it is told", async () => {
  const answer = await server.inject({ url: `/api/v1/images/${sha256}/results` });
  expect(answer.json()).toMatchObject({ sha256, results: [{ kind: "look", result: { state: "fit" } }] });
});

test.each([
  ["/api/v1/images/../../hardlab.sqlite", 404],
  ["/api/v1/images/abc", 400],
  [`/api/v1/images/${"0".repeat(64)}`, 404],
  [`/api/v1/images/${"0".repeat(64)}?size=thumb`, 404],
  [`/api/v1/images/${"0".repeat(64)}?size=huge`, 400],
])("%s is answered with %i", async (url, status) => {
  expect((await server.inject({ url })).statusCode).toBe(status);
});
