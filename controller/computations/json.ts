import type { Json } from "../../workflows/index.ts";

/** A plain copy of a result, as the ledger keeps it. */
export function asJson(result: object): Json {
  return JSON.parse(JSON.stringify(result));
}
