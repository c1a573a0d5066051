/** What a driver adds to the command table for its kind: typed sensors, and checks that ranges alone cannot say. */
import type { Lab } from "../lab-file.ts";
import type { ArmStation, DeviceKind } from "../wire/index.ts";

/** What each kind's sensors say, by name. */
export interface DeviceSensors {
  agv: {
    readonly trayOnBoard: boolean;
    /** A tray stands on the dock the AGV is at. */
    readonly dockTray: boolean;
    /** Name from the lab file; null while under way. */
    readonly station: string | null;
  };
  arm: {
    /** The gripper holds a block. */
    readonly gripper: boolean;
    readonly station: ArmStation;
    /** Presence of a block, first element slot 1; all false while no tray is docked. */
    readonly slots: readonly boolean[];
    readonly rejectSlots: readonly boolean[];
    /** The line's reference places, whether or not a tray is docked. */
    readonly referenceSlots: readonly boolean[];
  };
  stage: { readonly block: boolean };
  camera: { readonly block: boolean };
  rockwellTester: { readonly guardClosed: boolean; readonly block: boolean };
  marker: { readonly tray: boolean /** Enough to engrave another block. */; readonly supply: boolean };
  environment: Record<string, never>;
}

/** The parts of a lab file sensors are read with. */
export type SensorLab = Pick<Lab, "tray" | "stations"> & {
  readonly lines: Readonly<Record<string, Pick<Lab["lines"][string], "station">>>;
};

export interface Driver<K extends DeviceKind> {
  readSensors(words: readonly number[], lab: SensorLab): DeviceSensors[K];
  /** What is wrong with the text of a request, or undefined. */
  checkText?(command: string, text: string): string | undefined;
}

/** True when sensor word `index` is not 0. */
export function isSet(words: readonly number[], index: number): boolean {
  return (words[index] ?? 0) !== 0;
}
