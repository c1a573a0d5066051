/** Serves a running lab and leaves word in its data folder where, so that `hardlab pause` and its like find it. */
import type { RunningLab } from "../lab/start-lab.ts";
import { type RunningServer, startServer } from "./start-server.ts";
import { removeWhereabouts, writeWhereabouts } from "./whereabouts.ts";

/** Any free port of this machine. */
const ANYWHERE = { host: "127.0.0.1", port: 0 } as const;

/** As {@link startServer}; closing it takes the word back. Call it after startLab, whose lock makes the data folder ours. */
export async function hostApi(
  running: RunningLab,
  dataDir: string,
  log: (line: object) => void,
  at: { readonly host: string; readonly port: number } = ANYWHERE,
): Promise<RunningServer> {
  const server = await startServer({ running, log, host: at.host, port: at.port });
  try {
    writeWhereabouts(dataDir, { pid: process.pid, url: server.url });
  } catch (error) {
    await server.close();
    throw error;
  }
  log({ event: "serving", url: server.url });
  return {
    url: server.url,
    async close() {
      removeWhereabouts(dataDir, process.pid);
      await server.close();
    },
  };
}
