/** The contract's types and values as node-opcua's variants. */

import { DataType, Variant, VariantArrayType } from "node-opcua";
import type { NodeValue } from "../wire/index.ts";

const DATA_TYPES = {
  UInt16: DataType.UInt16,
  UInt32: DataType.UInt32,
  Float: DataType.Float,
  Boolean: DataType.Boolean,
  String: DataType.String,
} as const;

export type ContractType = keyof typeof DATA_TYPES | "Float[]" | "UInt16[]";

/** Data type and value rank (-1 scalar, 1 array) of a contract type. */
export function opcUaType(type: ContractType): { dataType: DataType; valueRank: -1 | 1 } {
  switch (type) {
    case "Float[]":
      return { dataType: DataType.Float, valueRank: 1 };
    case "UInt16[]":
      return { dataType: DataType.UInt16, valueRank: 1 };
    default:
      return { dataType: DATA_TYPES[type], valueRank: -1 };
  }
}

export function variantOf(type: ContractType, value: NodeValue): Variant {
  const { dataType, valueRank } = opcUaType(type);
  const arrayType = valueRank === 1 ? VariantArrayType.Array : VariantArrayType.Scalar;
  return new Variant({ dataType, arrayType, value });
}
