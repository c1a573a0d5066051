/**
 * The lab file (lab.yaml): which devices there are, where they answer, how long they take, which lines they form.
 * Real hardware is a lab file with other addresses; the virtual lab reads the same file to know what to serve.
 */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { commandsOf, DEVICE_KIND_NAMES, type DeviceKind, REFERENCE_PLACES } from "./wire/index.ts";

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and hyphens");
const positive = z.number().positive();

/** A device's own calibration; past its date nothing is started with it. */
const calibrationSchema = z.object({ certificate: z.string().min(1), validUntil: z.iso.date() }).strict();

const deviceSchema = z
  .object({
    kind: z.enum(DEVICE_KIND_NAMES),
    /** Name of an address map in devices/maps/, without `.yaml`. */
    map: name,
    host: z.string().min(1).default("127.0.0.1"),
    /**
     * `auto` only in a virtual lab, which then serves the device: the port stands in the data folder. A number is where a
     * device of its own listens, also when the rest of the lab is virtual.
     */
    port: z.union([z.number().int().min(1).max(65_535), z.literal("auto")]),
    /** OPC UA only. None must be written out; there is no falling back to it. */
    security: z.enum(["SignAndEncrypt", "None"]).default("SignAndEncrypt"),
    /** Nominal duration in s of each command, by the command table's time keys. */
    timesS: z.record(z.string(), z.number().nonnegative()),
    /** Shortest deadline of a job in s of real time, however high the speed. */
    deadlineFloorS: positive.default(15),
    /** Smallest step of this device's readings, in the reading's unit. */
    resolution: positive.optional(),
    calibration: calibrationSchema.optional(),
    /** Camera: pixels and scale from its calibration, and where its images are fetched. */
    camera: z
      .object({
        widthPx: z.number().int().min(64).max(20_000),
        heightPx: z.number().int().min(64).max(20_000),
        mmPerPx: positive,
        exposureMs: positive,
        imageUrl: z.union([z.url(), z.literal("auto")]),
      })
      .strict()
      .optional(),
  })
  .strict();

/** A reference block in a slot of its own at the line, for the daily verification of one scale. */
const referenceSchema = z
  .object({
    serial: z.string().min(1).max(24),
    scale: z.string().min(1),
    /** Number of its place: `reference:1` … */
    place: z.number().int().min(1).max(REFERENCE_PLACES),
    /** Value and expanded uncertainty on its certificate, HR. */
    valueHr: z.number(),
    expandedHr: positive,
    certificate: z.string().min(1),
    validUntil: z.iso.date(),
    shape: z.literal("round"),
    diameterMm: positive,
    thicknessMm: positive,
  })
  .strict();

const dailyVerificationSchema = z
  .object({
    /** Expanded uncertainty of the tester from its calibration, HR. */
    testerExpandedHr: positive,
    /** Largest range of the five readings on a reference block, HR. */
    rangeLimitHr: positive,
  })
  .strict();

const lineSchema = z
  .object({
    /** The AGV's station at this line. */
    station: name,
    arm: name,
    stage: name,
    camera: name,
    tester: name,
    /** Scales this line's tester serves. */
    scales: z.array(z.string()).min(1),
    /** Indentations that seat the block and do not count. */
    preliminaryIndentations: z.number().int().min(0).max(5),
    /** Counted indentations a block. */
    indentations: z.number().int().min(5).max(25),
    /** A reading farther than this from the median of its block's is replaced once, HR; both stay on record. */
    outlierHr: positive.default(5),
    /** A block whose measured sizes differ from the order by more than this is not the announced one, mm. */
    sizeToleranceMm: positive.default(0.5),
    references: z.array(referenceSchema).default([]),
    /** Without it the tester is not verified before the day's first block of a scale. */
    dailyVerification: dailyVerificationSchema.optional(),
    /** Radius around the gripper's reference point that the arm can bring under the indenter, mm. */
    reachMm: positive,
  })
  .strict();

