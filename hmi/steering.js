/** @import { BatchDetail, BlockView, GivenOrder } from "../controller/server/index.ts" */
// Steering the batch on show: what flows, what can be ordered now, and who ordered what before.
import { byId, element, keep, place, setText } from "./element.js";
import { post } from "./post.js";
import { nameGiven } from "./who.js";
import { say, timeOfDay } from "./words.js";

/** Which orders each flow allows; `ended` is a stopped batch that nobody took up yet. @type {Record<string, readonly string[]>} */
const ALLOWED = {
  on: ["pause", "hold", "stop", "skip", "repeat"],
  paused: ["hold", "resume", "stop", "skip", "repeat"],
  held: ["resume", "stop", "skip", "repeat"],
  stopping: [],
  ended: ["takeUp"],
};
/** These stay on record with a reason, and are confirmed with it. */
const NEED_REASON = ["stop", "skip", "repeat"];

/** @type {BatchDetail | undefined} */
let batch;
/** The order whose reason is being written. @type {string | undefined} */
let pending;
let sending = false;

/** @type {NodeListOf<HTMLButtonElement>} */
const buttons = document.querySelectorAll("button[data-order]");
const form = () => byId("order-form", HTMLFormElement);
const reason = () => byId("order-reason", HTMLInputElement);
const blockChoice = () => byId("order-block", HTMLSelectElement);
const note = (/** @type {string} */ text) => setText(place("order-note"), text);

export function prepareSteering() {
  for (const button of buttons)
    button.addEventListener("click", () => {
      const command = button.dataset.order ?? "";
      if (NEED_REASON.includes(command)) askReason(command);
      else send(command);
    });
  form().addEventListener("submit", (event) => {
    event.preventDefault();
    if (pending !== undefined) send(pending);
  });
  place("order-cancel").addEventListener("click", () => askReason(undefined));
  blockChoice().addEventListener("change", drawButtons);
  for (const slots of [place("slots"), place("reject-slots")])
    slots.addEventListener("click", ({ target }) => {
      const serial = target instanceof Element ? target.closest("[data-serial]")?.getAttribute("data-serial") : null;
      if (serial === null || serial === undefined) return;
      blockChoice().value = serial;
      drawButtons();
    });
}

/** @param {BatchDetail} now */
export function renderSteering(now) {
  if (batch?.id !== now.id) {
    askReason(undefined);
    note("");
  }
  batch = now;
  place("steering").hidden = false;
  const { flow, state, takenUpAs } = now;
  setText(place("steered-batch"), now.id);
  const flowText =
    flow === null
      ? say(`batch.${state}`) + (takenUpAs === null ? "" : ` · ${say("takenUpAs", { batch: takenUpAs })}`)
      : say(`flow.${flow}`);
  setText(place("flow"), flowText);
  place("flow").dataset.flow = flow ?? "ended";
  keep(blockChoice(), now.blocks, {
    key: ({ serial }) => serial,
    shows: ({ serial, state, ordered }) => [serial, state, ordered],
    build: blockOption,
  });
  drawButtons();
  drawHistory(now.steering);
}

/** @param {BlockView} block */
function blockOption({ slot, serial, state, ordered }) {
  const also = ordered === null ? "" : ` · ${say(`ordered.${ordered}`)}`;
  return element("option", { value: serial, text: `${slot} · ${serial} · ${say(`state.${state}`)}${also}` });
}

const chosenBlock = () => batch?.blocks.find(({ serial }) => serial === blockChoice().value);

function drawButtons() {
  if (batch === undefined) return;
  const { flow, state, takenUpAs } = batch;
  const allowed = ALLOWED[flow ?? (state === "stopped" && takenUpAs === null ? "ended" : "stopping")] ?? [];
  const block = chosenBlock();
  for (const button of buttons) {
    const command = button.dataset.order ?? "";
    button.disabled = sending || !allowed.includes(command) || !fits(command, block);
    button.hidden = command === "takeUp" && state !== "stopped";
    button.setAttribute("aria-expanded", String(command === pending));
  }
  if (pending !== undefined && !allowed.includes(pending)) askReason(undefined);
}

/** Skip is for what is not finished, repeat for what is. @param {string} command @param {BlockView | undefined} block */
function fits(command, block) {
  if (command === "skip") return block !== undefined && block.recordedAt === null && block.ordered !== "skip";
  if (command === "repeat") return block !== undefined && block.recordedAt !== null;
  return true;
}

/** @param {string | undefined} command */
function askReason(command) {
  pending = command;
  form().hidden = command === undefined;
  drawButtons();
  if (command === undefined || batch === undefined) return;
  note("");
  reason().value = "";
  const serial = blockChoice().value;
  setText(place("order-question"), say(`confirm.${command}`, { batch: batch.id, serial }));
  setText(place("order-confirm"), say(`order.${command}`));
  form().dataset.serial = serial;
  reason().focus();
}

/** @param {string} command */
async function send(command) {
  if (batch === undefined) return;
  const by = nameGiven();
  if (by === undefined) return note(say("nameFirst"));
  const why = reason().value.trim();
  if (NEED_REASON.includes(command) && why === "") {
    reason().focus();
    return note(say("reasonFirst"));
  }
  const path = `/api/v1/batches/${encodeURIComponent(batch.id)}`;
  const aboutBlock = command === "skip" || command === "repeat";
  sending = true;
  drawButtons();
  note(say("sending"));
  const refused =
    command === "takeUp"
      ? await post(`${path}/take-up`, { by })
      : await post(`${path}/steering`, {
          command,
          by,
          ...(NEED_REASON.includes(command) ? { reason: why } : {}),
          ...(aboutBlock ? { serial: form().dataset.serial } : {}),
        });
  sending = false;
  note(refused ?? "");
  if (refused === undefined) askReason(undefined);
  else drawButtons();
}

/** The newest first. @param {readonly GivenOrder[]} orders */
function drawHistory(orders) {
  place("order-history").hidden = orders.length === 0;
  const last = orders.at(-1);
  if (last !== undefined)
    setText(
      place("order-count"),
      say("ordersGiven", { n: orders.length, by: last.by, time: timeOfDay(last.at), what: whatOf(last) }),
    );
  const rows = orders.map((order, index) => ({ ...order, index })).reverse();
  keep(place("orders"), rows, { key: ({ index }) => String(index), build: historyRow });
}

/** @param {GivenOrder} order */
const whatOf = ({ command, serial }) =>
  [say(`order.${command}`), serial].filter((part) => part !== null).join(" ");

/** @param {GivenOrder} order */
function historyRow(order) {
  const { reason: why, by, at } = order;
  return element(
    "tr",
    {},
    element("td", { class: "nowrap", text: timeOfDay(at) }),
    element("td", { text: by }),
    element("td", { text: whatOf(order) }),
    element("td", { text: why }),
  );
}
