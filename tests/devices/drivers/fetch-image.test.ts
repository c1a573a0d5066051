/** Images come from a camera's own server, whole and in time, or not at all. */
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchImage, ImageError } from "../../../devices/index.ts";

const BMP = Buffer.from("BM0000----------------------");
BMP.writeUInt32LE(BMP.length, 2);
const PNG = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.from("....IEND...."),
]);

const ANSWERS: Record<string, { status?: number; body: Buffer; silent?: true }> = {
  "/images/a.bmp": { body: BMP },
  "/images/a.png": { body: PNG },
  "/images/cut.bmp": { body: BMP.subarray(0, 20) },
  "/images/cut.png": { body: PNG.subarray(0, 12) },
  "/images/page.html": { body: Buffer.from("<html>") },
  "/images/late.bmp": { body: BMP, silent: true },
  "/images/gone.bmp": { status: 404, body: Buffer.from("not there") },
};

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = ANSWERS[request.url ?? ""];
    if (answer?.silent) return;
    response.statusCode = answer === undefined ? 500 : (answer.status ?? 200);
    response.end(answer?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  url = `http://127.0.0.1:${address.port}/images`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe("an image", () => {
  it("is fetched as BMP or PNG, whatever slashes stand between address and path", async () => {
    expect(Buffer.from(await fetchImage(url, "a.bmp"))).toEqual(BMP);
    expect(Buffer.from(await fetchImage(`${url}/`, "/a.png"))).toEqual(PNG);
  });

  it.each([
    ["cut.bmp", /of 28 bytes of which 20 came/],
    ["cut.png", /PNG without its end/],
    ["page.html", /neither BMP nor PNG: it starts with 3c68746d6c3e/],
    ["gone.bmp", /HTTP 404/],
    ["../secret", /outside of the camera's own address/],
    ["//elsewhere.example/a.bmp", /HTTP 500/],
  ])("%s is refused", async (path, message) => {
    await expect(fetchImage(url, path)).rejects.toThrow(ImageError);
    await expect(fetchImage(url, path)).rejects.toThrow(message);
  });

  it("that is too large or too late is refused", async () => {
    await expect(fetchImage(url, "a.bmp", undefined, { maxBytes: 27, timeoutMs: 5000 })).rejects.toThrow(
      "larger than 27",
    );
    await expect(fetchImage(url, "late.bmp", undefined, { maxBytes: 99, timeoutMs: 50 })).rejects.toThrow(
      "within 50 ms",
    );
  });

  it("can be called off, and names the address of a server that is not there", async () => {
    const off = AbortSignal.abort(new Error("stopped"));
    await expect(fetchImage(url, "late.bmp", off)).rejects.toThrow("stopped");
    await expect(fetchImage("http://127.0.0.1:9/", "a.bmp")).rejects.toThrow(
      /127.0.0.1:9\/a.bmp could not be fetched/,
    );
  });
});