const labSchema = z
  .object({
    lab: name,
    title: z.string(),
    /** Time factor: devices of a virtual lab are quicker by it. 1 for real hardware. */
    speed: positive.default(1),
    tray: z
      .object({
        columns: z.number().int().min(1).max(12),
        slots: z.number().int().min(1).max(48),
        rejectSlots: z.number().int().min(1).max(16),
      })
      .strict(),
    stations: z.object({ unchecked: name, marking: name, inspected: name }).strict(),
    agv: name,
    marker: name,
    environment: name,
    /** Ids of the limit tables used, by the regulation's name. */
    limitTables: z.object({ rockwell: z.string() }).strict(),
    devices: z.record(name, deviceSchema),
    lines: z.record(name, lineSchema),
    virtual: z
      .object({
        /** What the virtual blocks truly are; path from the lab file. */
        physical: z.string(),
        /** Standard deviation of one hardness reading, HR. */
        testerNoiseHr: z.number().nonnegative(),
        /** Standard deviation of the arm's position on the anvil, mm, each axis. */
        armRepeatabilityMm: z.number().nonnegative(),
        /** Largest offset in mm of a block in the gripper, each axis. */
        gripOffsetMm: z.number().nonnegative(),
        environment: z.object({ temperatureC: z.number(), humidityPercent: z.number() }).strict(),
      })
      .strict()
      .optional(),
  })
  .strict();

export type Lab = z.infer<typeof labSchema> & {
  /** Absolute path the file was read from. */
  readonly file: string;
};
export type LabDevice = Lab["devices"][string];
export type LabLine = Lab["lines"][string];
export type LabReference = LabLine["references"][number];

/** What is wrong with a lab file, each finding with its path in the file. */
export class LabFileError extends Error {
  override readonly name = "LabFileError";
  readonly findings: readonly string[];

  constructor(file: string, findings: readonly string[]) {
    super(`the lab file ${file} cannot be used:\n${findings.map((finding) => `  - ${finding}`).join("\n")}`);
    this.findings = findings;
  }
}

/** Reads and checks a lab file; throws a LabFileError that lists every finding with its path. */
export function readLabFile(file: string): Lab {
  const path = resolve(file);
  let content: unknown;
  try {
    content = parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new LabFileError(path, [error instanceof Error ? error.message : String(error)]);
  }
  const parsed = labSchema.safeParse(content);
  if (!parsed.success)
    throw new LabFileError(
      path,
      parsed.error.issues.map((issue) => `${issue.path.join(".") || "(top)"}: ${issue.message}`),
    );
  const findings = checkReferences(parsed.data);
  if (findings.length > 0) throw new LabFileError(path, findings);
  return { ...parsed.data, file: path };
}

/** Path given in a lab file, seen from that file. */
export function besideLabFile(lab: Lab, path: string): string {
  return resolve(dirname(lab.file), path);
}

function checkReferences(lab: z.infer<typeof labSchema>): string[] {
  const findings: string[] = [];
  const expectKind = (path: string, device: string, kind: DeviceKind) => {
    const found = lab.devices[device];
    if (found === undefined) findings.push(`${path}: there is no device "${device}"`);
    else if (found.kind !== kind) findings.push(`${path}: "${device}" is a ${found.kind}, not a ${kind}`);
  };
  expectKind("agv", lab.agv, "agv");
  expectKind("marker", lab.marker, "marker");
  expectKind("environment", lab.environment, "environment");
  for (const [line, parts] of Object.entries(lab.lines)) {
    expectKind(`lines.${line}.arm`, parts.arm, "arm");
    expectKind(`lines.${line}.stage`, parts.stage, "stage");
    expectKind(`lines.${line}.camera`, parts.camera, "camera");
    expectKind(`lines.${line}.tester`, parts.tester, "rockwellTester");
  }
  for (const [device, parts] of Object.entries(lab.devices)) {
    const path = `devices.${device}`;
    for (const { time } of Object.values(commandsOf(parts.kind)))
      if (parts.timesS[time] === undefined)
        findings.push(`${path}.timesS.${time}: the nominal time in s is missing`);
    if (parts.port === "auto" && lab.virtual === undefined)
      findings.push(`${path}.port: "auto" works in a virtual lab only; give the port number`);
    if (parts.kind === "camera" && parts.camera === undefined)
      findings.push(`${path}.camera: a camera needs widthPx, heightPx, mmPerPx, exposureMs and imageUrl`);
    if (parts.kind === "rockwellTester" && parts.resolution === undefined)
      findings.push(`${path}.resolution: a tester needs the resolution of its readings in HR`);
  }
  return findings;
}
