/** A device on Modbus TCP as a stranger's client sees it: exceptions, torn and garbled frames, the commit word. */
import modbusSerial from "modbus-serial";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ModbusFrames, modbusFrames, readAddressMap } from "../../../../devices/index.ts";
import {
  createShell,
  type DeviceServer,
  type DeviceShell,
  serveModbus,
} from "../../../../devices/virtual/shell/index.ts";

let shell: DeviceShell;
let server: DeviceServer;
let frames: ModbusFrames;
const client = new modbusSerial.default();

beforeAll(async () => {
  shell = createShell({
    name: "environment",
    log: () => undefined,
    behaviour: {
      kind: "environment",
      run: async () => ({ numbers: { temperatureC: 22.8, humidityPercent: 46 } }),
      sensors: () => [],
      readings: () => [22.8, 46],
    },
  });
  const map = readAddressMap("hardlab-modbus");
  if (map.transport !== "modbus") throw new Error("not a Modbus map");
  frames = modbusFrames(map);
  server = await serveModbus(shell, { host: "127.0.0.1", port: 0, map });
  await client.connectTCP("127.0.0.1", { port: server.port });
  client.setID(map.unitId);
  client.setTimeout(1000);
});
afterAll(async () => {
  client.destroy(() => undefined);
  shell.close();
  await server.close();
});
beforeEach(() => shell.restart());

const jobFrame = (jobNumber: number) => ({
  controllerId: 9,
  jobNumber,
  bootId: shell.status().bootId,
  command: 1,
  params: [],
  text: "",
});
const exception = (code: number) => expect.objectContaining({ modbusCode: code });

describe("a Modbus device", () => {
  it("answers addresses outside of its frames with exception 2, never with zeros", async () => {
    await expect(client.readInputRegisters(117, 1)).rejects.toEqual(exception(2));
    await expect(client.readInputRegisters(110, 10)).rejects.toEqual(exception(2));
    await expect(client.readHoldingRegisters(56, 1)).rejects.toEqual(exception(2));
    await expect(client.readHoldingRegisters(50, 60)).rejects.toEqual(exception(2));
    await expect(client.writeRegister(99, 1)).rejects.toEqual(exception(2));
    await expect(client.writeRegisters(54, [1, 2, 3])).rejects.toEqual(exception(2));
  });

  it("answers functions the contract does not use with an exception", async () => {
    await expect(client.readCoils(0, 1)).rejects.toEqual(exception(1));
    await expect(client.readDiscreteInputs(0, 1)).rejects.toEqual(exception(1));
    await expect(client.writeCoil(0, true)).rejects.toEqual(exception(1));
  });

  it("accepts a whole frame at once and keeps it readable", async () => {
    const registers = frames.encodeJob(jobFrame(1));
    await client.writeRegisters(frames.jobSpan.start, registers);
    expect(shell.status()).toMatchObject({ controllerId: 9, jobNumber: 1 });
    const back = await client.readHoldingRegisters(frames.jobSpan.start, frames.jobSpan.length);
    expect(back.data).toEqual(registers);
  });

  it("does nothing while a frame is written in pieces, and accepts it with its last register", async () => {
    const registers = frames.encodeJob(jobFrame(2));
    await client.writeRegisters(0, registers.slice(0, 20));
    await client.writeRegisters(20, registers.slice(20, -1));
    expect(shell.status()).toMatchObject({ jobNumber: 0, refusal: { reason: "none" } });
    await client.writeRegister(frames.jobSpan.length - 1, registers.at(-1) ?? 0);
    expect(shell.status().jobNumber).toBe(2);
  });

  it("refuses a torn frame for its checksum and shows no job's name with it", async () => {
    const registers = frames.encodeJob(jobFrame(3));
    await client.writeRegisters(0, registers);
    const torn = frames.encodeJob(jobFrame(4));
    await client.writeRegisters(10, torn.slice(10));
    expect(shell.status()).toMatchObject({
      jobNumber: 3,
      refusal: { controllerId: 0, jobNumber: 0, reason: "checksum" },
    });
  });

  it("answers a control word it does not know with exception 3", async () => {
    const registers = frames.encodeControl({ controllerId: 9, jobNumber: 1, control: "abort" });
    const sealed = frames.encodeControl({ controllerId: 9, jobNumber: 1, control: "hold" });
    expect(sealed).not.toEqual(registers);
    const { registersChecksum } = await import("../../../../devices/wire/checksum.ts");
    const unknown = [...registers.slice(0, 4), 77];
    await expect(
      client.writeRegisters(frames.controlSpan.start, [...unknown, registersChecksum(unknown)]),
    ).rejects.toEqual(exception(3));
  });

  it("shows its live readings and a moving heartbeat in one read", async () => {
    const read = async () =>
      frames.decodeStatus((await client.readInputRegisters(0, frames.statusSpan.length)).data);
    const first = await read();
    expect(first.readings[0]).toBeCloseTo(22.8, 5);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect((await read()).heartbeat).not.toBe(first.heartbeat);
  });

  it("rejects when its port is taken", async () => {
    const map = readAddressMap("hardlab-modbus");
    if (map.transport !== "modbus") throw new Error("not a Modbus map");
    await expect(serveModbus(shell, { host: "127.0.0.1", port: server.port, map })).rejects.toThrow(
      "EADDRINUSE",
    );
  });
});
