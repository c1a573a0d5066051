/** A batch on a time axis: what every device did when, as bars in lanes. Pure; gantt-svg.ts draws it. */
import type { BatchReport, ReportedJob } from "./batch-report.ts";

export type BarLook = "done" | "failed" | "inDoubt" | "notSent" | "underWay" | "waiting";

export interface Bar {
  /** Epoch, ms. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly look: BarLook;
  /** Short enough to stand in the bar. */
  readonly label: string;
  /** All there is to say, line by line. */
  readonly about: string;
}

export interface Lane {
  readonly name: string;
  readonly of: "blocks" | "device" | "computing" | "people";
  readonly bars: readonly Bar[];
}

export interface Mark {
  readonly atMs: number;
  readonly label: string;
  readonly about: string;
}

export interface Gantt {
  readonly title: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Blocks first, then devices in the order of their first job, then the controller's computations and people. */
  readonly lanes: readonly Lane[];
  /** Orders from people. */
  readonly marks: readonly Mark[];
  /** Stretches in which nothing new was begun by order. */
  readonly pauses: readonly { readonly fromMs: number; readonly toMs: number }[];
}

export function ganttOf(report: BatchReport): Gantt {
  const nowMs = Date.parse(report.at);
  const jobs = report.jobs.filter(
    ({ kind }) => kind === "action" || kind === "computation" || kind === "decision",
  );
  const ends = jobs.flatMap((job) => [Date.parse(job.openedAt), endOf(job, nowMs)]);
  const fromMs = Math.min(...ends, ends.length === 0 ? nowMs : Number.POSITIVE_INFINITY);
  const toMs = Math.max(...ends, fromMs + 1);
  const devices = [...new Set(jobs.flatMap(({ device }) => (device === null ? [] : [device])))];
  const lane = (of: Lane["of"], name: string, those: readonly ReportedJob[]): Lane => ({
    name,
    of,
    bars: those.map((job) => jobBar(job, nowMs)),
  });
  const lanes: Lane[] = [
    {
      name: "block",
      of: "blocks",
      bars: [...blockBars(report, jobs, nowMs), ...verificationBars(report, jobs, nowMs)],
    },
    ...devices.map((device) =>
      lane(
        "device",
        device,
        jobs.filter((job) => job.device === device),
      ),
    ),
    lane(
      "computing",
      "computing",
      jobs.filter(({ kind }) => kind === "computation"),
    ),
    lane(
      "people",
      "people",
      jobs.filter(({ kind }) => kind === "decision"),
    ),
  ];
  return {
    title: `${report.batch} · ${report.line} · ${report.tray} · ${report.state}`,
    fromMs,
    toMs,
    lanes: lanes.filter(({ of, bars }) => bars.length > 0 || of === "people"),
    marks: report.steering.map(({ command, serial, reason, by, at }) => ({
      atMs: Date.parse(at),
      label: serial === null ? command : `${command} ${serial}`,
      about: [`${command}${serial === null ? "" : ` ${serial}`}`, `by ${by}`, at, reason]
        .filter((line) => line !== "")
        .join("\n"),
    })),
    pauses: pausesOf(report, toMs),
  };
}

const endOf = ({ finishedAt }: ReportedJob, nowMs: number): number =>
  finishedAt === null ? nowMs : Date.parse(finishedAt);

function jobBar(job: ReportedJob, nowMs: number): Bar {
  const { key, what, text, device, number, openedAt, finishedAt, outcome, kind } = job;
  const fromMs = Date.parse(openedAt);
  const toMs = endOf(job, nowMs);
  return {
    fromMs,
    toMs,
    look: lookOf(job),
    label: kind === "decision" ? "asked" : text === "" || kind !== "action" ? what : `${what} ${text}`,
    about: [
      key,
      `${device ?? kind}: ${what}${text === "" ? "" : ` ${text}`}`,
      ...(number === null ? [] : [`number ${number}`]),
      `${openedAt} to ${finishedAt ?? "now"}, ${((toMs - fromMs) / 1000).toFixed(3)} s`,
      outcome ?? "under way",
    ].join("\n"),
  };
}

