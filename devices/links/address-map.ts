/** Reads the address maps in devices/maps/: where a make of device keeps the words of the wire contract. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import {
  modbusFrames,
  type NodeMap,
  nodeMapSchema,
  type RegisterMap,
  registerMapSchema,
} from "../wire/index.ts";

export type AddressMap = RegisterMap | NodeMap;

const addressMapSchema = z.discriminatedUnion("transport", [registerMapSchema, nodeMapSchema]);

/** An address map that is missing or wrong; names the file and each finding with its path. */
export class AddressMapError extends Error {
  override readonly name = "AddressMapError";
}

/**
 * The map `name` from devices/maps/`name`.yaml, its words checked for overlaps and for fitting into one request.
 * Throws an AddressMapError that names the file and what is wrong in it.
 */
export function readAddressMap(name: string): AddressMap {
  const file = new URL(`../maps/${name}.yaml`, import.meta.url).pathname;
  try {
    const map = addressMapSchema.parse(parse(readFileSync(file, "utf8")));
    if (map.transport === "modbus") modbusFrames(map);
    return map;
  } catch (error) {
    const why =
      error instanceof z.ZodError
        ? error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")
        : String(error instanceof Error ? error.message : error);
    throw new AddressMapError(`the address map ${file} cannot be used: ${why}`, { cause: error });
  }
}
