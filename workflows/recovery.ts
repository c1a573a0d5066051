/**
 * What is done when a step fails, as a table (故障处置表): the first row that fits speaks. Every fault the wire contract and the
 * ledger name has a row for every step; a code that no row names is asked about.
 * Each new attempt is a job of its own; the first outcome stays on record. docs/recovery.md shows this table.
 */
export const RESPONSES = {
  again: "the same command once more, as a new attempt",
  rehome: "the arm goes to its station anew, then the command once more",
  setUp: "the tester is set up anew, then the command once more",
  look: "sensors or camera settle whether it was done",
  replace: "the dent counts as made without a value; a spare position gives one",
  leaveOut: "the block is left out and stays where it is",
  reject: "the block goes to the next reject slot",
  ask: "the line holds and asks a person",
} as const;
export type ResponseKind = keyof typeof RESPONSES;

export interface RecoveryRow {
  /** Command of a device or name of a computation, or any. */
  readonly step: string | "any";
  readonly fault: string;
  readonly response: ResponseKind;
  /** After so many attempts the question is put instead; unlimited when not given. */
  readonly times?: number;
  /** For the person who is asked. */
  readonly advice?: string;
}

/** Faults that no further attempt mends, whatever the step, with the advice for whoever is asked. */
const ASKED_AT_ONCE: Readonly<Record<string, string>> = {
  internal: "See what the device says of its own fault.",
  abortedByRequest: "Somebody ended the job at the device: find out who and why.",
  unknownCommand:
    "The device does not know the command: see whether address and map in the lab file are its own.",
  badParameter: "The device does not take what it was told: hold the lab file against its limits.",
  outOfLimits: "It is outside of what the lab file allows the device: see the order and the lab file.",
  positionLost: "The device that held the work was powered down: see where the work is.",
  badResult: "See why the device's result cannot be read.",
  blocked: "Clear the AGV's way.",
  noTray: "Put the tray where the device expects it.",
  dockOccupied: "Clear the dock.",
  unknownStation: "Teach the AGV the station, or correct its name in the lab file.",
  gripMissed: "See where the block is.",
  placeOccupied: "Clear the place.",
  placeEmpty: "See where the block is.",
  notAtStation: "See where the arm stands.",
  gripperFull: "See what the gripper holds.",
  noBlock: "See where the block is.",
  wrongScale: "See which scale the tester is set up for.",
  noValue: "See why the tester gives no value.",
  onAnvilEdge: "See how the block lies on the anvil.",
  empty: "Fill the marker.",
  noImage: "Look at the camera and its light.",
};

