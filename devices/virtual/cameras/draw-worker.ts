/** The worker thread that draws pictures, so that no heartbeat waits for millions of pixels. */
import { renameSync, writeFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import {
  encodeBmp,
  LAB_FIXTURE,
  LAB_LIGHT,
  LAB_OPTICS,
  LAB_SENSOR,
  NO_DEFECTS,
  renderSurface,
} from "../render/index.ts";
import type { DrawAnswer, DrawOrder, View } from "./view.ts";

/** Grey of the fixture without a block. */
const EMPTY_GREY = 14;

function draw(view: View): Uint8Array {
  const { widthPx, heightPx, mmPerPx, block, exposureSeed } = view;
  if (block === undefined)
    return new Uint8Array(widthPx * heightPx).fill(Math.round(EMPTY_GREY * Math.min(1, view.exposure)));
  return renderSurface({
    widthPx,
    heightPx,
    mmPerPx,
    block: block.shape,
    pose: block.pose,
    dents: block.dents.map(({ indenter, ...dent }) => ({
      ...dent,
      indenter: indenter.kind,
      ...(indenter.kind === "ball" ? { ballMm: indenter.ballMm } : {}),
    })),
    surfaceSeed: block.surfaceSeed,
    finish: block.finish,
    light: LAB_LIGHT,
    optics: { ...LAB_OPTICS, psfSigmaPx: view.blurPx ?? LAB_OPTICS.psfSigmaPx },
    sensor: { ...LAB_SENSOR, faceGrey: Math.max(LAB_SENSOR.blackGrey, LAB_SENSOR.faceGrey * view.exposure) },
    defects: NO_DEFECTS,
    fixture: LAB_FIXTURE,
    exposureSeed,
  });
}

function obey({ id, view, file }: DrawOrder): DrawAnswer {
  try {
    const picture = encodeBmp(draw(view), view.widthPx, view.heightPx);
    writeFileSync(`${file}.part`, picture);
    renameSync(`${file}.part`, file);
    return { id, kind: "drawn" };
  } catch (error) {
    return { id, kind: "failed", why: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on("message", (order: DrawOrder) => parentPort?.postMessage(obey(order)));
