/** GET /metrics: the lab in numbers, from the record, the links and this process. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { FastifyInstance } from "fastify";
import {
  type JobTally,
  jobTally,
  openDecisions,
  tallyBatches,
  tallyBlockRecords,
} from "../infobase/index.ts";
import type { RunningLab } from "../lab/start-lab.ts";
import { EXPOSITION_TYPE, exposition, type Family, type HistogramFamily } from "./exposition.ts";

/** The timer whose lateness tells how long the event loop was busy, ms. */
const LOOP_TIMER_MS = 20;
const BATCH_STATES = ["queued", "running", "finished", "stopped"] as const;
const BLOCK_OUTCOMES = ["passed", "rejected", "incomplete", "skipped"] as const;
const LINK_STATES = ["connecting", "connected", "stale"] as const;

export function serveMetrics(server: FastifyInstance, running: RunningLab): void {
  const loop = monitorEventLoopDelay({ resolution: LOOP_TIMER_MS });
  loop.enable();
  const jobs = jobTally(running.base);
  server.addHook("onClose", async () => void loop.disable());
  server.get("/metrics", async (_request, reply) => {
    const text = exposition([
      ...recordFamilies(running, await jobs()),
      ...linkFamilies(running),
      ...loadFamilies(running, loop),
    ]);
    reply.header("cache-control", "no-store");
    return reply.type(EXPOSITION_TYPE).send(text);
  });
}

/** Counted over the whole record, so they go on where they were after a restart. */
function recordFamilies({ base, lab, stopped }: RunningLab, jobs: readonly JobTally[]): Family[] {
  const batches = tallyBatches(base);
  const blocks = tallyBlockRecords(base);
  const lines = Object.keys(lab.lines);
  return [
    {
      name: "hardlab_batches",
      help: "Batches by line and state.",
      type: "gauge",
      samples: [...new Set([...lines, ...batches.map(({ line }) => line)])].flatMap((line) =>
        BATCH_STATES.map((state) => ({
          labels: { line, state },
          value: batches.find((tally) => tally.line === line && tally.state === state)?.count ?? 0,
        })),
      ),
    },
    {
      name: "hardlab_blocks_total",
      help: "Recorded blocks by outcome; each attempt counts.",
      type: "counter",
      samples: BLOCK_OUTCOMES.map((outcome) => ({
        labels: { outcome },
        value: blocks.find((tally) => tally.outcome === outcome)?.count ?? 0,
      })),
    },
    {
      name: "hardlab_device_jobs_total",
      help: "Finished jobs of devices; fault is empty for those that were done.",
      type: "counter",
      samples: jobs.flatMap(({ device, what, fault, count }) =>
        device === null ? [] : [{ labels: { device, command: what, fault: fault ?? "" }, value: count }],
      ),
    },
    {
      name: "hardlab_computations_total",
      help: "Finished computations; fault is empty for those that gave a result.",
      type: "counter",
      samples: jobs.flatMap(({ device, what, fault, count }) =>
        device === null ? [{ labels: { name: what, fault: fault ?? "" }, value: count }] : [],
      ),
    },
    {
      name: "hardlab_open_questions",
      help: "Questions that wait for a person.",
      type: "gauge",
      samples: [{ value: openDecisions(base).length }],
    },
    {
      name: "hardlab_line_stopped",
      help: "1 for a line that has stopped because the record and the world do not agree.",
      type: "gauge",
      samples: lines.map((line) => ({ labels: { line }, value: stopped[line] === undefined ? 0 : 1 })),
    },
  ];
}

function linkFamilies({ links }: RunningLab): Family[] {
  const all = Object.values(links);
  const seconds = (
    name: string,
    help: string,
    ms: (link: (typeof all)[number]) => number | undefined,
  ): Family => ({
    name,
    help,
    type: "gauge",
    samples: all.flatMap((link) => {
      const value = ms(link);
      return value === undefined ? [] : [{ labels: { device: link.name }, value: value / 1000 }];
    }),
  });
  return [
    {
      name: "hardlab_link_state",
      help: "1 for the state a device's link is in, 0 for the others.",
      type: "gauge",
      samples: all.flatMap(({ name, state }) =>
        LINK_STATES.map((possible) => ({
          labels: { device: name, state: possible },
          value: state === possible ? 1 : 0,
        })),
      ),
    },
    seconds(
      "hardlab_heartbeat_age_seconds",
      "Time since a device's heartbeat was last seen to move.",
      (link) => link.heartbeatAgeMs(),
    ),
    seconds("hardlab_link_round_trip_seconds", "How long a read of a device's status takes.", (link) =>
      link.roundTripMs(),
    ),
  ];
}

function loadFamilies(
  { commits, lab }: RunningLab,
  loop: ReturnType<typeof monitorEventLoopDelay>,
): (Family | HistogramFamily)[] {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const lateS = (quantile: number): number =>
    Math.max(0, loop.percentile(quantile * 100) / 1e9 - LOOP_TIMER_MS / 1000);
  const delays = [0.5, 0.99, 1].map((quantile) => ({
    labels: { quantile: String(quantile) },
    value: loop.count === 0 ? 0 : lateS(quantile),
  }));
  loop.reset();
  const one = (name: string, help: string, value: number): Family => ({
    name,
    help,
    type: name.endsWith("_total") ? "counter" : "gauge",
    samples: [{ value }],
  });
  return [
    {
      name: "hardlab_ledger_commit_seconds",
      help: "Time until the row that makes a job exist is on disk; since the controller started.",
      type: "histogram",
      buckets: commits.buckets(),
      count: commits.count(),
      sum: commits.sumS(),
    },
    {
      name: "hardlab_event_loop_delay_seconds",
      help: "How late the controller's event loop was, since the metrics were read before.",
      type: "gauge",
      samples: delays,
    },
    {
      name: "hardlab_info",
      help: "Always 1; the lab this controller runs.",
      type: "gauge",
      samples: [{ labels: { lab: lab.lab, virtual: String(lab.virtual !== undefined) }, value: 1 }],
    },
    one("process_resident_memory_bytes", "Resident memory of the controller.", rss),
    one("nodejs_heap_size_used_bytes", "Heap in use by the controller.", heapUsed),
    one(
      "process_cpu_seconds_total",
      "Processor time of the controller, user and system.",
      (user + system) / 1e6,
    ),
    one(
      "process_start_time_seconds",
      "Start of the controller since the epoch.",
      performance.timeOrigin / 1000,
    ),
  ];
}
