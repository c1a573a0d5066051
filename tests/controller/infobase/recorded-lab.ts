/** A data folder with a batch of judged blocks, written through the information base's own doors. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import {
  enterImage,
  enterSteering,
  FILE_NAME,
  type InfoBase,
  keepImageFile,
  noteAuditHead,
  openInfoBase,
  queueBatch,
  writeBlockRecord,
} from "../../../controller/infobase/index.ts";

export interface Judged {
  readonly serial: string;
  readonly means: readonly number[];
  readonly client?: string;
  readonly scale?: string;
  readonly outcome?: "passed" | "rejected";
  readonly expandedHr?: number;
  readonly recordedAt?: string;
}

export interface RecordedLab {
  readonly dataDir: string;
  readonly base: InfoBase;
  readonly batch: string;
  /** Path of the one picture. */
  readonly picture: string;
  addBlock(judged: Judged): void;
  /** A connection without guards, as somebody with the file in hands has it. */
  tamper(change: (raw: Database.Database) => void): void;
  close(): void;
}

export function recordedLab(): RecordedLab {
  const dataDir = mkdtempSync(join(tmpdir(), "hardlab-records-"));
  const base = openInfoBase(dataDir);
  const batch = queueBatch(base, { line: "rockwell", order: { blocks: [] }, workflowVersion: 1 });
  const bytes = new Uint8Array(2_000).fill(7);
  const image = keepImageFile(dataDir, bytes);
  enterImage(base, image, bytes.length);
  enterSteering(base, { batch, command: "pause", serial: null, reason: "", by: "李伟" });
  let jobs = 0;
  const addBlock = (judged: Judged): void => {
    const { serial, means, client = "客户甲", scale = "HRC", outcome = "passed" } = judged;
    base.transaction(() => {
      const indentations = means.map((value, index) => {
        const key = `batch/${batch}/block/${serial}/indent/${index + 1}#1`;
        base
          .prepare(
            `INSERT INTO job (key, batch, kind, request, device, number, boot_id, state, outcome, opened_at, finished_at)
             VALUES (?, ?, 'action', '{}', 'rockwell-tester', ?, 1, 'finished', ?, ?, ?)`,
          )
          .run(
            key,
            batch,
            ++jobs,
            JSON.stringify({ ok: true, value: { numbers: { hardness: value }, text: scale } }),
            "2026-01-01T00:00:00.000Z",
            "2026-01-01T00:00:01.000Z",
          );
        return {
          key,
          purpose: "counted",
          xMm: index,
          yMm: -index,
          readingHr: value,
          made: "yes",
          setAside: "",
        };
      });
      const meanHr = means.reduce((sum, value) => sum + value, 0) / means.length;
      writeBlockRecord(
        base,
        {
          batch,
          serial,
          attempt: 1,
          slot: 1,
          outcome,
          place: "slot:1",
          record: {
            line: "rockwell",
            block: { scale, nominalHr: 60, shape: "round", diameterMm: 64, client, maker: "制造者" },
            verdict: {
              meanHr,
              uniformityHr: Math.max(...means) - Math.min(...means),
              limitHr: 0.4,
              provisional: false,
              uncertainty: { expandedHr: judged.expandedHr ?? null },
            },
            indentations,
          },
        },
        {
          resolutionOf: () => 0.01,
          ...(judged.recordedAt === undefined ? {} : { recordedAt: judged.recordedAt }),
        },
      );
    })();
    noteAuditHead(base);
  };
  return {
    dataDir,
    base,
    batch,
    picture: image.path,
    addBlock,
    tamper(change) {
      const raw = new Database(join(dataDir, FILE_NAME));
      const guards = raw
        .prepare<[], { name: string; sql: string }>(
          "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
        )
        .all();
      for (const { name } of guards) raw.exec(`DROP TRIGGER ${name}`);
      change(raw);
      for (const { sql } of guards) raw.exec(sql);
      raw.pragma("wal_checkpoint(TRUNCATE)");
      raw.close();
    },
    close() {
      base.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
