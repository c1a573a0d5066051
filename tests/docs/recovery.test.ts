import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COMMON_FAULTS, commandsOf, DEVICE_KIND_NAMES, DEVICE_KINDS } from "../../devices/index.ts";
import { RECOVERY, RESPONSES } from "../../workflows/index.ts";
import { COMPUTATION_FAULTS, LEDGER_FAULTS, recoveryPage, rowFor } from "./recovery-page.ts";

const page = readFileSync(new URL("../../docs/recovery.md", import.meta.url), "utf8");

test("the page says what the table says (otherwise: node tests/docs/write-recovery.ts)", () => {
  expect(page).toBe(recoveryPage());
});

test("every row of the table stands on the page with its response in words", () => {
  for (const { step, fault, response } of RECOVERY) {
    expect(page).toContain(`| ${step} | ${fault} | ${response} |`);
    expect(page).toContain(`| ${response} | ${RESPONSES[response]} |`);
  }
});

test("every row names a step and a fault that exist", () => {
  const steps = [
    "any",
    ...DEVICE_KIND_NAMES.flatMap((kind) => Object.keys(commandsOf(kind))),
    ...Object.keys(COMPUTATION_FAULTS),
  ];
  const faults = [
    ...DEVICE_KIND_NAMES.flatMap((kind) => Object.keys(DEVICE_KINDS[kind].faults)),
    ...Object.keys(COMMON_FAULTS),
    ...Object.keys(LEDGER_FAULTS),
    ...Object.values(COMPUTATION_FAULTS).flat(),
  ];
  for (const { step, fault } of RECOVERY) {
    expect(steps).toContain(step);
    expect(faults).toContain(fault);
  }
});

test("no row is hidden behind one before it", () => {
  for (const row of RECOVERY) expect(rowFor(row.step, row.fault)).toBe(row);
});
