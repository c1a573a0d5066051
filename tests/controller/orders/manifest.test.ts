import fc from "fast-check";
import { expect, test } from "vitest";
import { ManifestError, readManifest } from "../../../controller/orders/index.ts";
import { readLabFile } from "../../../devices/index.ts";
import { type BlockOrder, workOrderSchema } from "../../../workflows/index.ts";
import { replayable } from "../../metrology/seed.ts";
import { inGbk, PLAIN, type Writing, writeManifest } from "./written-manifest.ts";

const lab = readLabFile("calibration-data/labs/default.yaml");
const read = (bytes: Uint8Array | string, fileName = "orders/tray 7.csv") =>
  readManifest(typeof bytes === "string" ? Buffer.from(bytes) : bytes, {
    line: "rockwell",
    lab,
    fileName,
  });

const HEADINGS = "slot,block,scale,nominal,diameter,length,width,thickness,customer,maker";
const rows = (...lines: string[]) => [HEADINGS, ...lines].join("\n");

function findings(bytes: Uint8Array | string): string[] {
  try {
    read(bytes);
  } catch (error) {
    if (error instanceof ManifestError)
      return error.findings.map(({ line, column, message }) => `${line}:${column} ${message}`);
    throw error;
  }
  return [];
}

test("a manifest becomes the order of a tray, by slot, named after its file", () => {
  const { order } = read(
    rows("7,2007-101,HRC,61,64,,,10,Client A,Maker 1", "2,2023-205,hrc,28.5,,60,30,8,,"),
  );
  expect(order).toMatchObject({ order: "tray 7", tray: "tray 7", line: "rockwell" });
  expect(order.blocks).toEqual([
    {
      slot: 2,
      serial: "2023-205",
      scale: "HRC",
      nominalHr: 28.5,
      shape: "rectangular",
      lengthMm: 60,
      widthMm: 30,
      thicknessMm: 8,
      client: "",
      maker: "",
    },
    {
      slot: 7,
      serial: "2007-101",
      scale: "HRC",
      nominalHr: 61,
      shape: "round",
      diameterMm: 64,
      thicknessMm: 10,
      client: "Client A",
      maker: "Maker 1",
    },
  ]);
  const { tray: _, line: __, ...workOrder } = order;
  expect(workOrderSchema.parse(workOrder)).toEqual(workOrder);
});

test("only slot, block, scale and nominal value must be there; nothing is made up for the rest", () => {
  const { order } = read("block,nominal,slot,scale\n9-1,61,1,HRC");
  expect(order.blocks).toEqual([
    { slot: 1, serial: "9-1", scale: "HRC", nominalHr: 61, shape: "unstated", client: "", maker: "" },
  ]);
});

test("a Chinese Excel's file in GBK with Chinese headings and units is read", () => {
  const { order } = read(
    inGbk(
      "槽位,编号,标尺,标称值 HRC,直径（mm）,厚度(毫米),客户,备注\r\n3,标-101,HRC,61.5,64,10,上海计量院,加急\r\n",
    ),
  );
  expect(order.blocks).toMatchObject([
    { slot: 3, serial: "标-101", nominalHr: 61.5, diameterMm: 64, client: "上海计量院" },
  ]);
});

test("Excel's Unicode text, UTF-16 with tabs and decimal commas, is read", () => {
  const { order } = read(Buffer.from("\uFEFFslot\tblock\tscale\tnominal\r\n1\tA1\tHRC\t61,5\r\n", "utf16le"));
  expect(order.blocks).toMatchObject([{ nominalHr: 61.5 }]);
});

test("every finding of a broken manifest is named at once, by line and column", () => {
  expect(
    findings(
      rows(
        "1,A1,HRC,61,64,,,10,,",
        "1,A2,HRC,75,64,,,10,,",
        "40,A1,HRB,x,,60,,10,,",
        "2,A/3,HR30N,60,64,60,30,ten,,",
        '3,A4,HRC,"61,5",64,,,10,,',
        "4,A5,HRC",
      ),
    ),
  ).toEqual([
    "3:1 slot 1 is in line 2 already",
    "3:4 75 is not from 20 to 70 HRC",
    "4:1 slot 40: the tray has slots 1 to 33",
    "4:2 block A1 is in line 2 already",
    '4:3 there is no scale "HRB"; write HRBW if that is meant',
    '4:4 "x" is not a number of HR',
    "4:6 a length without a width",
    '5:2 "A/3" may hold letters, digits, and . _ - behind the first',
    "5:3 line rockwell serves HRA, HRBW, HRC, HRD, HREW, HRFW, HRGW, HRHW, HRKW, not HR30N",
    "5:5 a block has a diameter, or a length and a width, not both",
    '5:8 "ten" is not a number of mm',
    '6:4 "61,5" has a decimal comma in a file separated by commas; write a point',
    "7:1 3 cells instead of 10",
  ]);
});

