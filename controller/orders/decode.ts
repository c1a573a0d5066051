/** The text of a manifest from its bytes: what Excel saves in China and elsewhere is told apart by its first bytes. */

export type Decoded = { readonly text: string } | { readonly why: string };

/** A tray has at most 48 slots; a manifest of a megabyte is none. */
const MOST_BYTES = 1_000_000;

const BYTE_ORDER_MARKS: readonly { readonly bytes: readonly number[]; readonly encoding: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];

const WORKBOOKS: readonly { readonly bytes: readonly number[]; readonly kind: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], kind: "an Excel workbook (.xlsx)" },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], kind: "an old Excel workbook (.xls)" },
];

/** UTF-8 with and without byte order mark, UTF-16 with one, else GB18030 (which holds GBK); says why when it is none of these. */
export function decodeManifest(bytes: Uint8Array): Decoded {
  const startsWith = (start: readonly number[]) => start.every((byte, index) => bytes[index] === byte);
  if (bytes.length > MOST_BYTES)
    return { why: `the file has ${bytes.length} bytes; a tray's manifest has a few thousand` };
  const workbook = WORKBOOKS.find((kind) => startsWith(kind.bytes));
  if (workbook !== undefined)
    return { why: `this is ${workbook.kind}; in Excel choose Save As, "CSV UTF-8 (comma delimited)"` };
  const marked = BYTE_ORDER_MARKS.find((mark) => startsWith(mark.bytes))?.encoding;
  const text = firstFitting(bytes, marked === undefined ? ["utf-8", "gb18030"] : [marked]);
  if (text === undefined)
    return {
      why: `the file is no text in ${marked ?? "UTF-8 or GBK"}; in Excel choose Save As, "CSV UTF-8 (comma delimited)"`,
    };
  if (text.includes("\0"))
    return { why: "the file holds zero bytes, so it is no CSV file; save it again as CSV UTF-8" };
  return { text };
}

function firstFitting(bytes: Uint8Array, encodings: readonly string[]): string | undefined {
  for (const encoding of encodings)
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  return undefined;
}
