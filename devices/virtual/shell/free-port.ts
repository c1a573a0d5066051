/** Takes a port for a moment, so that a server library which cannot be asked for "any" gets a free one. */
import { createServer } from "node:net";

/** `port` itself, or any free one for 0; rejects with EADDRINUSE when it is taken. */
export function freePort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(port, host, () => {
      const address = probe.address();
      const found = typeof address === "object" && address !== null ? address.port : port;
      probe.close(() => resolve(found));
    });
  });
}