export const RECOVERY: readonly RecoveryRow[] = [
  { step: "any", fault: "inDoubt", response: "look", advice: "Look at the block and its places." },
  { step: "indent", fault: "positionLost", response: "rehome", times: 5 },
  { step: "shift", fault: "positionLost", response: "rehome", times: 5 },
  { step: "shift", fault: "notAtStation", response: "rehome", times: 2 },
  { step: "shift", fault: "badResult", response: "rehome", times: 2 },
  { step: "indent", fault: "wrongScale", response: "setUp", times: 2 },
  { step: "indent", fault: "badResult", response: "replace" },
  { step: "indent", fault: "noValue", response: "replace" },
  { step: "indent", fault: "onAnvilEdge", response: "reject" },
  {
    step: "pick",
    fault: "gripMissed",
    response: "rehome",
    times: 2,
    advice: "See whether the block lies straight in its slot.",
  },
  { step: "pick", fault: "placeEmpty", response: "leaveOut" },
  {
    step: "place",
    fault: "placeOccupied",
    response: "ask",
    advice: "Clear the place the block is to go to.",
  },
  {
    step: "place",
    fault: "gripMissed",
    response: "ask",
    advice: "The block left the gripper on its way: find it.",
  },
  { step: "go", fault: "blocked", response: "again", times: 3, advice: "Clear the AGV's way." },
  { step: "load", fault: "noTray", response: "ask", advice: "Put the tray onto the dock." },
  { step: "unload", fault: "dockOccupied", response: "ask", advice: "Clear the dock." },
  { step: "measure", fault: "badResult", response: "again", times: 2 },
  {
    step: "measure",
    fault: "noBlock",
    response: "again",
    times: 1,
    advice: "See whether the gripper still holds the block.",
  },
  { step: "read", fault: "badResult", response: "again", times: 2 },
  {
    step: "expose",
    fault: "noImage",
    response: "again",
    times: 2,
    advice: "Look at the camera and its light.",
  },
  { step: "expose", fault: "badResult", response: "again", times: 2 },
  { step: "look", fault: "imageGone", response: "again", times: 3 },
  {
    step: "look",
    fault: "imageFrozen",
    response: "again",
    times: 3,
    advice: "See whether the camera hangs.",
  },
  { step: "look", fault: "visionFailed", response: "again", times: 2 },
  { step: "look", fault: "unreadable", response: "again", times: 3, advice: "Clean the block and the lens." },
  { step: "compare", fault: "imageGone", response: "again", times: 3 },
  {
    step: "compare",
    fault: "imageFrozen",
    response: "again",
    times: 3,
    advice: "See whether the camera hangs.",
  },
  { step: "compare", fault: "visionFailed", response: "again", times: 2 },
  { step: "compare", fault: "unreadable", response: "again", times: 3 },
  { step: "engrave", fault: "empty", response: "ask", advice: "Fill the marker." },
  { step: "any", fault: "notInAuto", response: "ask", advice: "Switch the device back to automatic." },
  {
    step: "any",
    fault: "emergencyStop",
    response: "ask",
    advice: "Find out why, make it safe, reset the emergency stop.",
  },
  { step: "any", fault: "guardOpen", response: "ask", advice: "Close the guard door." },
  { step: "any", fault: "interlock", response: "ask", advice: "Clear the interlock the device names." },
  {
    step: "any",
    fault: "notReady",
    response: "again",
    times: 1,
    advice: "See what the device says it waits for.",
  },
  {
    step: "any",
    fault: "refused",
    response: "again",
    times: 1,
    advice: "See why the device does not take the job.",
  },
  {
    step: "any",
    fault: "timedOut",
    response: "again",
    times: 1,
    advice: "See why the device did not end its job.",
  },
  ...(["indent", "pick", "place", "load", "unload", "engrave"] as const).map(
    (step): RecoveryRow => ({
      step,
      fault: "timeOut",
      response: "look",
      times: 2,
      advice: "See what keeps the device from ending its motion.",
    }),
  ),
  {
    step: "any",
    fault: "timeOut",
    response: "again",
    times: 1,
    advice: "See what keeps the device from ending its motion.",
  },
  ...Object.entries(ASKED_AT_ONCE).map(
    ([fault, advice]): RecoveryRow => ({ step: "any", fault, response: "ask", advice }),
  ),
];

/** Faults after which it is open whether an irreversible job was done. */
const LEAVING_DOUBT: readonly string[] = ["inDoubt", "timeOut"];

export function leavesDoubt(fault: string): boolean {
  return LEAVING_DOUBT.includes(fault);
}

/** Faults that are no fault of a device: the job was not sent because a person ended the batch or left the block out. */
const ENDED_BY_ORDER: readonly string[] = ["stopped", "skipped"];

export function endedByOrder(fault: string): boolean {
  return ENDED_BY_ORDER.includes(fault);
}

/** The response to a fault of a step after `attempts` attempts, with the advice for whoever is asked. */
export function responseTo(
  step: string,
  fault: string,
  attempts: number,
): { readonly kind: ResponseKind; readonly advice: string } {
  const row = RECOVERY.find(
    (candidate) => (candidate.step === "any" || candidate.step === step) && candidate.fault === fault,
  );
  const advice = row?.advice ?? "";
  if (row === undefined || (row.times !== undefined && attempts > row.times)) return { kind: "ask", advice };
  return { kind: row.response, advice };
}
