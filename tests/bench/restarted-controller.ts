/** A controller on a data folder that says when its first job's row is written: `restarted-controller.ts DATA`. */
import { writeSync } from "node:fs";
import { startLab } from "../../controller/lab/start-lab.ts";
import { readLabFile } from "../../devices/index.ts";

const [dataDir = ""] = process.argv.slice(2);
await startLab({
  lab: readLabFile("calibration-data/labs/default.yaml"),
  dataDir,
  speed: 60,
  seed: 1,
  log: () => undefined,
  observe(point) {
    if (point !== "beforeRow") return;
    writeSync(1, "first job\n");
    // Dies before the row is written, so that every start finds the same ledger.
    process.kill(process.pid, "SIGKILL");
  },
});
