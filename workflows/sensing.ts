/** What sensors say about a forgotten pick, place, hand-over or engraving: one small reading each. */
import { z } from "zod";
import type { DoubtCheck } from "./step.ts";

const armSensors = z.object({
  gripper: z.boolean(),
  slots: z.array(z.boolean()),
  rejectSlots: z.array(z.boolean()),
  referenceSlots: z.array(z.boolean()).default([]),
});
const agvSensors = z.object({
  trayOnBoard: z.boolean(),
  dockTray: z.boolean(),
});
const readBack = z.object({ text: z.string() });

function occupied(
  { slots, rejectSlots, referenceSlots }: z.infer<typeof armSensors>,
  place: string,
): boolean {
  const [area = "", number] = place.split(":");
  const presence: Readonly<Record<string, readonly boolean[]>> = {
    slot: slots,
    reject: rejectSlots,
    reference: referenceSlots,
  };
  return presence[area]?.[Number(number) - 1] === true;
}

/** A pick was done when the gripper holds a block and the place is empty. */
export function blockGripped(arm: string, place: string): DoubtCheck {
  return {
    request: { kind: "sense", device: arm },
    settle(value) {
      const sensors = armSensors.parse(value);
      const there = occupied(sensors, place);
      if (sensors.gripper === there) return "unsure";
      return sensors.gripper ? "done" : "notDone";
    },
  };
}

/** A place was done when the gripper is empty and the place is taken. */
export function blockPlaced(arm: string, place: string): DoubtCheck {
  return {
    request: { kind: "sense", device: arm },
    settle(value) {
      const sensors = armSensors.parse(value);
      const there = occupied(sensors, place);
      if (sensors.gripper === there) return "unsure";
      return there ? "done" : "notDone";
    },
  };
}

/** A hand-over was done when the tray is where it should be: on the AGV after loading, on the dock after unloading. */
export function trayHandedOver(agv: string, command: "load" | "unload"): DoubtCheck {
  return {
    request: { kind: "sense", device: agv },
    settle(value) {
      const { trayOnBoard, dockTray } = agvSensors.parse(value);
      if (trayOnBoard === dockTray) return "unsure";
      return trayOnBoard === (command === "load") ? "done" : "notDone";
    },
  };
}

/** An engraving was done when it reads back as it should; a blank block was not engraved; anything else is for a person. */
export function engraved(marker: string, slot: number, engraving: string): DoubtCheck {
  return {
    request: {
      kind: "action",
      device: marker,
      command: "readBack",
      params: { slot },
    },
    settle(value) {
      const { text } = readBack.parse(value);
      if (text === engraving) return "done";
      return text === "" ? "notDone" : "unsure";
    },
  };
}
