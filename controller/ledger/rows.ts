/** The ledger's rows in SQLite. Every statement of the ledger stands here; each call is one durable commit. */
import type { JobRequest, Outcome } from "../../workflows/index.ts";
import type { InfoBase } from "../infobase/index.ts";

/** A computation's result, and what it writes into the information base in the same commit. */
export interface Computed {
  readonly outcome: Outcome;
  readonly write?: () => void;
}

export interface JobRow {
  readonly sequence: number;
  readonly key: string;
  readonly batch: string | null;
  readonly kind: JobRequest["kind"];
  readonly request: string;
  readonly device: string | null;
  readonly number: number | null;
  readonly bootId: number | null;
  readonly state: "open" | "sent" | "finished";
  readonly outcome: string | null;
  readonly deadlineAt: string | null;
}

export interface Sending {
  readonly key: string;
  readonly request: string;
  readonly device: string;
  readonly number: number;
  readonly bootId: number;
  readonly deadlineAt: string;
}

const COLUMNS =
  "sequence, key, batch, kind, request, device, number, boot_id AS bootId, state, outcome, deadline_at AS deadlineAt";

export type LedgerRows = ReturnType<typeof ledgerRows>;

/** Statements over one open information base; `now` gives the wall clock as ISO 8601 text. */
export function ledgerRows(base: InfoBase, now: () => string) {
  const byKey = base.prepare<[string], JobRow>(`SELECT ${COLUMNS} FROM job WHERE key = ?`);
  const unfinished = base.prepare<[], JobRow>(
    `SELECT ${COLUMNS} FROM job WHERE state = 'sent' ORDER BY sequence`,
  );
  const openDecisions = base.prepare<[], JobRow>(
    `SELECT ${COLUMNS} FROM job WHERE state = 'open' ORDER BY sequence`,
  );
  const lastNumber = base.prepare<[string], { last_number: number }>(
    "SELECT last_number FROM device_counter WHERE device = ?",
  );
  const setLastNumber = base.prepare(
    `INSERT INTO device_counter (device, last_number) VALUES (?, ?)
     ON CONFLICT (device) DO UPDATE SET last_number = excluded.last_number`,
  );
  const insert = base.prepare(
    `INSERT INTO job (key, batch, kind, request, device, number, boot_id, state, outcome, opened_at, deadline_at, finished_at)
     VALUES (@key, @batch, @kind, @request, @device, @number, @bootId, @state, @outcome, @openedAt, @deadlineAt, @finishedAt)`,
  );
  const finish = base.prepare(
    "UPDATE job SET state = 'finished', outcome = ?, finished_at = ? WHERE key = ? AND state <> 'finished'",
  );
  const reboot = base.prepare("UPDATE job SET boot_id = ?, deadline_at = ? WHERE key = ? AND state = 'sent'");
  const hold = base.prepare("INSERT INTO held_device (device, holder, since) VALUES (?, ?, ?)");
  const release = base.prepare("DELETE FROM held_device WHERE holder = ?");
  const holder = base.prepare<[string], { holder: string }>(
    "SELECT holder FROM held_device WHERE device = ?",
  );
  const nextQueued = base.prepare<[string], { id: string; batch_order: string }>(
    "SELECT id, batch_order FROM batch WHERE line = ? AND state = 'queued' ORDER BY created_at, id LIMIT 1",
  );
  const markRunning = base.prepare("UPDATE batch SET state = 'running' WHERE id = ? AND state = 'queued'");

  const insertFinished = (
    kind: JobRequest["kind"],
    key: string,
    request: string,
    device: string | null,
    outcome: Outcome,
    openedAt: string = now(),
  ): void => {
    insert.run({
      key,
      batch: batchOf(key),
      kind,
      request,
      device,
      number: null,
      bootId: null,
      state: "finished",
      outcome: JSON.stringify(outcome),
      openedAt,
      deadlineAt: null,
      finishedAt: now(),
    });
  };

  return {
    now,
    find: (key: string): JobRow | undefined => byKey.get(key),
    sent: (): JobRow[] => unfinished.all(),
    openDecisions: (): JobRow[] => openDecisions.all(),
    lastNumber: (device: string): number => lastNumber.get(device)?.last_number ?? 0,
    holder: (device: string): string | undefined => holder.get(device)?.holder,

    /** The row that makes a job exist, with the device's counter moved on: one commit. */
    insertSent: base.transaction((sending: Sending): void => {
      setLastNumber.run(sending.device, sending.number);
      insert.run({
        ...sending,
        batch: batchOf(sending.key),
        kind: "action",
        state: "sent",
        outcome: null,
        openedAt: now(),
        finishedAt: null,
      });
    }),

    insertDecision(key: string, request: string): void {
      insert.run({
        key,
        batch: batchOf(key),
        kind: "decision",
        request,
        device: null,
        number: null,
        bootId: null,
        state: "open",
        outcome: null,
        openedAt: now(),
        deadlineAt: null,
        finishedAt: null,
      });
    },

    insertFinished,

    /** A computation's outcome together with what it writes into the information base. */
    insertComputed: base.transaction(
      (key: string, request: string, openedAt: string, { outcome, write }: Computed): void => {
        write?.();
        insertFinished("computation", key, request, null, outcome, openedAt);
      },
    ),

    finish(key: string, outcome: Outcome): void {
      finish.run(JSON.stringify(outcome), now(), key);
    },

    /** A forgotten job goes out again under the device's new boot. */
    reboot(key: string, bootId: number, deadlineAt: string): void {
      reboot.run(bootId, deadlineAt, key);
    },

    hold: base.transaction((key: string, request: string, device: string): void => {
      insertFinished("hold", key, request, device, { ok: true, value: null });
      hold.run(device, key, now());
    }),

    release: base.transaction((key: string, request: string, holdKey: string): void => {
      release.run(holdKey);
      insertFinished("release", key, request, null, {
        ok: true,
        value: null,
      });
    }),

    /** The oldest queued batch of a line, marked as running; undefined when none is queued. */
    takeBatch: base.transaction((key: string, request: string, line: string): Outcome | undefined => {
      const next = nextQueued.get(line);
      if (next === undefined) return undefined;
      markRunning.run(next.id);
      const outcome: Outcome = {
        ok: true,
        value: { batch: next.id, order: JSON.parse(next.batch_order) },
      };
      insertFinished("takeBatch", key, request, null, outcome);
      return outcome;
    }),
  };
}

/** The batch a key belongs to: `batch/B-0007/…`; null for keys of lines and the lab. */
function batchOf(key: string): string | null {
  return /^batch\/([^/]+)\//.exec(key)?.[1] ?? null;
}
