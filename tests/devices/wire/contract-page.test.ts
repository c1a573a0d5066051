/** docs/wire-contract.md is what strangers build from, so each of its tables and its example must be what the code speaks. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  COMMON_FAULTS,
  CONTRACT_VERSION,
  CONTROLS,
  commandsOf,
  DEVICE_KIND_NAMES,
  DEVICE_KINDS,
  HEALTHS,
  JOB_STATES,
  type KindSpec,
  METHOD_ARGUMENTS,
  MODES,
  modbusFrames,
  REFUSALS,
  readAddressMap,
  STATUS_VARIABLES,
  TEXT_BYTES,
  VARIABLE_TYPES,
} from "../../../devices/index.ts";
import { registersChecksum } from "../../../devices/wire/checksum.ts";
import { CONTROL_WIDTHS, JOB_WIDTHS, STATUS_WIDTHS } from "../../../devices/wire/register-map.ts";

const page = readFileSync(new URL("../../../docs/wire-contract.md", import.meta.url), "utf8");
const modbus = readAddressMap("hardlab-modbus");
const opcua = readAddressMap("hardlab-opcua");
if (modbus.transport !== "modbus" || opcua.transport !== "opcua")
  throw new Error("the standard maps are mixed up");

type Row = Record<string, string>;

/** The tables below a heading, up to the next heading. */
function tablesUnder(heading: string): Row[][] {
  const lines = page.split("\n");
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, "") === heading);
  if (start === -1) throw new Error(`the page has no heading "${heading}"`);
  const tables: string[][] = [];
  let inTable = false;
  for (const line of lines.slice(start + 1)) {
    if (line.startsWith("#")) break;
    if (line.startsWith("|")) {
      if (!inTable) tables.push([]);
      tables.at(-1)?.push(line);
    }
    inTable = line.startsWith("|");
  }
  const cells = (line: string) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
  return tables.map(([head = "", , ...rows]) => {
    const names = cells(head);
    return rows.map((row) => Object.fromEntries(cells(row).map((cell, index) => [names[index] ?? "", cell])));
  });
}

function pick(rows: Row[] | undefined, ...columns: string[]): string[][] {
  if (rows === undefined) throw new Error("a table is missing");
  for (const row of rows) expect(Object.values(row)).not.toContain("");
  return rows.map((row) => columns.map((column) => row[column] ?? `no column ${column}`));
}

const numbered = (words: readonly string[]) => words.map((word, index) => [String(index), word]);
const listed = (table: Readonly<Record<string, number>>) =>
  Object.entries(table).map(([name, code]) => [name, String(code)]);
const orNone = (text: string | undefined) => (text === undefined || text === "" ? "–" : text);

