/** @import { BatchDetail, Overview } from "../controller/server/index.ts" */
// The page: listens to the controller, fetches the batch on show, draws. It keeps no truth of its own.
import { renderDevices } from "./devices.js";
import { byId, messageOf, place, setText } from "./element.js";
import { renderFinished } from "./finished.js";
import { renderInHand } from "./in-hand.js";
import { renderLines } from "./lines.js";
import { listen } from "./live.js";
import { renderQuestions } from "./questions.js";
import { prepareSteering, renderSteering } from "./steering.js";
import { renderBatchChoice, renderLegend, renderTray } from "./tray.js";
import { prepareName } from "./who.js";
import { chooseLanguage, currentLanguage, say, timeOfDay } from "./words.js";

/** The batch on show is read again at most so often. */
const FETCH_PAUSE_MS = 400;

/** @type {Overview | undefined} */
let overview;
let receivedMs = 0;
/** @type {BatchDetail | undefined} */
let batch;
/** A batch somebody chose to look at; undefined: the one on the line. @type {string | undefined} */
let chosen;
let reading = false;

/** @param {Overview} now */
function batchOnShow({ batches, lines }) {
  if (batches.some(({ id }) => id === chosen)) return chosen;
  return lines.find((line) => line.batch !== null)?.batch?.id ?? batches[0]?.id;
}

/** The id of the batch to read: another than the one on show, or that one when it has changed since. */
function batchToRead() {
  const id = overview === undefined ? undefined : batchOnShow(overview);
  // A finished batch stays as it is, but for what a later verification says of its blocks.
  const suspect = overview?.batches.find((one) => one.id === id)?.suspect;
  const final = batch?.state === "finished" && (suspect === undefined || batch.suspect === suspect);
  const known = batch?.id === id && (final || (batch?.revision ?? 0) >= (overview?.revision ?? 0));
  return known ? undefined : id;
}

async function readBatch() {
  if (reading) return;
  reading = true;
  try {
    for (let id = batchToRead(); id !== undefined; id = batchToRead()) {
      const answer = await fetch(`/api/v1/batches/${encodeURIComponent(id)}`);
      const content = await answer.json();
      if (!answer.ok) throw new Error(content.error);
      batch = content;
      draw();
      await new Promise((resolve) => setTimeout(resolve, FETCH_PAUSE_MS));
    }
  } catch (error) {
    // The next overview tries again.
    setText(place("batch-facts"), say("detailLost", { why: messageOf(error) }));
  } finally {
    reading = false;
  }
}

function draw() {
  if (overview === undefined) return;
  const { lab, lines, questions, devices, batches } = overview;
  setText(place("title"), lab.title);
  setText(place("lab-facts"), say(lab.virtual ? "facts" : "factsReal", { speed: lab.speed }));
  renderLines(lines, batch);
  renderQuestions(questions);
  renderDevices(devices, performance.now() - receivedMs);
  renderBatchChoice(batches, batchOnShow(overview));
  place("without-batch").hidden = batches.length > 0;
  if (batch === undefined) return;
  renderSteering(batch);
  renderTray(batch);
  renderInHand(batch);
  renderFinished(batch);
}

/** @type {NodeListOf<HTMLButtonElement>} */
const languageButtons = document.querySelectorAll("button[data-language]");

function drawInLanguage() {
  const language = currentLanguage();
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  /** @type {NodeListOf<HTMLElement>} */
  const labels = document.querySelectorAll("[data-word]");
  for (const label of labels) setText(label, say(label.dataset.word ?? ""));
  /** @type {NodeListOf<HTMLElement>} */
  const hinted = document.querySelectorAll("[data-hint]");
  for (const node of hinted) node.title = say(node.dataset.hint ?? "");
  for (const button of languageButtons)
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  renderLegend();
  draw();
}

/** @param {Date | undefined} since @param {boolean} everHeard */
function drawSilence(since, everHeard) {
  const dead = since !== undefined;
  document.body.toggleAttribute("data-dead", dead);
  const banner = place("dead");
  banner.hidden = !dead;
  setText(
    banner,
    since !== undefined ? say(everHeard ? "dead" : "neverHeard", { time: timeOfDay(since) }) : "",
  );
  document.title = dead ? say("deadTitle") : (overview?.lab.title ?? "hardlab");
  if (dead) setText(place("liveness"), "");
  else
    setText(
      place("liveness"),
      overview === undefined ? say("connecting") : say("live", { time: timeOfDay(overview.at) }),
    );
}

for (const button of languageButtons)
  button.addEventListener("click", () => {
    chooseLanguage(button.dataset.language === "en" ? "en" : "zh");
    drawInLanguage();
  });

const choice = byId("batch", HTMLSelectElement);
choice.addEventListener("change", () => {
  chosen = choice.value;
  readBatch();
});

prepareName();
prepareSteering();
drawInLanguage();
listen((heard) => {
  // A controller that was started again counts its changes anew.
  if (heard.revision < (overview?.revision ?? 0)) batch = undefined;
  overview = heard;
  receivedMs = performance.now();
  draw();
  readBatch();
}, drawSilence);
setInterval(() => {
  if (overview !== undefined) renderDevices(overview.devices, performance.now() - receivedMs);
}, 1_000);
