/** Fetches a picture from its camera and keeps it. */
import { fetchImage } from "../../devices/index.ts";
import { visionVersion } from "../../vision/index.ts";
import type { Failure } from "../../workflows/index.ts";
import {
  enterImage,
  enterImageResult,
  type FoundOnImage,
  type KeptImage,
  keepImageFile,
  keptImagePath,
} from "../infobase/index.ts";
import type { ComputationParts } from "./parts.ts";

export interface Picture extends KeptImage {
  readonly mmPerPx: number;
  /** Enters the picture in the information base. */
  readonly enter: () => void;
  /** Enters what vision found on it, once the picture is entered. */
  readonly keepResult: (kind: FoundOnImage["kind"], request: object, result: object) => void;
}

/** The picture, or why there is none: the camera's last few are gone after a power cycle, and one that hangs gives an old one. */
export async function fetchPicture(
  { lab, base, dataDir, imageUrls }: ComputationParts,
  camera: string,
  image: string,
  signal: AbortSignal,
): Promise<Picture | Failure> {
  const url = imageUrls[camera];
  const settings = lab.devices[camera]?.camera;
  if (url === undefined || settings === undefined)
    throw new Error(`the lab file gives no image address or calibration for the camera ${camera}`);
  let bytes: Uint8Array;
  try {
    bytes = await fetchImage(url, image, signal);
  } catch (error) {
    signal.throwIfAborted();
    return {
      ok: false,
      fault: "imageGone",
      text: `${camera}: the picture ${image} could not be fetched from ${url}: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  const kept = keepImageFile(dataDir, bytes);
  // No two exposures are alike to the last bit: the sensor's noise sees to that.
  if (keptImagePath(base, dataDir, kept.sha256) !== undefined)
    return {
      ok: false,
      fault: "imageFrozen",
      text: `${camera}: the picture ${image} is one that was looked at before (${kept.sha256}); the camera does not take new ones`,
    };
  return {
    ...kept,
    mmPerPx: settings.mmPerPx,
    enter: () => enterImage(base, kept, bytes.length),
    keepResult: (kind, request, result) =>
      enterImageResult(base, { sha256: kept.sha256, kind, request, vision: visionVersion(), result }),
  };
}
