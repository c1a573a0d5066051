/** @import { BatchDetail, BatchSummary, BlockView } from "../controller/server/index.ts" */
// The tray as it lies: its slots in columns, the reject slots at its lower end, the state of each by shape and word.
import { byId, element, keep, place, setText } from "./element.js";
import { shape } from "./shapes.js";
import { say, timeOfDay } from "./words.js";

const STATES = ["waiting", "inHand", "passed", "rejected", "incomplete", "skipped"];

export function renderLegend() {
  keep(place("legend"), STATES, {
    key: (state) => state,
    build: (state) => element("li", {}, shape(state), element("span", { text: say(`state.${state}`) })),
  });
}

/** @param {readonly BatchSummary[]} batches newest first @param {string | undefined} onShow */
export function renderBatchChoice(batches, onShow) {
  const choice = byId("batch", HTMLSelectElement);
  keep(choice, batches, {
    key: ({ id }) => id,
    shows: ({ id, state }) => [id, state],
    build: ({ id, state }) => element("option", { value: id, text: `${id} · ${say(`batch.${state}`)}` }),
  });
  if (onShow !== undefined) choice.value = onShow;
  choice.disabled = batches.length === 0;
}

/** @param {BatchDetail} batch */
export function renderTray(batch) {
  const { layout, blocks, order, item, tray, continues, state, createdAt, endedAt } = batch;
  renderStanding(batch);
  const facts = [
    tray,
    order === tray ? "" : order,
    item,
    continues === null ? "" : say("continuesBatch", { batch: continues }),
    endedAt === null ? "" : say("ended", { time: timeOfDay(endedAt), word: say(`batch.${state}`) }),
  ];
  setText(place("batch-facts"), facts.filter((fact) => fact !== "").join(" · "));
  place("batch-facts").title = timeOfDay(createdAt);
  const byOwnSlot = new Map(blocks.map((block) => [block.slot, block]));
  // After the reject area was emptied its slots are used again: the last one to come is there.
  const byRejectSlot = new Map(
    blocks
      .filter((block) => block.place.startsWith("reject:"))
      .sort((a, b) => Date.parse(a.recordedAt ?? "") - Date.parse(b.recordedAt ?? ""))
      .map((block) => [Number(block.place.slice("reject:".length)), block]),
  );
  drawSlots(place("slots"), layout.columns, layout.slots, (number) => ownSlot(number, byOwnSlot.get(number)));
  drawSlots(place("reject-slots"), layout.columns, layout.rejectSlots, (number) =>
    rejectSlot(number, byRejectSlot.get(number)),
  );
}

/** What must be known before any verdict of the batch is used. @param {BatchDetail} batch */
function renderStanding({ limitTable, blocks }) {
  const provisional = limitTable?.provisional ?? null;
  const note = place("provisional-batch");
  note.hidden = provisional === null;
  note.title = provisional ?? "";
  setText(note, limitTable === null ? "" : say("provisionalBatch", { ...limitTable }));
  const suspect = blocks.filter((block) => block.suspect.length > 0).length;
  place("suspect-batch").hidden = suspect === 0;
  setText(place("suspect-batch"), say("suspectBatch", { n: suspect }));
}

/**
 * @typedef {{
 *   name: string, state: string, title: string, value: string, about?: string, serial?: string, pending?: boolean, suspect?: boolean
 * }} Cell
 *   `serial`: the block lies here; `pending`: the value tells what was ordered for it; `suspect`: its values are in doubt.
 */

/** @param {HTMLElement} container @param {number} columns @param {number} count @param {(number: number) => Cell} cellOf */
function drawSlots(container, columns, count, cellOf) {
  container.style.setProperty("--columns", String(columns));
  const cells = Array.from({ length: count }, (_, index) => cellOf(index + 1));
  keep(container, cells, { key: ({ name }) => name, build: cell });
}

/** @param {number} number @param {BlockView | undefined} block @returns {Cell} */
function ownSlot(number, block) {
  const name = String(number);
  if (block === undefined) return { name, state: "empty", title: "", value: say("empty") };
  const { state, serial, scale, nominalHr, verdict, client, maker, ordered } = block;
  const shared = { name, title: serial, about: `${serial} · ${scale} ${nominalHr} · ${client} · ${maker}` };
  if (block.place.startsWith("reject:"))
    return {
      ...shared,
      state: "empty",
      value: say("movedToReject", { n: block.place.slice("reject:".length) }),
    };
  const here = { ...shared, state, serial, suspect: block.suspect.length > 0 };
  if (ordered !== null) return { ...here, value: say(`ordered.${ordered}`), pending: true };
  const word = say(`state.${state}`);
  if (block.place === "gripper") return { ...here, value: say("leftInGripper", { word }) };
  if (state === "passed" && verdict !== null) return { ...here, value: `${word} ${verdict.reportedMean}` };
  return { ...here, value: word };
}

/** @param {number} number @param {BlockView | undefined} block @returns {Cell} */
function rejectSlot(number, block) {
  const name = String(number);
  if (block === undefined) return { name, state: "empty", title: "", value: say("empty") };
  return {
    name,
    state: block.state,
    title: block.serial,
    serial: block.serial,
    suspect: block.suspect.length > 0,
    value: `${say(`state.${block.state}`)} ${block.verdict?.reportedMean ?? ""}`,
    about: block.reason,
  };
}

/** @param {Cell} cell */
function cell({ name, state, title, value, about, serial, pending = false, suspect = false }) {
  return element(
    "li",
    { class: `slot ${state}`, title: about, "data-slot": name, "data-state": state, "data-serial": serial },
    element("span", { class: "number", text: name }),
    shape(state),
    element("span", { class: "serial", text: title }),
    element("span", { class: pending ? "value pending" : "value", text: value }),
    ...(suspect ? [element("span", { class: "suspect", text: say("suspect") })] : []),
  );
}
