/** A ledger without devices or clock: answers from a script, success otherwise, and remembers what it was asked. */
import { type AnyActorLogic, createActor, type InputFrom, toPromise } from "xstate";
import type { BlockOrder, JobRequest, Json, LineSetup, Outcome, Perform } from "../../workflows/index.ts";

export type Script = Readonly<Record<string, Outcome | ((request: JobRequest) => Outcome)>>;

export interface ScriptedLedger {
  readonly perform: Perform;
  readonly asked: { readonly key: string; readonly request: JobRequest }[];
  /** Keys of the actions of one command, in order. */
  keysOf(command: string): string[];
}

export const ok = (value: Json = null): Outcome => ({ ok: true, value });
export const failed = (fault: string): Outcome => ({
  ok: false,
  fault,
  text: `scripted ${fault}`,
});

/** Readings of good indentations, one after the other. */
const READINGS = [61.0, 61.05, 61.1, 61.05, 61.0, 61.1, 61.05];

export function scriptedLedger(script: Script = {}): ScriptedLedger {
  const asked: { key: string; request: JobRequest }[] = [];
  let readings = 0;
  const usual = (request: JobRequest): Outcome => {
    if (request.kind === "decision") return ok({ choice: request.choices[0]?.choice ?? "", by: "script" });
    if (request.kind === "computation") return ok(usualComputations[request.name]?.(request.input) ?? null);
    if (request.kind !== "action") return ok();
    if (request.command === "indent")
      return ok({
        numbers: { hardness: READINGS[readings++ % READINGS.length] ?? 61 },
        text: request.text ?? "",
      });
    if (request.command === "expose") return ok({ numbers: { widthPx: 100, heightPx: 100 }, text: "/1.bmp" });
    if (request.command === "readBack")
      return ok({ numbers: {}, text: engravedIn(asked, request.params?.slot) });
    return ok({ numbers: {}, text: "" });
  };
  return {
    asked,
    async perform(key, request) {
      asked.push({ key, request });
      const scripted = script[key];
      if (scripted === undefined) return usual(request);
      return typeof scripted === "function" ? scripted(request) : scripted;
    },
    keysOf: (command) =>
      asked.flatMap(({ key, request }) =>
        request.kind === "action" && request.command === command ? [key] : [],
      ),
  };
}

const point = (xMm: number) => ({ xMm, yMm: 0 });

const usualComputations: Readonly<Record<string, (input: Json) => Json>> = {
  preflight: () => ({ refusals: [] }),
  needVerification: () => ({ reference: null, refusal: "" }),
  verify: () => ({ passed: true, decisive: "" }),
  recordVerification: () => ({ engraving: "" }),
  admit: () => ({ admit: "go", reason: "" }),
  nextRepeat: () => ({ serial: null }),
  checkSize: () => ({ mismatch: "" }),
  screen: () => ({ setAside: [] }),
  look: () => ({
    sha256: "",
    dentDiameterMm: 0.5,
    whyNot: null,
    plan: {
      preliminary: [point(-20)],
      counted: [0, 5, 10, 15, 20].map(point),
      spares: [point(25)],
      couldFit: 40,
    },
  }),
  judge: () => ({ passed: true, decisive: "uniformity 0.1 ≤ 0.4" }),
  recordBlock: (input) => ({ engraving: recordedAsPassed(input) ? "61.0 HRC" : "" }),
};

function recordedAsPassed(input: Json): boolean {
  return typeof input === "object" && input !== null && "outcome" in input && input.outcome === "passed";
}

function engravedIn(asked: ScriptedLedger["asked"], slot: number | undefined): string {
  for (const { request } of asked)
    if (request.kind === "action" && request.command === "engrave" && request.params?.slot === slot)
      return request.text ?? "";
  return "";
}

export const LINE: LineSetup = {
  line: "rockwell",
  station: "rockwell",
  stations: {
    unchecked: "unchecked",
    marking: "marking",
    inspected: "inspected",
  },
  agv: "agv",
  marker: "marker",
  environment: "environment",
  arm: "arm",
  stage: "stage",
  camera: "camera",
  tester: "tester",
  preliminary: 1,
  counted: 5,
  rejectSlots: 2,
  outlierHr: 5,
  exposureMs: 20,
  resolutionHr: 0.01,
};

/** A block as an order announces it: `2007-10n` in slot n. */
export const blockOrder = (slot: number, scale = "HRC"): BlockOrder => ({
  slot,
  serial: `2007-10${slot}`,
  scale,
  nominalHr: 61,
  shape: "round",
  diameterMm: 64,
  thicknessMm: 10,
  client: "",
  maker: "",
});

/** Runs a machine to its end and returns its output. */
export async function runToEnd<T extends AnyActorLogic>(logic: T, input: InputFrom<T>) {
  const actor = createActor(logic, { input } as never);
  actor.start();
  return toPromise(actor);
}
