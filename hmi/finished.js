/** @import { BatchDetail, BlockView } from "../controller/server/index.ts" */
// Finished blocks with their values, the newest first.
import { element, keep, place } from "./element.js";
import { shape } from "./shapes.js";
import { limitText, readingText } from "./values.js";
import { say } from "./words.js";

/** @param {BatchDetail} batch */
export function renderFinished({ blocks, resolutionHr }) {
  const finished = blocks
    .filter(({ recordedAt }) => recordedAt !== null)
    .sort((a, b) => Date.parse(b.recordedAt ?? "") - Date.parse(a.recordedAt ?? ""));
  place("none-finished").hidden = finished.length > 0;
  /** @type {{ block: BlockView, reason?: string }[]} */
  const rows = finished.flatMap((block) =>
    block.reason === "" ? [{ block }] : [{ block }, { block, reason: block.reason }],
  );
  keep(place("finished-blocks"), rows, {
    key: ({ block, reason }) => (reason === undefined ? block.serial : `${block.serial}/reason`),
    build: ({ block, reason }) => (reason === undefined ? valueRow(block, resolutionHr) : reasonRow(block)),
  });
}

/** @param {BlockView} block @param {number} resolutionHr */
function valueRow(block, resolutionHr) {
  const { state, slot, serial, scale, nominalHr, readings, verdict } = block;
  /** @param {string} text @param {string} [title] */
  const number = (text, title) => element("td", { class: "number", text, title });
  const word = say(`state.${state}`) + (verdict?.provisional === true ? ` (${say("provisional")})` : "");
  return element(
    "tr",
    { class: state },
    element("td", { text: slot }),
    element("th", { scope: "row", text: serial }),
    element("td", { class: "nowrap", text: `${scale} ${nominalHr}` }),
    element("td", {
      class: "readings",
      text: readings.map((value) => readingText(value, resolutionHr)).join("  "),
    }),
    number(verdict === null ? "–" : readingText(verdict.meanHr, resolutionHr), verdict?.reportedMean),
    number(
      verdict === null ? "–" : readingText(verdict.uniformityHr, resolutionHr),
      verdict?.reportedUniformity,
    ),
    number(verdict === null ? "–" : limitText(verdict.limitHr), verdict?.decisive),
    element("td", { class: "verdict" }, shape(state), element("span", { text: word })),
  );
}

/** @param {BlockView} block */
function reasonRow(block) {
  const { reason } = block;
  const text = block.place.startsWith("reject:")
    ? say("rejectedTo", { n: block.place.slice("reject:".length), reason })
    : reason;
  return element("tr", { class: "reason" }, element("td"), element("td", { colspan: 7, text }));
}
