/** The daily verification: five indentations on a reference block must agree with its certificate. */
import { z } from "zod";
import type { Lab, LabReference } from "../../devices/index.ts";
import type { BlockOrder } from "../../workflows/index.ts";
import { isVerified, writeVerification } from "../infobase/index.ts";
import type { Computation } from "../ledger/index.ts";
import { decimal, meanAndRange, readingAtResolution } from "../metrology/index.ts";
import type { ComputationParts } from "./parts.ts";
import { localDay } from "./preflight.ts";

const needInput = z.object({ line: z.string(), scale: z.string() });

/** Which reference block is to be indented now; none when the scale was verified today or the lab file asks for no verification. */
export function needVerificationComputation({
  lab,
  base,
  nowMs,
}: Pick<ComputationParts, "lab" | "base" | "nowMs">): Computation {
  return async (input) => {
    const { line, scale } = needInput.parse(input);
    const day = localDay(nowMs());
    if (lab.lines[line]?.dailyVerification === undefined || isVerified(base, line, scale, day))
      return { outcome: { ok: true, value: { reference: null, refusal: "" } } };
    const reference = referenceFor(lab, line, scale);
    const refusal =
      reference === undefined
        ? `line ${line} has no reference block for ${scale}; the calibration officer can enter one in the lab file`
        : reference.validUntil < day
          ? `the certificate ${reference.certificate} of reference block ${reference.serial} ended on ${reference.validUntil}; the calibration officer can put another one in its place`
          : "";
    const order = reference === undefined || refusal !== "" ? null : orderOf(reference);
    return { outcome: { ok: true, value: { reference: order, refusal } } };
  };
}

function referenceFor(lab: Lab, line: string, scale: string): LabReference | undefined {
  return lab.lines[line]?.references.find((reference) => reference.scale === scale);
}

function orderOf({
  serial,
  scale,
  place,
  valueHr,
  diameterMm,
  thicknessMm,
  shape,
}: LabReference): BlockOrder {
  return {
    slot: place,
    serial,
    scale,
    nominalHr: valueHr,
    shape,
    diameterMm,
    thicknessMm,
    client: "",
    maker: "",
  };
}

const verifyInput = z.object({
  line: z.string(),
  serial: z.string(),
  scale: z.string(),
  resolutionHr: z.number(),
  readings: z.array(z.number()),
});

export function verifyComputation({ lab }: Pick<ComputationParts, "lab">): Computation {
  return async (input) => {
    const { line, serial, scale, resolutionHr, readings } = verifyInput.parse(input);
    const reference = referenceFor(lab, line, scale);
    const rule = lab.lines[line]?.dailyVerification;
    if (reference === undefined || rule === undefined)
      return {
        outcome: {
          ok: false,
          fault: "noReference",
          text: `line ${line} has no reference block ${serial} for ${scale}`,
        },
      };
    return { outcome: { ok: true, value: verification(reference, rule, resolutionHr, readings) } };
  };
}

/** |x̄ − x_c| ≤ √(U_c² + U_m²), and the range within the lab's limit; all in HR. */
export function verification(
  reference: Pick<LabReference, "valueHr" | "expandedHr">,
  rule: { readonly testerExpandedHr: number; readonly rangeLimitHr: number },
  resolutionHr: number,
  readings: readonly number[],
) {
  const values = readings.map((reading) => readingAtResolution(reading, resolutionHr) ?? decimal(reading));
  const { mean, range } = meanAndRange(values);
  const deviation = mean.minus(reference.valueHr).abs();
  const allowed = decimal(reference.expandedHr).pow(2).plus(decimal(rule.testerExpandedHr).pow(2)).sqrt();
  const agrees = deviation.lte(allowed);
  const steady = range.lte(rule.rangeLimitHr);
  return {
    passed: agrees && steady,
    meanHr: mean.toNumber(),
    uniformityHr: range.toNumber(),
    limitHr: rule.rangeLimitHr,
    decisive: `mean ${mean} is ${deviation} HR from ${reference.valueHr} (${agrees ? "≤" : ">"} ${allowed.toFixed(2)}), range ${range} (${steady ? "≤" : ">"} ${rule.rangeLimitHr})`,
  };
}

const recordInput = z.object({
  line: z.string(),
  batch: z.string(),
  block: z.object({ serial: z.string(), scale: z.string() }),
  verdict: z.object({ passed: z.boolean() }).nullable(),
});

export function recordVerificationComputation({
  base,
  nowMs,
}: Pick<ComputationParts, "base" | "nowMs">): Computation {
  return async (input) => {
    const { line, batch, block, verdict } = recordInput.parse(input);
    return {
      outcome: { ok: true, value: { engraving: "" } },
      // A reference block that was not worked to its end, or had no room left, says nothing of the tester.
      ...(verdict !== null
        ? {
            write: () =>
              writeVerification(base, {
                batch,
                line,
                scale: block.scale,
                reference: block.serial,
                day: localDay(nowMs()),
                passed: verdict.passed,
                record: input,
              }),
          }
        : {}),
    };
  };
}