function lookOf({ kind, outcome, number }: ReportedJob): BarLook {
  if (kind === "decision") return "waiting";
  if (outcome === null) return "underWay";
  if (outcome === "done") return "done";
  if (kind === "action" && number === null) return "notSent";
  return outcome === "inDoubt" ? "inDoubt" : "failed";
}

const BLOCK_LOOKS: Readonly<Record<string, BarLook>> = {
  passed: "done",
  rejected: "failed",
  incomplete: "failed",
  skipped: "notSent",
};

/** From a block's first job to its record, an attempt each. */
function blockBars(report: BatchReport, jobs: readonly ReportedJob[], nowMs: number): Bar[] {
  return report.blocks.flatMap(({ serial, slot, attempts }) => {
    const begun = new Set(
      jobs.flatMap(({ key }) => attemptIn(key, `batch/${report.batch}/block/${serial}`) ?? []),
    );
    return [...begun].flatMap((attempt): Bar[] => {
      const start = `batch/${report.batch}/block/${serial}${attempt === 1 ? "" : `@${attempt}`}/`;
      const own = jobs.filter(({ key }) => key.startsWith(start));
      const record = attempts.find((one) => one.attempt === attempt);
      // Its turn came, and the batch was stopped before anything was done.
      if (record === undefined && own.every(({ kind }) => kind === "computation")) return [];
      const fromMs = Math.min(...own.map(({ openedAt }) => Date.parse(openedAt)));
      const toMs = record === undefined ? nowMs : Math.max(...own.map((job) => endOf(job, nowMs)));
      const name = attempt === 1 ? serial : `${serial} @${attempt}`;
      const bar: Bar = {
        fromMs,
        toMs,
        look: BLOCK_LOOKS[record?.outcome ?? ""] ?? "underWay",
        label: name,
        about: [name, `slot ${slot}`, record?.outcome ?? "in hand", record?.reason ?? ""]
          .filter((line) => line !== "")
          .join("\n"),
      };
      return [bar];
    });
  });
}

/** Daily verifications on a reference block, on top of the block whose turn they delay. */
function verificationBars({ batch }: BatchReport, jobs: readonly ReportedJob[], nowMs: number): Bar[] {
  const begins = `batch/${batch}/verify/`;
  const own = jobs.filter(({ key, kind }) => key.startsWith(begins) && kind === "action");
  const nthOf = ({ key }: ReportedJob): string => key.slice(begins.length).split("/").slice(0, 2).join("/");
  return [...Map.groupBy(own, nthOf)].map(([nth, those]) => {
    const name = `verify ${nth.split("/")[0]}`;
    const asked = jobs.some(({ key }) => key === `${begins}${nth}/ask`);
    return {
      fromMs: Math.min(...those.map(({ openedAt }) => Date.parse(openedAt))),
      toMs: Math.max(...those.map((job) => endOf(job, nowMs))),
      look: those.some(({ finishedAt }) => finishedAt === null) ? "underWay" : asked ? "failed" : "done",
      label: name,
      about: [name, `${begins}${nth}`].join("\n"),
    };
  });
}

function attemptIn(key: string, begins: string): number | undefined {
  if (!key.startsWith(begins)) return undefined;
  const [whole, attempt] = /^(?:@(\d+))?\//.exec(key.slice(begins.length)) ?? [];
  return whole === undefined ? undefined : Number(attempt ?? 1);
}

function pausesOf({ steering }: BatchReport, endMs: number): Gantt["pauses"] {
  const pauses: { fromMs: number; toMs: number }[] = [];
  let since: number | undefined;
  for (const { command, at } of steering) {
    const atMs = Date.parse(at);
    if (command === "pause" || command === "hold") since ??= atMs;
    if ((command === "resume" || command === "stop") && since !== undefined) {
      pauses.push({ fromMs: since, toMs: atMs });
      since = undefined;
    }
  }
  return since === undefined || since >= endMs ? pauses : [...pauses, { fromMs: since, toMs: endMs }];
}
