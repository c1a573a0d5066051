import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { kindsAsMarkdown } from "../../../../devices/virtual/faults/index.ts";
import { FAULT_NAMES, faultKind } from "../../../../devices/virtual/faults/kinds.ts";
import { DEVICE_KINDS } from "../../../../devices/wire/index.ts";

const PAGE = fileURLToPath(new URL("../../../../docs/virtual-lab.md", import.meta.url));

it("docs/virtual-lab.md shows the kinds of faults as they are (the table is kindsAsMarkdown())", () => {
  expect(readFileSync(PAGE, "utf8")).toContain(`\n${kindsAsMarkdown()}\n`);
});

it("every kind has a meaning of one sentence, and names commands its devices have", () => {
  for (const name of FAULT_NAMES) {
    const { meaning, on, commands = [] } = faultKind(name);
    expect(meaning).toMatch(/^[A-Z][^\n|]*\.$/);
    const known = on === "every" ? [] : on.flatMap((kind) => Object.keys(DEVICE_KINDS[kind].commands));
    expect([name, commands.filter((command) => !known.includes(command))]).toEqual([name, []]);
  }
});
