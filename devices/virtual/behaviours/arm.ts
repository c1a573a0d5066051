/** The arm: the gripper closes or opens at half of the pick or place time; a travelling arm is at no station. */
import type { Lab } from "../../lab-file.ts";
import {
  AREA_SENSORS,
  ARM_STATIONS,
  COMMON_FAULTS,
  DEVICE_KINDS,
  parsePlace,
  REFERENCE_PLACES,
  setPresenceBit,
} from "../../wire/index.ts";
import {
  armState,
  blockInGripper,
  checkPick,
  checkPlace,
  Forbidden,
  occupiedPlaces,
  occupiedReferences,
  pick,
  place,
  requireArmAt,
  shiftTo,
  standAt,
  trayStation,
} from "../world/index.ts";
import { type Actions, type JobInHand, parameter, type Station, whileUnchanged } from "./action.ts";
import { anvilOf, dockOf } from "./interlocks.ts";
import { requireLine, virtualOf } from "./line.ts";

/** The place a job names, if tray or line have it; throws a Forbidden (badParameter) otherwise. */
function placeOf(lab: Lab, job: JobInHand): string {
  const { slots, rejectSlots } = lab.tray;
  const most = { slot: slots, reject: rejectSlots, reference: REFERENCE_PLACES };
  const place = parsePlace(job.text);
  if (place === undefined || place.number > most[place.area])
    throw new Forbidden(
      COMMON_FAULTS.badParameter,
      `no place "${job.text}"; there are ${Object.entries(most)
        .map(([area, count]) => `${area}:1 to ${area}:${count}`)
        .join(", ")}`,
    );
  return job.text;
}

export function armActions({ lab, world, seed, name, interlocks }: Station): Actions {
  const { station: dock, tester } = requireLine(lab, "arm", name);
  const { gripOffsetMm, armRepeatabilityMm } = virtualOf(lab);
  return {
    commands: {
      pick(job) {
        const from = placeOf(lab, job);
        return interlocks.within(dockOf(dock), name, async () => {
          checkPick(world, name, dock, from);
          await job.until(0.5);
          pick(world, name, dock, from, { seed, gripOffsetMm }, job.name);
          await job.until(1);
          return {};
        });
      },
      place(job) {
        const into = placeOf(lab, job);
        return interlocks.within(dockOf(dock), name, async () => {
          checkPlace(world, name, dock, into);
          await job.until(0.5);
          place(world, name, dock, into, job.name);
          await job.until(1);
          return {};
        });
      },
      move(job) {
        const station = ARM_STATIONS.find((known) => known === job.text);
        if (station === undefined || station === "none")
          throw new Forbidden(
            COMMON_FAULTS.badParameter,
            `no station "${job.text}"; there are ${ARM_STATIONS.slice(1).join(", ")}`,
          );
        const travel = async () => {
          if (armState(world, name).station !== station) standAt(world, name, "none");
          await job.until(1);
          standAt(world, name, station);
          return {};
        };
        return armState(world, name).station === "tester"
          ? interlocks.within(anvilOf(tester), name, travel)
          : travel();
      },
      shift(job) {
        const [xMm, yMm] = [parameter(job, "xMm"), parameter(job, "yMm")];
        return interlocks.within(anvilOf(tester), name, async () => {
          requireArmAt(world, name, "tester");
          await job.until(1);
          shiftTo(world, name, { xMm, yMm }, { seed, repeatabilityMm: armRepeatabilityMm });
          return { numbers: { xMm, yMm } };
        });
      },
    },
    sensors: whileUnchanged(world, () => {
      const words = [0, 0, 0, 0, 0, 0, 0, 0];
      words[DEVICE_KINDS.arm.sensors.gripper] = blockInGripper(world, name) === undefined ? 0 : 1;
      words[DEVICE_KINDS.arm.sensors.station] = ARM_STATIONS.indexOf(armState(world, name).station);
      const onTray = trayStation(world) === dock ? occupiedPlaces(world) : [];
      for (const occupied of [...onTray, ...occupiedReferences(world, name)]) {
        const place = parsePlace(occupied);
        if (place === undefined) continue;
        setPresenceBit(words, DEVICE_KINDS.arm.sensors[AREA_SENSORS[place.area]], place.number, true);
      }
      return words;
    }),
    readings: whileUnchanged(world, () => {
      const { xMm, yMm } = armState(world, name);
      return [xMm, yMm];
    }),
  };
}
