/** The physical truth of a virtual lab as plain values, for programs that compare a record with what happened. */

/** Which job made a change; bootId is that of the device's power-up at the time. */
export interface JobName {
  readonly device: string;
  readonly controllerId: number;
  readonly jobNumber: number;
  readonly bootId: number;
}

export interface TruthBlock {
  readonly id: string;
  readonly scale: string;
  /** Place it came in, such as `slot:7`; `reference:n` for a reference block of a line. */
  readonly home: string;
  /** The tray it came in last; trays count from 1, and the one the lab works with is the truth's `trayNumber`. 0 at a line. */
  readonly tray: number;
  /** Where it is: `slot:n` or `reject:k` of its tray, `reference:n` of its line, `gripper:<arm>`, or `away` when a hand took it. */
  readonly place: string;
  readonly engravings: readonly string[];
}

export interface TruthDent {
  readonly block: string;
  /** Counts the block's dents from 1, those it came with first. */
  readonly n: number;
  readonly scale: string;
  /** Centre in the block frame, mm. */
  readonly xMm: number;
  readonly yMm: number;
  /** Point of the gripper frame that was under the indenter, mm; undefined for an old dent. */
  readonly gripperXMm?: number;
  readonly gripperYMm?: number;
  readonly diameterMm: number;
  readonly depthMm: number;
  readonly madeBy: JobName | "old";
  /** Real time of the full force, ms since 1970, with fractions; 0 for an old dent. */
  readonly atMs: number;
  /** Noise-free hardness of the block at the dent, HR of the dent's scale. */
  readonly fieldHr: number;
  /** What a neighbour or the edge added to the reading, HR: 0 where it was well placed. */
  readonly disturbanceHr: number;
  /** What the tester read; undefined for an old dent. */
  readonly readingHr?: number;
}

export interface TruthEngraving {
  readonly block: string;
  readonly slot: number;
  readonly text: string;
  readonly madeBy: JobName;
  readonly atMs: number;
}

/** One hand-over of a block or of the tray. */
export interface TruthMove {
  readonly kind: "pick" | "place" | "load" | "unload";
  /** The block, or undefined when the tray moved. */
  readonly block?: string;
  /** Place of tray or line (pick, place) or station (load, unload). */
  readonly place: string;
  readonly madeBy: JobName;
  readonly atMs: number;
}

/** A job as its device ran it. */
export interface TruthJob extends JobName {
  readonly command: string;
  readonly text: string;
  readonly params: Readonly<Record<string, number>>;
  /** Real time, ms since 1970, with fractions. */
  readonly startMs: number;
  /** Undefined when the job was broken off: aborted, or the device lost power. */
  readonly endMs?: number;
  readonly outcome?: "succeeded" | "failed";
  readonly faultText?: string;
}

export interface Truth {
  readonly lab: string;
  readonly seed: number;
  /** Station the tray stands at, or `agv:<name>`. */
  readonly tray: string;
  readonly trayNumber: number;
  readonly blocks: readonly TruthBlock[];
  readonly dents: readonly TruthDent[];
  readonly engravings: readonly TruthEngraving[];
  readonly moves: readonly TruthMove[];
  /** The devices' own log, in order of start. */
  readonly jobs: readonly TruthJob[];
}
