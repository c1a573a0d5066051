/** The frames of the wire contract as Modbus registers: the same code reads and writes on both sides of the wire. */
import { registersChecksum } from "./checksum.ts";
import { RegisterBlock } from "./register-codec.ts";
import {
  CONTROL_WIDTHS,
  type FrameSpan,
  frameSpan,
  JOB_WIDTHS,
  type RegisterMap,
  STATUS_WIDTHS,
} from "./register-map.ts";
import {
  CONTROLS,
  type ControlFrame,
  type DeviceStatus,
  HEALTHS,
  JOB_STATES,
  type JobFrame,
  MODES,
  PARAM_COUNT,
  READING_COUNT,
  REFUSALS,
  RESULT_COUNT,
  SENSOR_COUNT,
  wordAt,
} from "./words.ts";

/** A frame whose checksum does not agree: torn, garbled, or not written to the end. */
export class ChecksumError extends Error {
  override readonly name = "ChecksumError";
}

export interface ModbusFrames {
  readonly jobSpan: FrameSpan;
  readonly controlSpan: FrameSpan;
  readonly statusSpan: FrameSpan;
  encodeJob(frame: JobFrame): number[];
  decodeJob(registers: readonly number[]): JobFrame;
  encodeControl(frame: ControlFrame): number[];
  decodeControl(registers: readonly number[]): ControlFrame;
  encodeStatus(status: DeviceStatus): number[];
  decodeStatus(registers: readonly number[]): DeviceStatus;
}

function seal(block: RegisterBlock): number[] {
  const { registers } = block;
  registers[registers.length - 1] = registersChecksum(registers.slice(0, -1));
  return registers;
}

function open(map: RegisterMap, what: string, span: FrameSpan, registers: readonly number[]): RegisterBlock {
  if (registers.length !== span.length)
    throw new ChecksumError(`${what} frame: ${registers.length} registers instead of ${span.length}`);
  const stated = registers[registers.length - 1];
  const actual = registersChecksum(registers.slice(0, -1));
  if (stated !== actual) throw new ChecksumError(`${what} frame: checksum ${stated} instead of ${actual}`);
  return new RegisterBlock(map, span.start, [...registers]);
}

/** Encoder and decoder for one address map; throws when the map's words overlap or do not fit one request. */
export function modbusFrames(map: RegisterMap): ModbusFrames {
  const jobSpan = frameSpan("job", map.job, JOB_WIDTHS);
  const controlSpan = frameSpan("control", map.control, CONTROL_WIDTHS);
  const statusSpan = frameSpan("status", map.status, STATUS_WIDTHS);
  const empty = (span: FrameSpan) =>
    new RegisterBlock(map, span.start, new Array<number>(span.length).fill(0));
  return {
    jobSpan,
    controlSpan,
    statusSpan,
    encodeJob(frame) {
      const block = empty(jobSpan);
      block.setUint32(map.job.controllerId, frame.controllerId);
      block.setUint32(map.job.jobNumber, frame.jobNumber);
      block.setUint32(map.job.bootId, frame.bootId);
      block.setUint16(map.job.command, frame.command);
      block.setFloats(map.job.params, PARAM_COUNT, frame.params);
      block.setText(map.job.text, frame.text);
      return seal(block);
    },
    decodeJob(registers) {
      const block = open(map, "job", jobSpan, registers);
      return {
        controllerId: block.uint32(map.job.controllerId),
        jobNumber: block.uint32(map.job.jobNumber),
        bootId: block.uint32(map.job.bootId),
        command: block.uint16(map.job.command),
        params: block.floats(map.job.params, PARAM_COUNT),
        text: block.text(map.job.text),
      };
    },
    encodeControl(frame) {
      const block = empty(controlSpan);
      block.setUint32(map.control.controllerId, frame.controllerId);
      block.setUint32(map.control.jobNumber, frame.jobNumber);
      block.setUint16(map.control.control, CONTROLS.indexOf(frame.control));
      return seal(block);
    },
    decodeControl(registers) {
      const block = open(map, "control", controlSpan, registers);
      const control = wordAt("control", CONTROLS, block.uint16(map.control.control));
      if (control === "none") throw new RangeError("control 0 asks for nothing");
      return {
        controllerId: block.uint32(map.control.controllerId),
        jobNumber: block.uint32(map.control.jobNumber),
        control,
      };
    },
    encodeStatus(status) {
      const at = map.status;
      const block = empty(statusSpan);
      block.setUint16(at.contractVersion, status.contractVersion);
      block.setUint16(at.kindCode, status.kindCode);
      block.setUint32(at.bootId, status.bootId);
      block.setUint32(at.controllerId, status.controllerId);
      block.setUint32(at.jobNumber, status.jobNumber);
      block.setUint16(at.command, status.command);
      block.setUint16(at.jobState, JOB_STATES.indexOf(status.jobState));
      block.setUint16(at.held, status.held ? 1 : 0);
      block.setUint16(at.faultCode, status.faultCode);
      block.setFloats(at.result, RESULT_COUNT, status.result);
      block.setText(at.resultText, status.resultText);
      block.setText(at.faultText, status.faultText);
      block.setUint32(at.refusalControllerId, status.refusal.controllerId);
      block.setUint32(at.refusalJobNumber, status.refusal.jobNumber);
      block.setUint16(at.refusalReason, REFUSALS.indexOf(status.refusal.reason));
      block.setUint16(at.heartbeat, status.heartbeat);
      block.setUint16(at.mode, MODES.indexOf(status.mode));
      block.setUint16(at.health, HEALTHS.indexOf(status.health));
      for (let index = 0; index < SENSOR_COUNT; index++)
        block.setUint16(at.sensors + index, status.sensors[index] ?? 0);
      block.setFloats(at.readings, READING_COUNT, status.readings);
      return seal(block);
    },
    decodeStatus(registers) {
      const at = map.status;
      const block = open(map, "status", statusSpan, registers);
      return {
        contractVersion: block.uint16(at.contractVersion),
        kindCode: block.uint16(at.kindCode),
        bootId: block.uint32(at.bootId),
        controllerId: block.uint32(at.controllerId),
        jobNumber: block.uint32(at.jobNumber),
        command: block.uint16(at.command),
        jobState: wordAt("job state", JOB_STATES, block.uint16(at.jobState)),
        held: block.uint16(at.held) !== 0,
        faultCode: block.uint16(at.faultCode),
        result: block.floats(at.result, RESULT_COUNT),
        resultText: block.text(at.resultText),
        faultText: block.text(at.faultText),
        refusal: {
          controllerId: block.uint32(at.refusalControllerId),
          jobNumber: block.uint32(at.refusalJobNumber),
          reason: wordAt("refusal", REFUSALS, block.uint16(at.refusalReason)),
        },
        heartbeat: block.uint16(at.heartbeat),
        mode: wordAt("mode", MODES, block.uint16(at.mode)),
        health: wordAt("health", HEALTHS, block.uint16(at.health)),
        sensors: Array.from({ length: SENSOR_COUNT }, (_, index) => block.uint16(at.sensors + index)),
        readings: block.floats(at.readings, READING_COUNT),
      };
    },
  };
}
