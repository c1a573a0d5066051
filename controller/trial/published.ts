/** The trial of calibration-data/trial-2023: its order, and the values a published trial of such a lab gave for twelve of its blocks. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { type TrayOrder, workOrderSchema } from "../../workflows/index.ts";

const TRIAL = new URL("../../calibration-data/trial-2023/", import.meta.url);

/** Name of the trial's tray. */
export const TRIAL_TRAY = "trial-2023";

/** The trial's 33 blocks as a tray for the Rockwell line. */
export function trialOrder(): TrayOrder {
  const order = workOrderSchema.parse(parse(readFileSync(new URL("order.yaml", TRIAL), "utf8")));
  return { ...order, tray: TRIAL_TRAY, line: "rockwell" };
}

export interface PublishedBlock {
  readonly block: string;
  readonly manualMean: number;
  readonly manualUniformity: number;
  readonly unattendedMean: number;
  readonly unattendedUniformity: number;
}

/** Values in HRC as published: five-point samples themselves. */
export function publishedBlocks(): PublishedBlock[] {
  const [, ...lines] = readFileSync(new URL("published.csv", TRIAL), "utf8").trim().split("\n");
  return lines.map((line) => {
    const [block = "", ...values] = line.trim().split(",");
    const [manualMean, manualUniformity, unattendedMean, unattendedUniformity] = values.map(Number);
    return {
      block,
      manualMean: manualMean ?? Number.NaN,
      manualUniformity: manualUniformity ?? Number.NaN,
      unattendedMean: unattendedMean ?? Number.NaN,
      unattendedUniformity: unattendedUniformity ?? Number.NaN,
    };
  });
}
