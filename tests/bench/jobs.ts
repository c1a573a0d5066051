/**
 * `npm run bench:jobs [-- --json]`: what a job costs over each transport, and how long a killed controller needs until its
 * first job with 10,000 finished ones behind it. Devices of no duration in a process of their own, real sockets, real ledger.
 */
import { fork, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { openInfoBase } from "../../controller/infobase/index.ts";
import { stopVirtualLab } from "../../controller/lab/virtual-lab.ts";
import { Ledger } from "../../controller/ledger/index.ts";
import { spreadOf } from "../../controller/trial/overhead.ts";
import { connectDevice, ensurePki, type LabDevice, trustEachOther } from "../../devices/index.ts";
import { FINISHED_JOBS, writeLongLedger } from "./long-ledger.ts";

const JOBS = 400;
const WARM_UP = 40;
const STARTS = 5;

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });

const reportSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready"), port: z.number() }),
  z.object({
    kind: z.literal("log"),
    jobs: z.array(z.object({ startMs: z.number(), endMs: z.number() })),
  }),
]);

async function measure(transport: "opcua" | "modbus", folder: string) {
  const pki = await ensurePki(join(folder, "controller"), "hardlab-controller");
  const devicePki = await ensurePki(join(folder, "device"), "hardlab-bench-device");
  await trustEachOther(pki, devicePki);
  const child = fork(new URL("bench-device.ts", import.meta.url), [transport, join(folder, "device")]);
  const next = () =>
    new Promise<z.infer<typeof reportSchema>>((resolve) =>
      child.once("message", (message) => resolve(reportSchema.parse(message))),
    );
  const ready = await next();
  if (ready.kind !== "ready") throw new Error("the bench device did not report its port");
  const device: LabDevice = {
    kind: "rockwellTester",
    map: `hardlab-${transport}`,
    host: "127.0.0.1",
    port: ready.port,
    security: "SignAndEncrypt",
    timesS: { setup: 0, indent: 0 },
    deadlineFloorS: 60,
    resolution: 0.01,
  };
  const link = connectDevice(
    "tester",
    device,
    { host: "127.0.0.1", port: ready.port },
    { pki, log: () => undefined },
  );
  const base = openInfoBase(join(folder, transport));
  const ledger = new Ledger({
    base,
    speed: 1,
    devices: { tester: { device, link } },
    computations: {},
    readSensors: async () => null,
  });
  ledger.started();
  const run = async (from: number, to: number) => {
    for (let job = from; job < to; job++) {
      const outcome = await ledger.perform(`bench/${job}`, {
        kind: "action",
        device: "tester",
        command: "indent",
        text: "HRC",
      });
      if (!outcome.ok) throw new Error(outcome.text);
    }
  };
  await run(0, WARM_UP);
  const startedMs = performance.now();
  await run(WARM_UP, WARM_UP + JOBS);
  const tookS = (performance.now() - startedMs) / 1000;
  child.send("log");
  const log = await next();
  await ledger.close();
  await link.close();
  base.close();
  child.kill();
  const jobs = log.kind === "log" ? log.jobs.slice(WARM_UP) : [];
  const gaps = jobs.slice(1).map(({ startMs }, index) => startMs - (jobs[index]?.endMs ?? startMs));
  return { jobsPerS: Math.round(JOBS / tookS), overheadMs: spreadOf(gaps) };
}

async function restart(folder: string): Promise<{ restartMs: number; openBatchJobs: number }> {
  const dataDir = join(folder, "restart");
  const { openBatchJobs } = await writeLongLedger(dataDir);
  const start = () =>
    new Promise<number>((resolve, reject) => {
      const startedMs = performance.now();
      const child = spawn(
        process.execPath,
        [new URL("restarted-controller.ts", import.meta.url).pathname, dataDir],
        {
          stdio: ["ignore", "pipe", "inherit"],
        },
      );
      child.stdout.once("data", () => resolve(performance.now() - startedMs));
      child.once("exit", (code) =>
        reject(new Error(`the controller ended with status ${code} before its first job`)),
      );
    });
  try {
    // The first start also starts the virtual lab, which a killed controller finds running.
    await start();
    const times: number[] = [];
    for (let n = 0; n < STARTS; n++) times.push(await start());
    return { restartMs: Math.round(spreadOf(times).median), openBatchJobs };
  } finally {
    await stopVirtualLab(dataDir);
  }
}

const folder = mkdtempSync(join(tmpdir(), "hardlab-bench-"));
try {
  const modbus = await measure("modbus", folder);
  const opcua = await measure("opcua", folder);
  const { restartMs, openBatchJobs } = await restart(folder);
  for (const [name, { jobsPerS, overheadMs }] of Object.entries({ opcua, modbus }))
    console.log(
      `${name.padEnd(7)} ${String(jobsPerS).padStart(5)} jobs/s   overhead ${overheadMs.median} ms median, ${overheadMs.p99} ms at 99 %   (${JOBS} jobs)`,
    );
  console.log(
    `restart ${restartMs} ms to the first job, ${FINISHED_JOBS} finished jobs in the ledger, ${openBatchJobs} of them in the open batch (median of ${STARTS})`,
  );
  if (values.json) console.log(JSON.stringify({ opcua, modbus, restartMs, openBatchJobs }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
