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
  /** @type {{ block: BlockView, below?: "reason" | "suspect" }[]} */
  const rows = finished.flatMap((block) => [
    { block },
    ...(block.reason === "" ? [] : [{ block, below: /** @type {const} */ ("reason") }]),
    ...(block.suspect.length === 0 ? [] : [{ block, below: /** @type {const} */ ("suspect") }]),
  ]);
  keep(place("finished-blocks"), rows, {
    key: ({ block, below }) => (below === undefined ? block.serial : `${block.serial}/${below}`),
    build: ({ block, below }) =>
      below === undefined
        ? valueRow(block, resolutionHr)
        : noteRow(below, below === "reason" ? reasonText(block) : suspicionText(block)),
  });
}

/** @param {BlockView} block @param {number} resolutionHr */
function valueRow(block, resolutionHr) {
  const { state, slot, serial, scale, nominalHr, readings, verdict, suspect } = block;
  /** @param {string} text @param {string} [title] */
  const number = (text, title) => element("td", { class: "number", text, title });
  const word = [
    say(`state.${state}`),
    verdict?.provisional === true ? ` (${say("provisional")})` : "",
    suspect.length > 0 ? ` (${say("suspect")})` : "",
  ].join("");
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
function reasonText({ place: where, reason }) {
  return where.startsWith("reject:")
    ? say("rejectedTo", { n: where.slice("reject:".length), reason })
    : reason;
}

/** @param {BlockView} block */
function suspicionText({ suspect }) {
  return suspect.map((suspicion) => say("suspectBecause", { ...suspicion })).join("; ");
}

/** @param {string} kind @param {string} text */
function noteRow(kind, text) {
  return element("tr", { class: `reason ${kind}` }, element("td"), element("td", { colspan: 7, text }));
}
