/** The columns of a manifest as a table: adding a heading adds a word. */

export interface ColumnSpec {
  /** Headings as they are compared: without unit, blanks or capitals. The first two are shown to people. */
  readonly headings: readonly [string, string, ...string[]];
  readonly required: boolean;
  readonly unit: "mm" | "HR" | "";
}

const spec = (
  headings: ColumnSpec["headings"],
  unit: ColumnSpec["unit"] = "",
  required = false,
): ColumnSpec => ({ headings, required, unit });

export const COLUMNS = {
  slot: spec(["slot", "槽位", "槽号", "slotnumber"], "", true),
  block: spec(["block", "编号", "块号", "serial", "serialnumber", "blocknumber"], "", true),
  scale: spec(["scale", "标尺"], "", true),
  nominal: spec(["nominal", "标称值", "nominalvalue"], "HR", true),
  diameter: spec(["diameter", "直径"], "mm"),
  length: spec(["length", "长度", "长"], "mm"),
  width: spec(["width", "宽度", "宽"], "mm"),
  thickness: spec(["thickness", "厚度"], "mm"),
  customer: spec(["customer", "客户", "client", "送检单位", "委托单位"]),
  maker: spec(["maker", "制造厂", "manufacturer", "生产厂", "厂家", "制造单位"]),
  /** For people; read by nobody here. */
  remarks: spec(["remarks", "备注", "remark", "note", "notes"]),
} as const satisfies Record<string, ColumnSpec>;

export type ColumnName = keyof typeof COLUMNS;

const isColumnName = (name: string): name is ColumnName => Object.hasOwn(COLUMNS, name);
export const COLUMN_NAMES: readonly ColumnName[] = Object.keys(COLUMNS).filter(isColumnName);

/** `slot (槽位)`: how a column is named to people. */
export function columnInWords(name: ColumnName): string {
  const [english, chinese] = COLUMNS[name].headings;
  return `${english} (${chinese})`;
}

const UNIT_BEHIND: Readonly<Record<ColumnSpec["unit"], RegExp>> = {
  "": /$^/,
  mm: /[([/]?(mm|毫米)[)\]]?$/,
  HR: /[([/]?hr[a-z0-9]*[)\]]?$/,
};

/** The column a heading means; its unit may stand behind it, in brackets or not. Undefined when it means none. */
export function columnOf(heading: string): ColumnName | undefined {
  const plain = heading.normalize("NFKC").toLowerCase().replaceAll(/[\s_]/g, "");
  return COLUMN_NAMES.find((name) => {
    const { headings, unit }: ColumnSpec = COLUMNS[name];
    return headings.includes(plain) || headings.includes(plain.replace(UNIT_BEHIND[unit], ""));
  });
}
