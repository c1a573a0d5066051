/** A progress bar on a terminal; elsewhere a line each tenth of the way. */
import type { WriteStream } from "node:tty";

const WIDTH = 33;

export function progressBar(out: NodeJS.WriteStream | WriteStream) {
  let lastTenth = -1;
  return {
    show(done: number, total: number, state: string): void {
      const part = total === 0 ? 0 : done / total;
      if (out.isTTY) {
        const filled = Math.round(part * WIDTH);
        out.write(
          `\r[${"█".repeat(filled)}${"·".repeat(WIDTH - filled)}] ${done}/${total} blocks, ${state}   `,
        );
        return;
      }
      const tenth = Math.floor(part * 10);
      if (tenth === lastTenth) return;
      lastTenth = tenth;
      out.write(`${done}/${total} blocks, ${state}\n`);
    },
    end(): void {
      if (out.isTTY) out.write("\n");
    },
  };
}
