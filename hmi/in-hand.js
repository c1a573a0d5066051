/** @import { BatchDetail, BlockView, IndentationView, Phase, Step } from "../controller/server/index.ts" */
// The block in hand: its phases, the step it is at, its indentations as they are made.
import { element, keep, place } from "./element.js";
import { readingText } from "./values.js";
import { inLanguage, say } from "./words.js";

/** @type {readonly Phase[]} */
const PHASES = ["pick", "measure", "look", "indent", "judge", "place"];

/** @param {BatchDetail} batch */
export function renderInHand({ blocks, planned, resolutionHr, step }) {
  const block = blocks.find(({ state }) => state === "inHand");
  keep(place("in-hand-block"), [{ block, planned, resolutionHr, step: block === undefined ? step : null }], {
    key: ({ block: shown }) => shown?.serial ?? "none",
    build: (row) => (row.block === undefined ? noBlock(row.step) : inHand(row.block, planned, resolutionHr)),
  });
}

/** @param {Step | null} step */
function noBlock(step) {
  return element("p", {
    class: "quiet",
    text: `${say("nothingInHand")}${step === null ? "" : ` ${inLanguage(step.words)}`}`,
  });
}

/** @param {BlockView} block @param {BatchDetail["planned"]} planned @param {number} resolutionHr */
function inHand(block, planned, resolutionHr) {
  const { slot, serial, scale, nominalHr, step, attempt } = block;
  const facts = `${say("slot")} ${slot} · ${scale} ${nominalHr}`;
  return element(
    "div",
    {},
    element(
      "p",
      { class: "block-name" },
      element("strong", { text: serial }),
      element("span", { class: "quiet", text: attempt === 1 ? facts : `${facts} · ${say("attempt", { n: attempt })}` }),
      element("span", { class: "step", text: step === null ? "" : inLanguage(step.words) }),
    ),
    phases(step?.phase ?? null),
    indentations(block, planned, resolutionHr),
  );
}

/** @param {Phase | null} current */
function phases(current) {
  const at = current === null ? -1 : PHASES.indexOf(current);
  return element(
    "ol",
    { class: "phases" },
    ...PHASES.map((phase, index) =>
      element("li", {
        class: index < at ? "done" : index === at ? "now" : "to-come",
        "aria-current": index === at && "step",
        text: say(`phase.${phase}`),
      }),
    ),
  );
}

/**
 * Made ones with their readings, then as many empty places as are still to come.
 * @param {BlockView} block @param {BatchDetail["planned"]} planned @param {number} resolutionHr
 */
function indentations({ indentations: made }, { preliminary, counted }, resolutionHr) {
  const countedMade = made.filter(
    ({ purpose, state }) => purpose === "counted" && state !== "valueLost" && state !== "setAside",
  ).length;
  const preliminaryMade = made.filter(({ purpose }) => purpose === "preliminary").length;
  /** @param {IndentationView["purpose"]} purpose @param {number} count */
  const toCome = (purpose, count) =>
    Array.from({ length: Math.max(0, count) }, () => ({ purpose, state: "planned", readingHr: null, reason: "" }));
  const all = [
    ...made,
    ...toCome("preliminary", preliminary - preliminaryMade),
    ...toCome("counted", counted - countedMade),
  ];
  let number = 0;
  return element(
    "ol",
    { class: "indentations" },
    ...all.map(({ purpose, state, readingHr, reason }) => {
      const name = purpose === "preliminary" ? say("indentation.preliminary") : String(++number);
      const value =
        (state === "made" || state === "setAside") && readingHr !== null
          ? readingText(readingHr, resolutionHr)
          : say(`indentation.${state}`);
      return element(
        "li",
        { class: `${purpose} ${state}`, title: reason === "" ? undefined : reason },
        element("span", { class: "which", text: name }),
        element("span", { class: "value", text: value }),
      );
    }),
  );
}
