/** The report for people, as Markdown. Texts stand as they were recorded. */

import type { LimitTableStanding } from "../infobase/index.ts";
import type { BatchReport } from "./batch-report.ts";
import type { BlockAttempt, BlockReport, ReportedIndentation } from "./blocks.ts";
import { FOLLOWED } from "./faults.ts";

/** `chart` is the name of the chart's file beside the report. */
export function reportMarkdown(report: BatchReport, chart: string): string {
  const suspect = new Set(report.suspect.map(({ serial, attempt }) => `${serial} ${attempt}`));
  return [
    `# Batch ${report.batch} · 批次报告`,
    facts(report),
    `![Gantt chart of every device](${chart})`,
    "## Daily verification · 日常核查",
    table(
      ["day", "scale", "reference block", "readings HR", "result", "why", "room left for"],
      report.verifications.map(({ day, scale, reference, readings, passed, decisive, roomLeft }) => [
        day,
        scale,
        reference,
        readings.map((reading) => reading.toFixed(2)).join(" "),
        passed ? "passed" : "failed",
        decisive,
        roomLeft === null ? "" : `${roomLeft} indentations`,
      ]),
    ),
    ...(report.suspect.length === 0
      ? []
      : [
          "**Suspect 待复查**: a later verification failed; these values are to be looked at again.",
          table(
            ["block", "attempt", "verification that failed", "reference block", "made in batch", "why"],
            report.suspect.map(({ serial, attempt, day, scale, reference, verifiedIn, why }) => [
              serial,
              String(attempt),
              `${day}, ${scale}`,
              reference,
              verifiedIn,
              why,
            ]),
          ),
        ]),
    "## Orders while it ran · 操控记录",
    table(
      ["when", "who", "order", "block", "reason"],
      report.steering.map(({ at, by, command, serial, reason }) => [at, by, command, serial ?? "", reason]),
    ),
    "## Blocks · 标准块",
    "Readings in HR in the order made: preliminary ones in parentheses, ~~set aside~~ ones struck out, `lost` where a dent has no value.",
    table(
      [
        "slot",
        "block",
        "scale",
        "nominal",
        "attempt",
        "outcome",
        "place",
        "readings",
        "mean",
        "uniformity",
        "limit",
        "why",
      ],
      report.blocks.flatMap((block) => blockRows(block, suspect)),
    ),
    "## Values that do not count · 不计入的示值",
    table(
      ["block", "attempt", "indentation", "at mm", "value HR", "what", "why"],
      report.blocks.flatMap(uncounted),
    ),
    "## Limit tables · 限值表",
    table(["table", "revision", "status", "verdicts", "provisional"], limitTables(report)),
    "## Questions · 人工决定",
    table(
      ["asked", "question", "choices", "answer", "who", "answered"],
      report.questions.map(({ askedAt, question, choices, answer, endedAt, endedBy }) => [
        askedAt,
        question,
        choices.map(({ choice, consequence }) => `${choice}: ${consequence}`).join("; "),
        answer?.choice ?? (endedBy === "" ? "waits" : endedBy),
        answer?.by ?? "",
        endedAt ?? "",
      ]),
    ),
    "## Faults · 故障与重试",
    table(
      ["when", "device", "what", "attempt", "fault", "in its words", "then", "job"],
      report.faults.map(({ at, device, what, attempt, fault, text, followedBy, key }) => [
        at,
        device ?? "computing",
        what,
        String(attempt),
        fault,
        text,
        FOLLOWED[followedBy],
        `\`${key}\``,
      ]),
    ),
    "## Devices · 设备",
    "Durations of real time in s, from the job's row to its recorded outcome.",
    table(
      ["device", "command", "jobs", "failed", "total s", "median s", "longest s"],
      report.devices.map(({ device, command, jobs, failed, totalS, medianS, longestS }) => [
        device,
        command,
        String(jobs),
        String(failed),
        totalS.toFixed(3),
        medianS.toFixed(3),
        longestS.toFixed(3),
      ]),
    ),
    `Written ${report.at} from the information base; workflow version ${report.workflowVersion}.`,
  ]
    .join("\n\n")
    .concat("\n");
}

