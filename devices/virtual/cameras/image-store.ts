/** The cameras' picture memory: the last few images of each camera as files, served by HTTP under `/<camera>/<number>.bmp`. */
import { copyFileSync, createReadStream, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";

/** Images kept of each camera. */
export const KEPT_IMAGES = 6;

const PATH = /^\/([a-z][a-z0-9-]*)\/(\d{6,12})\.bmp$/;
const IMAGE_FILE = /^\d{6,12}\.bmp$/;

export class ImageStore {
  readonly #folder: string;

  /** Keeps its files under `folder`, one folder a camera; what a power cut left half written is thrown away. */
  constructor(folder: string, cameras: readonly string[]) {
    this.#folder = folder;
    for (const camera of cameras) {
      mkdirSync(join(folder, camera), { recursive: true });
      for (const file of readdirSync(join(folder, camera)))
        if (!IMAGE_FILE.test(file)) rmSync(join(folder, camera, file));
    }
  }

  /** Where image `number` of a camera goes, and the path it is fetched under. */
  place(camera: string, number: number): { file: string; path: string } {
    const name = `${String(number).padStart(6, "0")}.bmp`;
    return { file: join(this.#folder, camera, name), path: `/${camera}/${name}` };
  }

  /** Keeps the camera's last image once more, as image `file`; false when it has none. */
  repeatLast(camera: string, file: string): boolean {
    const last = this.#kept(camera).at(-1);
    if (last === undefined) return false;
    copyFileSync(last, `${file}.part`);
    renameSync(`${file}.part`, file);
    return true;
  }

  /** Forgets all but the last few images of a camera. */
  prune(camera: string): void {
    for (const file of this.#kept(camera).slice(0, -KEPT_IMAGES)) rmSync(file, { force: true });
  }

  #kept(camera: string): string[] {
    const folder = join(this.#folder, camera);
    return readdirSync(folder)
      .filter((file) => IMAGE_FILE.test(file))
      .sort()
      .map((file) => join(folder, file));
  }

  /** Answers one HTTP request: 200 with the image, 404 when there is no such image (any more), 405 for other methods. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number, text: string) =>
      response.writeHead(status, { "content-type": "text/plain" }).end(`${text}\n`);
    if (request.method !== "GET") return void refuse(405, "images can only be fetched (GET)");
    const [, camera, number] = PATH.exec(request.url ?? "") ?? [];
    if (camera === undefined || number === undefined) return void refuse(404, "no image has this path");
    const file = join(this.#folder, camera, `${number}.bmp`);
    const found = await stat(file).catch((error: NodeJS.ErrnoException) => error);
    if (found instanceof Error)
      return void refuse(404, `image ${number} of ${camera} is not kept (the last ${KEPT_IMAGES} are)`);
    response.writeHead(200, {
      "content-type": "image/bmp",
      "content-length": found.size,
      "cache-control": "no-store",
    });
    createReadStream(file)
      .on("error", (error) => response.destroy(error))
      .pipe(response);
  }
}
