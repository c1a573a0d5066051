/**
 * The eyes of the virtual lab: turns what a camera exposed into a picture (drawn in a worker thread) and serves the last few of
 * each camera by HTTP on 127.0.0.1. It changes nothing in the world.
 */
import { createServer } from "node:http";
import type { Lab } from "../../lab-file.ts";
import type { Photograph, PhotographRequest } from "../behaviours/index.ts";
import { rockwellScale, uniforms } from "../physics/index.ts";
import { Drawing } from "./drawing.ts";
import { ImageStore } from "./image-store.ts";
import type { View } from "./view.ts";

export interface Cameras {
  readonly photograph: Photograph;
  /** Serves the images on 127.0.0.1; rejects when the port is taken (EADDRINUSE). Port 0 takes a free one. */
  serve(port: number): Promise<{ port: number; close(): Promise<void> }>;
  close(): Promise<void>;
}

/** The cameras of a lab, with their images under `folder`. */
export function createCameras(lab: Lab, seed: number, folder: string): Cameras {
  const names = Object.keys(lab.devices).filter((name) => lab.devices[name]?.kind === "camera");
  const store = new ImageStore(folder, names);
  const drawing = new Drawing();
  return {
    async photograph(request) {
      const { camera, flaw } = request;
      const { file, path } = store.place(camera, request.exposure.image);
      if (flaw?.kind === "gone") return path;
      const repeated = flaw?.kind === "frozen" && store.repeatLast(camera, file);
      if (!repeated) await drawing.draw(viewOf(lab, seed, request), file);
      store.prune(camera);
      return path;
    },
    serve: (port) => serveImages(store, port),
    close: () => drawing.close(),
  };
}

/** What the exposure shows, in plain values. */
export function viewOf(lab: Lab, seed: number, request: PhotographRequest): View {
  const { camera, exposureMs, exposure, flaw } = request;
  const pixels = lab.devices[camera]?.camera;
  if (pixels === undefined) throw new Error(`the lab ${lab.lab} has no camera "${camera}"`);
  const { block, dents, image } = exposure;
  const [chance] =
    block === undefined
      ? uniforms(seed, "exposure", camera, image)
      : uniforms(seed, "exposure", block.physics.id, block.exposures);
  return {
    widthPx: pixels.widthPx,
    heightPx: pixels.heightPx,
    mmPerPx: pixels.mmPerPx,
    exposure: flaw?.kind === "black" ? 0 : exposureMs / pixels.exposureMs,
    ...(flaw?.kind === "blurred" ? { blurPx: flaw.sigmaPx } : {}),
    exposureSeed: Math.floor(chance * 2 ** 31),
    block: block && {
      shape: block.physics.shape,
      pose: block.pose,
      finish: block.physics.finish,
      surfaceSeed: block.physics.surfaceSeed,
      dents: dents.map(({ scale, xMm, yMm, diameterMm, depthMm }) => {
        const indenter = rockwellScale(scale)?.indenter;
        if (indenter === undefined) throw new Error(`dent in ${scale}, which is no Rockwell scale`);
        return { xMm, yMm, diameterMm, depthMm, indenter };
      }),
    },
  };
}

function serveImages(store: ImageStore, port: number): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    store.answer(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string")
        return reject(new Error("the image server has no port"));
      resolve({
        port: address.port,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}
