import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCsv, type Separator } from "../../../controller/orders/csv.ts";
import { replayable } from "../../metrology/seed.ts";

const cells = (text: string) => parseCsv(text).rows.map((row) => row.cells);

test("cells are separated by commas and rows by CRLF, the last row ending with or without one", () => {
  expect(cells("a,b\r\n1,2\r\n")).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
  expect(cells("a,b\r\n1,2")).toEqual(cells("a,b\r\n1,2\r\n"));
});

test("a quoted cell may hold separators, doubled quotes and line ends, and rows below it keep their lines", () => {
  const { rows, problems } = parseCsv('a,b\n"1, ""one""\r\nand more",2\n3,4\n');
  expect(rows).toEqual([
    { line: 1, cells: ["a", "b"] },
    { line: 2, cells: ['1, "one"\r\nand more', "2"] },
    { line: 4, cells: ["3", "4"] },
  ]);
  expect(problems).toEqual([]);
});

test("the separator is the commonest of the first line, or the one Excel notes", () => {
  expect(parseCsv("a;b;c\n1,5;2;3").rows[1]?.cells).toEqual(["1,5", "2", "3"]);
  expect(parseCsv("a\tb\n1\t2").separator).toBe("\t");
  expect(parseCsv("sep=;\r\na;b\r\n1;2")).toMatchObject({ separator: ";", rows: [{ line: 2 }, { line: 3 }] });
  expect(parseCsv('"a,b,c";d').separator).toBe(";");
});

test("blank rows are left out and do not shift the lines", () => {
  expect(parseCsv("a,b\n,\n\n1,2\n").rows.map(({ line }) => line)).toEqual([1, 4]);
});

test("a stray quote, a quote never closed and text behind a closing quote are found where they stand", () => {
  expect(parseCsv('a,b\n1,2"3').problems).toMatchObject([{ line: 2, column: 2 }]);
  expect(parseCsv('a,b\n1,"2\n3').problems).toMatchObject([
    { line: 2, column: 2, message: expect.stringContaining("never closed") },
  ]);
  expect(parseCsv('a,b\n"1"x,2').problems).toMatchObject([
    { line: 2, column: 1, message: expect.stringContaining("behind") },
  ]);
});

test("whatever is written comes back", () => {
  const separators: Separator[] = [",", ";", "\t"];
  const cell = fc.string({ unit: fc.constantFrom("a", "7", " ", ",", ";", "\t", '"', "\r", "\n", "块") });
  fc.assert(
    fc.property(
      fc.constantFrom(...separators),
      fc.constantFrom("\r\n", "\n", "\r"),
      fc
        .integer({ min: 2, max: 5 })
        .chain((width) =>
          fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
        ),
      (separator, lineEnd, rows) => {
        const width = rows[0]?.length ?? 0;
        const heading = Array.from({ length: width }, (_, index) => `h${index}`);
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = [heading, ...rows].map((row) => row.map(quote).join(separator)).join(lineEnd);
        const read = parseCsv(text);
        expect(read.problems).toEqual([]);
        expect(read.rows.map((row) => row.cells)).toEqual([
          heading,
          ...rows.filter((row) => row.some((one) => one.trim() !== "")),
        ]);
      },
    ),
    { ...replayable(), numRuns: 300 },
  );
});
