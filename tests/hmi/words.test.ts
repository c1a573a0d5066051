/** Every code that goes on record has words in both of the page's languages. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { COMMON_FAULTS, commandsOf, DEVICE_KIND_NAMES, DEVICE_KINDS } from "../../devices/index.ts";
import { FAULT_WORDS } from "../../hmi/fault-words.js";
import { COMPUTATION_FAULTS, LEDGER_FAULTS } from "../docs/recovery-page.ts";

const page = readFileSync(new URL("../../hmi/words.js", import.meta.url), "utf8");

test("every fault of a device, of the ledger and of the controller's own looks", () => {
  const faults = [
    ...DEVICE_KIND_NAMES.flatMap((kind) => Object.keys(DEVICE_KINDS[kind].faults)),
    ...Object.keys(COMMON_FAULTS),
    ...Object.keys(LEDGER_FAULTS),
    ...Object.values(COMPUTATION_FAULTS).flat(),
    "stopped",
    "skipped",
  ];
  expect(Object.keys(FAULT_WORDS).sort()).toEqual(
    [...new Set(faults)].map((fault) => `fault.${fault}`).sort(),
  );
});

test("every command of a device", () => {
  const commands = DEVICE_KIND_NAMES.flatMap((kind) => Object.keys(commandsOf(kind)));
  for (const command of commands) expect(page).toContain(`"command.${command}": [`);
});

test("every choice that a question offers", () => {
  const folder = new URL("../../workflows/", import.meta.url);
  const choices = readdirSync(folder).flatMap((file) =>
    [...readFileSync(new URL(file, folder), "utf8").matchAll(/choice: "(\w+)"/g)].map(([, choice]) => choice),
  );
  expect(choices.length).toBeGreaterThan(5);
  for (const choice of choices) expect(page).toContain(`"choice.${choice}": [`);
});
