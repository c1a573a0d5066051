/** One connection to a Modbus TCP device: job and control frames by function 16, the status by function 4. */
import modbusSerial from "modbus-serial";
import {
  ChecksumError,
  type ControlFrame,
  type DeviceStatus,
  type JobFrame,
  modbusFrames,
  type RegisterMap,
} from "../wire/index.ts";
import { judgeControl, judgeJob } from "./judge-submission.ts";
import type { DeviceAddress } from "./link.ts";
import { openSocket } from "./open-socket.ts";
import { REQUEST_TIMEOUT_MS, type WireClient } from "./wire-client.ts";

/** A status caught while the device was changing it comes with a wrong checksum; reading again heals that. */
const STATUS_TRIES = 5;

/** Connects to a Modbus TCP device; rejects when it does not answer within a second. */
export async function openModbusClient(address: DeviceAddress, map: RegisterMap): Promise<WireClient> {
  const frames = modbusFrames(map);
  const socket = await openSocket(address);
  // The library tells of a reset connection only when its own request times out, so the socket is listened to directly.
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => undefined);
  socket.on("error", (error) => lost.reject(error));
  socket.on("close", () => lost.reject(new Error("the connection was closed")));
  const client = new modbusSerial.default();
  client.on("error", (error) => lost.reject(error));
  await client.linkTCP(socket, { port: address.port });
  client.setID(map.unitId);
  client.setTimeout(REQUEST_TIMEOUT_MS);

  const readStatus = async (): Promise<DeviceStatus> => {
    const { start, length } = frames.statusSpan;
    for (let tries = 1; ; tries++) {
      const { data } = await Promise.race([client.readInputRegisters(start, length), lost.promise]);
      try {
        return frames.decodeStatus(data);
      } catch (error) {
        if (!(error instanceof ChecksumError) || tries === STATUS_TRIES) throw error;
      }
    }
  };
  const write = (start: number, registers: number[]) =>
    Promise.race([client.writeRegisters(start, registers), lost.promise]);
  return {
    readStatus,
    async submit(frame: JobFrame, last: DeviceStatus | undefined) {
      await write(frames.jobSpan.start, frames.encodeJob(frame));
      return judgeJob(frame, last, readStatus);
    },
    async control(frame: ControlFrame, last: DeviceStatus | undefined) {
      await write(frames.controlSpan.start, frames.encodeControl(frame));
      return judgeControl(frame, last, readStatus);
    },
    async close() {
      lost.reject(new Error("the client was closed"));
      client.destroy(() => undefined);
      socket.destroy();
    },
  };
}
