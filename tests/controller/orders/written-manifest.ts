/** Manifests as spreadsheets write them, for tests: any separator, encoding and line end. */
import type { TrayOrder } from "../../../workflows/index.ts";

export interface Writing {
  readonly separator: "," | ";" | "\t";
  readonly encoding: "utf-8" | "utf-8 with mark" | "utf-16le";
  readonly lineEnd: "\r\n" | "\n" | "\r";
  readonly chinese: boolean;
  readonly decimalComma: boolean;
}

export const PLAIN: Writing = {
  separator: ",",
  encoding: "utf-8",
  lineEnd: "\r\n",
  chinese: false,
  decimalComma: false,
};

const HEADINGS = {
  english: "slot block scale nominal diameter length width thickness customer maker",
  chinese: "槽位 编号 标尺 标称值 直径(mm) 长度(mm) 宽度(mm) 厚度(mm) 客户 制造厂",
};

/** The order's blocks as a file. */
export function writeManifest({ blocks }: Pick<TrayOrder, "blocks">, writing: Writing): Uint8Array {
  const number = (value: number) =>
    writing.decimalComma && writing.separator !== "," ? String(value).replace(".", ",") : String(value);
  const rows = blocks.map((block) => [
    number(block.slot),
    block.serial,
    block.scale,
    number(block.nominalHr),
    block.shape === "round" ? number(block.diameterMm) : "",
    block.shape === "rectangular" ? number(block.lengthMm) : "",
    block.shape === "rectangular" ? number(block.widthMm) : "",
    block.thicknessMm === undefined ? "" : number(block.thicknessMm),
    block.client,
    block.maker,
  ]);
  const cells = [HEADINGS[writing.chinese ? "chinese" : "english"].split(" "), ...rows];
  const text = cells
    .map((row) => row.map((cell) => quoted(cell, writing.separator)).join(writing.separator))
    .join(writing.lineEnd);
  return encoded(text, writing.encoding);
}

function quoted(cell: string, separator: string): string {
  return cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function encoded(text: string, encoding: Writing["encoding"]): Uint8Array {
  if (encoding === "utf-16le") return Buffer.from(`\uFEFF${text}`, "utf16le");
  return Buffer.from(encoding === "utf-8" ? text : `\uFEFF${text}`, "utf8");
}

/** Text in GBK, as Excel saves "CSV" on a Chinese Windows: the decoder's own table, read backwards. */
export function inGbk(text: string): Uint8Array {
  const decoder = new TextDecoder("gbk");
  const codes = new Map<string, number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++)
      codes.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  return Uint8Array.from(
    [...text].flatMap((character) => {
      const code = character.charCodeAt(0);
      return code < 0x80 ? [code] : (codes.get(character) ?? []);
    }),
  );
}
