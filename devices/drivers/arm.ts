/** The arm (机械臂): picks and places blocks, carries them between stations, shifts them on the anvil. */
import { ARM_STATIONS, DEVICE_KINDS, parsePlace, presenceBit, REFERENCE_PLACES } from "../wire/index.ts";
import { type Driver, isSet } from "./driver.ts";

const { sensors } = DEVICE_KINDS.arm;

function presence(words: readonly number[], firstWord: number, count: number): boolean[] {
  return Array.from({ length: count }, (_, index) => presenceBit(words, firstWord, index + 1));
}

export const arm: Driver<"arm"> = {
  readSensors: (words, lab) => ({
    gripper: isSet(words, sensors.gripper),
    station: ARM_STATIONS[words[sensors.station] ?? 0] ?? "none",
    slots: presence(words, sensors.slots, lab.tray.slots),
    rejectSlots: presence(words, sensors.rejectSlots, lab.tray.rejectSlots),
    referenceSlots: presence(words, sensors.referenceSlots, REFERENCE_PLACES),
  }),
  checkText(command, text) {
    if (command === "move") {
      const stations = ARM_STATIONS.filter((station) => station !== "none");
      return stations.some((station) => station === text)
        ? undefined
        : `station "${text}" is not one of ${stations.join(", ")}`;
    }
    if (command !== "pick" && command !== "place") return undefined;
    return parsePlace(text) === undefined
      ? `place "${text}" is none of slot:1 to slot:99, reject:1 to reject:99, reference:1 to reference:99`
      : undefined;
  },
};
