/** The camera: freezes what lies under it at half of its time; the job ends when the picture can be fetched. */
import { DEVICE_KINDS } from "../../wire/index.ts";
import { blockAt, expose, Forbidden } from "../world/index.ts";
import { type Actions, parameter, type Station, whileUnchanged } from "./action.ts";
import { lineOf } from "./line.ts";

export function cameraActions({ lab, world, name, device, photograph }: Station): Actions {
  const arm = lineOf(lab, "camera", name)?.arm;
  const { camera } = device;
  if (camera === undefined) throw new Error(`${name}: the lab file gives no pixels and no scale`);
  return {
    commands: {
      async expose(job) {
        await job.until(0.5);
        const exposure = expose(world, name, arm);
        const picture = photograph({
          camera: name,
          exposureMs: parameter(job, "exposureMs"),
          exposure,
          flaw: job.trouble.flaw,
        }).catch((error: unknown) => {
          throw new Forbidden(
            DEVICE_KINDS.camera.faults.noImage,
            `no picture: ${error instanceof Error ? error.message : String(error)}`,
          );
        });
        const [path] = await Promise.all([picture, job.until(1)]);
        return { numbers: { widthPx: camera.widthPx, heightPx: camera.heightPx }, text: path };
      },
    },
    sensors: whileUnchanged(world, () => [
      arm === undefined || blockAt(world, arm, "camera") === undefined ? 0 : 1,
    ]),
    readings: () => [],
  };
}
