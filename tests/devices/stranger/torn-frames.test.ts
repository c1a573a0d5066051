/** The stranger on the bare wire: frames in pieces and torn ones, exceptions for what the contract does not know. */
import modbusSerial from "modbus-serial";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modbusFrames, readAddressMap } from "../../../devices/index.ts";
import { registersChecksum } from "../../../devices/wire/checksum.ts";
import { type Stranger, startStranger } from "./started-stranger.ts";

const map = readAddressMap("hardlab-modbus");
if (map.transport !== "modbus") throw new Error("the standard map is not one for Modbus");
const frames = modbusFrames(map);
const client = new modbusSerial.default();
const exception = (code: number) => expect.objectContaining({ modbusCode: code });

let stranger: Stranger;
beforeAll(async () => {
  stranger = await startStranger({ kind: "stage", seconds: 0.01 });
  await client.connectTCP("127.0.0.1", { port: stranger.port });
  client.setID(map.unitId);
  client.setTimeout(1000);
});
afterAll(async () => {
  client.destroy(() => undefined);
  await stranger.powerCut();
});

const { start, length } = frames.jobSpan;
const job = (jobNumber: number) =>
  frames.encodeJob({ controllerId: 9, jobNumber, bootId: stranger.bootId, command: 1, params: [], text: "" });
const status = async () =>
  frames.decodeStatus((await client.readInputRegisters(0, frames.statusSpan.length)).data);
async function over(jobNumber: number): Promise<void> {
  for (;;) {
    const { jobNumber: shown, jobState } = await status();
    if (shown === jobNumber && jobState === "succeeded") return;
  }
}

describe("a stranger's registers", () => {
  it("judge a frame that comes in pieces once, with its last register", async () => {
    const registers = job(1);
    await client.writeRegisters(start, registers.slice(0, 20));
    await client.writeRegisters(start + 20, registers.slice(20, -1));
    expect(await status()).toMatchObject({ jobNumber: 0, refusal: { reason: "none" } });
    await client.writeRegister(start + length - 1, registers.at(-1) ?? 0);
    await over(1);
    expect((await client.readHoldingRegisters(start, length)).data).toEqual(registers);
    expect(stranger.done).toEqual([1]);
  });

  it("refuse a torn frame for its checksum, without a name, and take the whole one afterwards", async () => {
    await client.writeRegisters(start, job(2).slice(0, 10));
    await client.writeRegisters(start + 10, job(3).slice(10));
    const torn = await status();
    expect(torn.refusal).toEqual({ controllerId: 0, jobNumber: 0, reason: "checksum" });
    expect(torn.jobNumber).toBe(1);
    await client.writeRegisters(start, job(2));
    await over(2);
    expect((await status()).refusal.reason).toBe("none");
    expect(stranger.done).toEqual([1, 2]);
  });

  it("answer what lies outside of a frame with exception 2", async () => {
    await expect(client.readInputRegisters(0, frames.statusSpan.length + 1)).rejects.toEqual(exception(2));
    await expect(client.readHoldingRegisters(start + length, 1)).rejects.toEqual(exception(2));
    await expect(client.readHoldingRegisters(50, 60)).rejects.toEqual(exception(2));
    await expect(client.writeRegister(99, 1)).rejects.toEqual(exception(2));
    await expect(client.writeRegisters(54, [1, 2, 3])).rejects.toEqual(exception(2));
  });

  it("answer functions and controls the contract does not know with exceptions 1 and 3", async () => {
    await expect(client.readCoils(0, 1)).rejects.toEqual(exception(1));
    await expect(client.writeCoil(0, true)).rejects.toEqual(exception(1));
    for (const control of [0, 5]) {
      const frame = [0, 9, 0, 1, control];
      await expect(
        client.writeRegisters(frames.controlSpan.start, [...frame, registersChecksum(frame)]),
      ).rejects.toEqual(exception(3));
    }
  });
});
