/** @import { BatchDetail, LineView } from "../controller/server/index.ts" */
// What each line does, or why it does not.
import { element, keep, place } from "./element.js";
import { shape } from "./shapes.js";
import { inLanguage, lengthOfTime, say, timeOfDay } from "./words.js";

/** @param {readonly LineView[]} lines @param {BatchDetail} [batch] the batch on show, for its estimate */
export function renderLines(lines, batch) {
  const rows = lines.map((line) => ({
    ...line,
    estimate: batch?.id === line.batch?.id ? (batch?.estimate ?? null) : null,
  }));
  keep(place("lines"), rows, { key: ({ name }) => name, build: lineRow });
}

/** @param {LineView & Pick<BatchDetail, "estimate">} line */
function lineRow({ name, state, reason, batch, queued, estimate }) {
  const row = element(
    "article",
    { class: `line ${state}` },
    element(
      "h2",
      {},
      shape(state),
      element("span", { text: say("line", { name: say(`lineName.${name}`) }) }),
    ),
    element(
      "span",
      { class: "standing" },
      element("strong", { class: "state", text: say(`line.${state}`) }),
      ...flowOf(batch),
    ),
    // What is asked stands in full among the questions.
    element("p", {
      class: "now",
      text: reason === null || state === "asking" ? doing(batch) : inLanguage(reason),
    }),
  );
  if (batch !== null)
    row.append(
      element(
        "div",
        { class: "progress" },
        progressBar(batch),
        element("span", { text: progressText(batch) }),
      ),
    );
  const notes = [
    estimate === null
      ? ""
      : say("finishes", { time: timeOfDay(estimate.finishesAt), left: lengthOfTime(estimate.remainingS) }) +
        (estimate.basis === "nominal" ? say("byNominal") : ""),
    queued > 0 ? say("queued", { n: queued }) : "",
  ].filter((note) => note !== "");
  row.append(element("p", { class: "quiet notes", text: notes.join(" · ") }));
  return row;
}

/** How the batch is steered, unless it simply goes on. @param {LineView["batch"]} batch */
function flowOf(batch) {
  const flow = batch?.flow ?? "on";
  return flow === "on" ? [] : [element("strong", { class: "flow", "data-flow": flow, text: say(`flow.${flow}`) })];
}

/** @param {LineView["batch"]} batch */
function doing(batch) {
  if (batch?.step == null) return "";
  const { serial, words } = batch.step;
  return serial === null ? inLanguage(words) : `${serial} · ${inLanguage(words)}`;
}

/** @param {NonNullable<LineView["batch"]>} batch */
function progressText(batch) {
  const others = /** @type {const} */ (["incomplete", "skipped"])
    .filter((state) => batch[state] > 0)
    .map((state) => say("alsoSo", { word: say(`state.${state}`), n: batch[state] }));
  return [say("progress", { ...batch }), ...others].join(" · ");
}

/** @param {{ done: number, total: number }} batch */
function progressBar({ done, total }) {
  return element("progress", { max: total, value: done });
}
