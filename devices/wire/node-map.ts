/**
 * An OPC UA device's address map: node ids of the contract's variables and methods. Read from devices/maps/*.yaml.
 * The reader asks for all variables in one Read request with `sequence` first and last; equal and even means that
 * nothing changed in between.
 */
import { z } from "zod";

/** A node id without its namespace index, such as `s=Job.BootId`; the index is looked up from the namespace URI. */
const node = z.string().regex(/^[isgb]=.+$/, "a node id without namespace, such as s=Job.BootId");

export const nodeMapSchema = z
  .object({
    transport: z.literal("opcua"),
    namespaceUri: z.string().min(1),
    /** The object that carries the methods. */
    object: node,
    methods: z.object({ submit: node, control: node }).strict(),
    variables: z
      .object({
        sequence: node,
        contractVersion: node,
        kindCode: node,
        bootId: node,
        controllerId: node,
        jobNumber: node,
        command: node,
        jobState: node,
        held: node,
        faultCode: node,
        faultText: node,
        result: node,
        resultText: node,
        refusalControllerId: node,
        refusalJobNumber: node,
        refusalReason: node,
        heartbeat: node,
        mode: node,
        health: node,
        sensors: node,
        readings: node,
      })
      .strict(),
  })
  .strict();

export type NodeMap = z.infer<typeof nodeMapSchema>;
export type StatusVariable = keyof NodeMap["variables"];

/** OPC UA built-in type of each variable; `[]` stands for a one-dimensional array. */
export const VARIABLE_TYPES = {
  sequence: "UInt32",
  contractVersion: "UInt16",
  kindCode: "UInt16",
  bootId: "UInt32",
  controllerId: "UInt32",
  jobNumber: "UInt32",
  command: "UInt16",
  jobState: "UInt16",
  held: "Boolean",
  faultCode: "UInt16",
  faultText: "String",
  result: "Float[]",
  resultText: "String",
  refusalControllerId: "UInt32",
  refusalJobNumber: "UInt32",
  refusalReason: "UInt16",
  heartbeat: "UInt16",
  mode: "UInt16",
  health: "UInt16",
  sensors: "UInt16[]",
  readings: "Float[]",
} as const satisfies Record<StatusVariable, string>;

/** All variables, in the order of VARIABLE_TYPES. */
export const STATUS_VARIABLES: readonly StatusVariable[] = nodeMapSchema.shape.variables.keyof().options;

export interface MethodArgument {
  readonly name: string;
  /** OPC UA built-in type; `[]` stands for a one-dimensional array. */
  readonly type: "UInt16" | "UInt32" | "Float[]" | "String";
}

/** Input arguments of the two methods in order; both answer with one UInt16, `refusal`, an index into REFUSALS. */
export const METHOD_ARGUMENTS = {
  submit: [
    { name: "controllerId", type: "UInt32" },
    { name: "jobNumber", type: "UInt32" },
    { name: "bootId", type: "UInt32" },
    { name: "command", type: "UInt16" },
    { name: "params", type: "Float[]" },
    { name: "text", type: "String" },
  ],
  control: [
    { name: "controllerId", type: "UInt32" },
    { name: "jobNumber", type: "UInt32" },
    { name: "control", type: "UInt16" },
  ],
} as const satisfies Record<"submit" | "control", readonly MethodArgument[]>;