test("missing, repeated and unknown columns are found", () => {
  expect(findings("slot,block,scale,slot,diamter\n1,A1,HRC,2,64")).toEqual([
    "1:1 the column nominal (标称值) is missing",
    "1:4 there is a slot (槽位) column before",
    expect.stringMatching(/^1:5 "diamter" is not one of slot \(槽位\), /),
  ]);
  expect(findings("slot,block,scale,nominal,diameter (inch)\n1,A1,HRC,61,2.5")).toHaveLength(1);
});

test("files that are no manifest say what they are", () => {
  expect(findings("")).toEqual(["1:1 the file is empty"]);
  expect(findings("\r\n\r\n")).toEqual(["1:1 the file is empty"]);
  expect(findings(HEADINGS)).toEqual(["2:1 there is no block below the headings"]);
  expect(findings(Buffer.from([0x50, 0x4b, 3, 4, 20]))).toEqual([expect.stringContaining("Excel workbook")]);
  expect(findings(Buffer.from([0xff, 0xff, 0xff]))).toEqual([
    expect.stringContaining("no text in UTF-8 or GBK"),
  ]);
  expect(findings(new Uint8Array(1_000_001))).toEqual([expect.stringContaining("1000001 bytes")]);
});

test("a number that a spreadsheet rounded is no block's number", () => {
  expect(findings(rows("1,1.23E+11,HRC,61,64,,,10,,"))).toEqual([
    expect.stringContaining("format the column as text"),
  ]);
});

test("the message names the file and each finding with the spreadsheet's own column letter", () => {
  expect(() => read(rows("1,A1,HRC,75,64,,,10,,"))).toThrow(
    "the manifest orders/tray 7.csv cannot be used; nothing was started:\n  - line 2, column D (nominal): 75 is not from 20 to 70 HRC",
  );
});

const name = fc
  .string({ maxLength: 12, unit: fc.constantFrom("a", " ", "客", ",", ";", '"', "é") })
  .map((text) => text.trim());
const mm = fc.integer({ min: 50, max: 990 }).map((tenths) => tenths / 10);
const size = fc.oneof(
  fc.record({ shape: fc.constant("round" as const), diameterMm: mm }),
  fc.tuple(mm, mm).map(([one, other]) => ({
    shape: "rectangular" as const,
    lengthMm: Math.max(one, other),
    widthMm: Math.min(one, other),
  })),
);
const block = fc.record({
  serial: fc
    .stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,11}$/)
    .filter((text) => !/^\d(\.\d+)?e/i.test(text)),
  scale: fc.constantFrom("HRC", "HRD"),
  nominalHr: fc.integer({ min: 400, max: 700 }).map((tenths) => tenths / 10),
  thicknessMm: mm,
  client: name,
  maker: name,
  size,
});
const blocks = fc
  .uniqueArray(block, { minLength: 1, maxLength: 33, selector: ({ serial }) => serial })
  .map((list) =>
    list.map(({ size: shape, ...rest }, index): BlockOrder => ({ slot: index + 1, ...rest, ...shape })),
  );
const writing: fc.Arbitrary<Writing> = fc.record({
  separator: fc.constantFrom(",", ";", "\t"),
  encoding: fc.constantFrom("utf-8", "utf-8 with mark", "utf-16le"),
  lineEnd: fc.constantFrom("\r\n", "\n", "\r"),
  chinese: fc.boolean(),
  decimalComma: fc.boolean(),
});

test("whatever order is written is read back the same", () => {
  fc.assert(
    fc.property(blocks, writing, (list, how) => {
      expect(read(writeManifest({ blocks: list }, how)).order.blocks).toEqual(list);
    }),
    { ...replayable(), numRuns: 200 },
  );
});

test("bytes of any kind give an order or a ManifestError, nothing else", () => {
  const sound = writeManifest(
    {
      blocks: [
        {
          slot: 1,
          serial: "A1",
          scale: "HRC",
          nominalHr: 61,
          shape: "round",
          diameterMm: 64,
          thicknessMm: 10,
          client: "客",
          maker: "",
        },
      ],
    },
    PLAIN,
  );
  const torn = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { maxLength: 6 }).map((changes) => {
    const bytes = Uint8Array.from(sound);
    for (const [at, byte] of changes) bytes[at] = byte;
    return bytes;
  });
  const text = fc
    .string({ maxLength: 60, unit: fc.constantFrom(",", ";", '"', "\n", "\r", "1", "HRC", "A", "\t", " ") })
    .map((tail) => Buffer.from(`slot,block,scale,nominal\n${tail}`));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), torn, text), (bytes) => {
      try {
        expect(read(bytes).order.blocks.length).toBeGreaterThan(0);
      } catch (error) {
        if (!(error instanceof ManifestError)) throw error;
        expect(error.findings.length).toBeGreaterThan(0);
      }
    }),
    { ...replayable(), numRuns: 500 },
  );
});
