/** Opens a TCP connection to a device. */
import { connect, type Socket } from "node:net";
import type { DeviceAddress } from "./link.ts";
import { REQUEST_TIMEOUT_MS } from "./wire-client.ts";

/** Rejects with the system's own words when nobody listens there, or after a second without an answer. */
export function openSocket({ host, port }: DeviceAddress): Promise<Socket> {
  const socket = connect({ host, port, noDelay: true });
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    // A busy start-up can hold the event loop past the limit with the connection long made: it gets one turn to be heard.
    const timer = setTimeout(
      () =>
        setImmediate(() =>
          setImmediate(() => {
            if (socket.connecting)
              fail(new Error(`no connection to ${host}:${port} within ${REQUEST_TIMEOUT_MS} ms`));
          }),
        ),
      REQUEST_TIMEOUT_MS,
    );
    socket.once("error", fail);
    socket.once("connect", () => {
      clearTimeout(timer);
      socket.off("error", fail);
      resolve(socket);
    });
  });
}
