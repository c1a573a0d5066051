/** Serves a shell over Modbus TCP: frames are judged whole when their last register comes, every other address is an exception. */
import { ServerTCP } from "modbus-serial";
import { ChecksumError, type FrameSpan, modbusFrames, type RegisterMap } from "../../wire/index.ts";
import { freePort } from "./free-port.ts";
import type { DeviceServer } from "./server.ts";
import type { DeviceShell } from "./shell.ts";

const EXCEPTIONS = { illegalFunction: 1, illegalAddress: 2, illegalValue: 3 } as const;

/** What modbus-serial turns into an exception response. */
class ModbusException extends Error {
  override readonly name = "ModbusException";
  readonly modbusErrorCode: number;

  constructor(code: keyof typeof EXCEPTIONS, why: string) {
    super(why);
    this.modbusErrorCode = EXCEPTIONS[code];
  }
}

/** Starts serving on `host`:`port` (0: any free port); rejects when the port cannot be had. */
export async function serveModbus(
  shell: DeviceShell,
  options: { readonly host: string; readonly port: number; readonly map: RegisterMap },
): Promise<DeviceServer> {
  const { host, map } = options;
  const registers = frameRegisters(shell, map);
  // A function without a handler would stay unanswered.
  const noCoils = (): boolean => {
    throw new ModbusException("illegalFunction", "a device of the contract has no coils");
  };
  const vector = {
    getCoil: noCoils,
    getDiscreteInput: noCoils,
    setCoil: () => {
      noCoils();
    },
    getInputRegister: (address: number) => registers.readStatus(address, 1)[0] ?? 0,
    getMultipleInputRegisters: (address: number, length: number) => registers.readStatus(address, length),
    getHoldingRegister: (address: number) => registers.readBack(address, 1)[0] ?? 0,
    getMultipleHoldingRegisters: (address: number, length: number) => registers.readBack(address, length),
    setRegister: (address: number, value: number) => registers.write(address, [value]),
    setRegisterArray: (address: number, values: number[]) => registers.write(address, values),
  };
  // The library takes port 0 for the standard port 502, so a free one is found first.
  const port = await freePort(host, options.port);
  const server = new ServerTCP(vector, { host, port, unitID: map.unitId });
  server.on("socketError", () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.on("initialized", () => resolve());
    server.on("serverError", (error) => reject(error ?? new Error(`cannot listen on ${host}:${port}`)));
  });
  const dropConnections = () => {
    for (const socket of server.socks.keys()) socket.destroy();
  };
  return {
    port,
    dropConnections,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function frameRegisters(shell: DeviceShell, map: RegisterMap) {
  const frames = modbusFrames(map);
  const job = new FrameRegisters(frames.jobSpan);
  const control = new FrameRegisters(frames.controlSpan);
  const judge = (take: () => void): void => {
    try {
      take();
    } catch (error) {
      if (error instanceof ChecksumError) shell.noteChecksumError();
      else if (error instanceof RangeError) throw new ModbusException("illegalValue", error.message);
      else throw error;
    }
  };
  return {
    readStatus(address: number, length: number): number[] {
      const { start, length: all } = frames.statusSpan;
      if (address < start || address + length > start + all)
        throw new ModbusException("illegalAddress", `no status at ${address} to ${address + length - 1}`);
      return frames.encodeStatus(shell.status()).slice(address - start, address - start + length);
    },
    readBack(address: number, length: number): number[] {
      const frame = [job, control].find((candidate) => candidate.covers(address, length));
      if (frame === undefined) throw new ModbusException("illegalAddress", `no frame at ${address}`);
      return frame.read(address, length);
    },
    write(address: number, values: readonly number[]): void {
      if (job.covers(address, values.length)) {
        if (job.write(address, values)) judge(() => shell.submit(frames.decodeJob(job.registers)));
      } else if (control.covers(address, values.length)) {
        if (control.write(address, values))
          judge(() => shell.control(frames.decodeControl(control.registers)));
      } else throw new ModbusException("illegalAddress", `no frame at ${address}`);
    },
  };
}

/** The holding registers of one frame; writing the last one, the checksum, commits it. */
class FrameRegisters {
  readonly registers: number[];
  readonly #span: FrameSpan;

  constructor(span: FrameSpan) {
    this.#span = span;
    this.registers = new Array<number>(span.length).fill(0);
  }

  covers(address: number, length: number): boolean {
    return address >= this.#span.start && address + length <= this.#span.start + this.#span.length;
  }

  read(address: number, length: number): number[] {
    return this.registers.slice(address - this.#span.start, address - this.#span.start + length);
  }

  /** True when this write commits the frame. */
  write(address: number, values: readonly number[]): boolean {
    this.registers.splice(address - this.#span.start, values.length, ...values);
    return address + values.length === this.#span.start + this.#span.length;
  }
}
