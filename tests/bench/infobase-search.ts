/** Times of searches and histories, over what people ask for: each by turns, with values drawn from a seed. */
import { blockHistory, type InfoBase, searchVerdicts, type Wanted } from "../../controller/infobase/index.ts";
import { benchClient, benchScale, benchSerial } from "./infobase-ingest.ts";

const ROUNDS = 30;
const PAGE = 50;

export interface Times {
  readonly median: number;
  readonly p95: number;
}

/** What people ask for; `n` draws. */
const QUESTIONS: readonly ((n: number, blocks: number) => Wanted)[] = [
  (n, blocks) => ({ serial: benchSerial((n * 7_919) % Math.ceil(blocks / 4)) }),
  (n) => ({ serial: `${benchSerial(n * 13).slice(0, 6)}*` }),
  (n) => ({ client: benchClient(n * 37) }),
  (n) => ({ client: benchClient(n * 41), outcome: "rejected" }),
  (n) => ({ client: benchClient(n * 43), from: year(n), to: year(n + 1) }),
  (n) => ({ client: `${benchClient(n * 10).slice(0, 5)}*`, outcome: "rejected" }),
  (n) => ({ batch: `B-${String(n + 1).padStart(4, "0")}` }),
  (n) => ({ scale: benchScale(n), outcome: "rejected" }),
  (n) => ({ scale: benchScale(n), meanFrom: 30 + n / 10, meanTo: 30.2 + n / 10 }),
  (n) => ({ scale: benchScale(n), from: year(n), to: year(n + 1), outcome: "rejected" }),
  (n) => ({ meanFrom: 25 + n, meanTo: 25.05 + n }),
  (n) => ({ meanFrom: 25 + n, meanTo: 25.05 + n, from: year(n), to: year(n) }),
  (n) => ({ outcome: "rejected", from: year(n), to: year(n + 1) }),
  () => ({ outcome: "incomplete" }),
  () => ({ scale: "HRC", outcome: "passed", meanFrom: 500 }),
  () => ({}),
];

const year = (n: number): string => `${2006 + (n % 19)}-03-01`;

export function measureSearch(base: InfoBase, blocks: number): Times {
  return times(
    Array.from({ length: ROUNDS }, (_, n) => n).flatMap((n) =>
      QUESTIONS.map((question) => () => searchVerdicts(base, question(n, blocks), PAGE)),
    ),
  );
}

export function measureHistory(base: InfoBase, blocks: number): Times {
  return times(
    Array.from({ length: ROUNDS * 10 }, (_, n) => () => {
      const found = blockHistory(base, benchSerial((n * 104_729) % Math.ceil(blocks / 4)));
      if (found === undefined) throw new Error("the bench asked for a block it did not write");
    }),
  );
}

function times(asked: readonly (() => unknown)[]): Times {
  const took = asked
    .map((ask) => {
      const startedMs = performance.now();
      ask();
      return performance.now() - startedMs;
    })
    .sort((a, b) => a - b);
  const at = (part: number): number => Number((took[Math.floor(took.length * part)] ?? 0).toFixed(2));
  return { median: at(0.5), p95: at(0.95) };
}
