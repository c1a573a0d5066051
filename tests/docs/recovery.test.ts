import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  COMMON_FAULTS,
  commandsOf,
  DEVICE_KIND_NAMES,
  DEVICE_KINDS,
  faultName,
} from "../../devices/index.ts";
import { RECOVERY, RESPONSES } from "../../workflows/index.ts";
import { responseTo } from "../../workflows/recovery.ts";
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

describe("every fault that can come back has a row", () => {
  const rowless = (step: string, faults: readonly string[]) =>
    faults.filter((fault) => rowFor(step, fault) === undefined).map((fault) => `${step}: ${fault}`);

  test.each(DEVICE_KIND_NAMES)("from a device of kind %s, at each of its commands", (kind) => {
    const faults = [DEVICE_KINDS[kind].faults, COMMON_FAULTS, LEDGER_FAULTS].flatMap(Object.keys);
    expect(Object.keys(commandsOf(kind)).flatMap((command) => rowless(command, faults))).toEqual([]);
  });

  test("from the controller's own steps", () => {
    expect(Object.entries(COMPUTATION_FAULTS).flatMap(([step, faults]) => rowless(step, faults))).toEqual([]);
  });

  test("and the page names every fault that the ledger gives a job", () => {
    const folder = new URL("../../controller/ledger/", import.meta.url);
    const given = readdirSync(folder).flatMap((file) =>
      [
        ...readFileSync(new URL(file, folder), "utf8").matchAll(
          /(?:fault: |#failure\(\s*job,\s*|: this\.#failure\(job, )"(\w+)"/g,
        ),
      ].map(([, fault]) => fault),
    );
    expect(new Set(given)).toEqual(new Set(Object.keys(LEDGER_FAULTS)));
  });

  test("a code that no page names is asked about", () => {
    expect(responseTo("go", faultName("agv", 173), 1).kind).toBe("ask");
  });
});