function facts(report: BatchReport): string {
  const { environment, blocks } = report;
  const last = blocks.map(({ attempts }) => attempts.at(-1)?.outcome ?? "waiting");
  const counted = [...new Set(last)].map(
    (outcome) => `${last.filter((one) => one === outcome).length} ${outcome}`,
  );
  const rows: [string, string][] = [
    ["state 状态", report.state],
    ["line 检定线", report.line],
    ["order 委托", report.order],
    ["item 器具", report.item],
    ["tray 料盘", report.trayAt === null ? report.tray : `${report.tray}, at ${report.trayAt}`],
    ["queued", report.createdAt],
    ["ended", report.endedAt ?? "not yet"],
    ["goes on with", report.continues ?? ""],
    ["taken up as", report.takenUpAs ?? ""],
    [
      "environment 环境",
      environment === null
        ? "not read"
        : `${environment.temperatureC.toFixed(1)} °C, ${environment.humidityPercent.toFixed(0)} % relative humidity`,
    ],
    ["limit table 限值表", report.limitTable === null ? "" : standing(report.limitTable)],
    ["blocks 标准块", `${blocks.length}: ${counted.join(", ")}`],
  ];
  return table(
    ["", ""],
    rows.filter(([, value]) => value !== ""),
  );
}

function standing({ id, revision, status, provisional }: LimitTableStanding): string {
  const name = `${id}, revision ${revision} (${status})`;
  return provisional === null
    ? name
    : `${name}: **provisional 暂定**, no certificate is released: ${provisional}`;
}

function blockRows(
  { slot, serial, scale, nominalHr, attempts }: BlockReport,
  suspect: ReadonlySet<string>,
): string[][] {
  const about = [String(slot), serial, scale, String(nominalHr)];
  if (attempts.length === 0) return [[...about, "", "waiting", "", "", "", "", "", ""]];
  return attempts.map((attempt) => {
    const { verdict } = attempt;
    return [
      ...about,
      String(attempt.attempt),
      attempt.outcome +
        (verdict?.provisional === true ? " (provisional)" : "") +
        (suspect.has(`${serial} ${attempt.attempt}`) ? " (suspect)" : ""),
      attempt.place,
      attempt.indentations.map(readingText).join(" "),
      verdict === null ? "" : `${verdict.reportedMean} (${decimals(verdict.meanHr)})`,
      verdict === null ? "" : `${verdict.reportedUniformity} (${decimals(verdict.uniformityHr)})`,
      verdict === null ? "" : decimals(verdict.limitHr),
      attempt.reason,
    ];
  });
}

function readingText({ purpose, readingHr, made, setAside }: ReportedIndentation): string {
  if (made === "no") return "`not made`";
  if (made === "unknown") return "`in doubt`";
  if (readingHr === null) return "`lost`";
  const text = readingHr.toFixed(2);
  if (setAside !== "") return `~~${text}~~`;
  return purpose === "preliminary" ? `(${text})` : text;
}

function uncounted({ serial, attempts }: BlockReport): string[][] {
  return attempts.flatMap(({ attempt, indentations }: BlockAttempt) =>
    indentations.flatMap(({ purpose, readingHr, made, setAside, xMm, yMm }, index) => {
      const counts = made === "yes" && setAside === "" && readingHr !== null;
      if (counts || (purpose === "preliminary" && made === "yes")) return [];
      const what =
        made === "no"
          ? "not made"
          : made === "unknown"
            ? "in doubt"
            : setAside === ""
              ? "value lost"
              : "set aside";
      return [
        [
          serial,
          String(attempt),
          `${index + 1} (${purpose})`,
          `${xMm.toFixed(2)}, ${yMm.toFixed(2)}`,
          readingHr === null ? "" : readingHr.toFixed(2),
          what,
          setAside,
        ],
      ];
    }),
  );
}

function limitTables({ blocks }: BatchReport): string[][] {
  const verdicts = blocks.flatMap(({ attempts }) =>
    attempts.flatMap(({ verdict }) => (verdict === null ? [] : [verdict])),
  );
  const byTable = Map.groupBy(verdicts, ({ table: { id, revision, status } }) =>
    [id, revision, status].join(" · "),
  );
  return [...byTable.values()].flatMap((those) => {
    const [first] = those;
    if (first === undefined) return [];
    const { id, revision, status } = first.table;
    const provisional = those.filter((verdict) => verdict.provisional).length;
    return [[id, String(revision), status, String(those.length), String(provisional)]];
  });
}

/** At most 4 decimals, none that say nothing. */
const decimals = (value: number): string => String(Math.round(value * 10_000) / 10_000);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "None. 无。";
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), `|${head.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}

/** Recorded texts must not end a cell or begin markup of their own. */
const cell = (text: string): string =>
  text
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replaceAll("<", "&lt;")
    .replace(/\s*\n\s*/g, " ");