describe("the contract's page", () => {
  it("has the code's version and text length", () => {
    expect(page).toMatch(new RegExp(`^# The wire contract, version ${CONTRACT_VERSION}\n`));
    expect(page).toContain(`at most ${TEXT_BYTES} bytes`);
  });

  it.each([
    ["Job states", JOB_STATES],
    ["Modes", MODES],
    ["Health", HEALTHS],
    ["Controls", CONTROLS],
    ["Refusals", REFUSALS],
  ] as const)("lists the words of %s", (heading, words) => {
    expect(pick(tablesUnder(heading)[0], "value", "word")).toEqual(numbered(words));
  });

  it("lists the faults all kinds share", () => {
    expect(pick(tablesUnder("Faults")[0], "fault", "code")).toEqual(listed(COMMON_FAULTS));
  });

  it.each([
    ["Job frame", modbus.job, JOB_WIDTHS],
    ["Control frame", modbus.control, CONTROL_WIDTHS],
    ["Status", modbus.status, STATUS_WIDTHS],
  ] as const)("places the registers of the %s", (heading, addresses, widths) => {
    const where: Readonly<Record<string, number>> = addresses;
    const expected = Object.entries(widths)
      .map(([word, width]) => [word, String(where[word]), String(width)])
      .sort((a, b) => Number(a[1]) - Number(b[1]));
    expect(pick(tablesUnder(heading)[0], "word", "register", "registers")).toEqual(expected);
    for (const { registers = "", type = "" } of tablesUnder(heading)[0] ?? []) {
      const [base, count = "1"] = type.split(" × ");
      const each = base === "text" ? TEXT_BYTES / 2 : base === "uint16" ? 1 : 2;
      expect(Number(registers)).toBe(each * Number(count));
    }
  });

  it("names the OPC UA variables, methods and their types", () => {
    expect(pick(tablesUnder("Variables")[0], "variable", "node id", "type")).toEqual(
      STATUS_VARIABLES.map((name) => [name, opcua.variables[name], VARIABLE_TYPES[name]]),
    );
    const [submit, control] = tablesUnder("Methods");
    const argumentsOf = (method: keyof typeof METHOD_ARGUMENTS) =>
      METHOD_ARGUMENTS[method].map(({ name, type }) => [name, type]);
    expect(pick(submit, "argument", "type")).toEqual(argumentsOf("submit"));
    expect(pick(control, "argument", "type")).toEqual(argumentsOf("control"));
    for (const id of [opcua.object, opcua.methods.submit, opcua.methods.control, opcua.namespaceUri])
      expect(page).toContain(`\`${id}\``);
  });

  it("lists the kinds", () => {
    expect(pick(tablesUnder("Kinds")[0], "kind", "code")).toEqual(
      DEVICE_KIND_NAMES.map((kind) => [kind, String(DEVICE_KINDS[kind].code)]),
    );
  });

  it.each(DEVICE_KIND_NAMES)("lists what a %s can be told and what it says", (kind) => {
    const spec: KindSpec = DEVICE_KINDS[kind];
    const tables = tablesUnder(kind);
    const columns = ["command", "code", "nature", "params", "text", "results", "result text"] as const;
    expect(pick(tables.shift(), ...columns)).toEqual(
      Object.entries(commandsOf(kind)).map(([name, command]) => [
        name,
        String(command.code),
        command.nature,
        orNone(command.params.map((param) => `${param.name} ${param.min} to ${param.max}`).join(", ")),
        orNone(command.text),
        orNone(command.results.join(", ")),
        orNone(command.resultText),
      ]),
    );
    if (Object.keys(spec.sensors).length > 0)
      expect(pick(tables.shift(), "sensor", "word")).toEqual(listed(spec.sensors));
    if (Object.keys(spec.faults).length > 0)
      expect(pick(tables.shift(), "fault", "code")).toEqual(listed(spec.faults));
    expect(tables).toEqual([]);
    if (spec.readings.length > 0) expect(page).toContain(`Readings in order: ${spec.readings.join(", ")}.`);
  });

  it("explains every text a command takes", () => {
    const texts = DEVICE_KIND_NAMES.flatMap((kind) =>
      Object.values(commandsOf(kind)).flatMap((command) =>
        command.text === undefined ? [] : [command.text],
      ),
    );
    expect(new Set(pick(tablesUnder("Texts")[0], "text").flat())).toEqual(new Set(texts));
  });

  it("gives an example that is what the code sends", () => {
    const block = /```\n([^`]*)```/.exec(page)?.[1] ?? "";
    const registers = new Array<number>(modbusFrames(modbus).jobSpan.length).fill(0);
    for (const [, at, value] of block.matchAll(/(\d+): ([0-9A-F]{4})/g))
      registers[Number(at)] = Number.parseInt(value ?? "", 16);
    expect(modbusFrames(modbus).decodeJob(registers)).toEqual({
      controllerId: 0x12345678,
      jobNumber: 7,
      bootId: 0xcafe0001,
      command: 4,
      params: [1.5, -2, 0, 0, 0, 0, 0, 0],
      text: "HRC",
    });
  });

  it("gives the checksum's check value", () => {
    const digits = Buffer.from("123456789");
    let crc = 0xffff;
    for (const byte of digits) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
    }
    expect(crc).toBe(0x4b37);
    expect(page).toContain("4B37");
    const pairs = [0x3132, 0x3334, 0x3536, 0x3738];
    let byHand = 0xffff;
    for (const byte of pairs.flatMap((register) => [register >> 8, register & 0xff])) {
      byHand ^= byte;
      for (let bit = 0; bit < 8; bit++) byHand = byHand & 1 ? (byHand >> 1) ^ 0xa001 : byHand >> 1;
    }
    expect(registersChecksum(pairs)).toBe(byHand);
  });
});
