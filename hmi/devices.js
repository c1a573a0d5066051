/** @import { DeviceView } from "../controller/server/index.ts" */
// Devices and their links. What is as it should be is grey; only what is not carries colour.
import { element, keep, place } from "./element.js";
import { say, timeOfDay } from "./words.js";

/** A heartbeat older than this is no longer quick, ms. */
const LATE_MS = 1_500;

/** @param {readonly DeviceView[]} devices @param {number} sinceMs time since the overview came */
export function renderDevices(devices, sinceMs) {
  const rows = devices.map((device) => ({
    ...device,
    // A connected device's heartbeat is told anew with each overview; a lost one only grows older.
    heartbeatAgeMs:
      device.heartbeatAgeMs === null || device.link === "connected"
        ? device.heartbeatAgeMs
        : device.heartbeatAgeMs + sinceMs,
  }));
  keep(place("device-rows"), rows, { key: ({ name }) => name, build: deviceRow });
}

/** @param {DeviceView} device */
function deviceRow({ name, kind, link, mode, health, held, heartbeatAgeMs, roundTripMs, lastJob }) {
  /** @param {string} text @param {boolean} abnormal @param {{ class?: string }} [attributes] */
  const cell = (text, abnormal, attributes = {}) =>
    element("td", { ...attributes, class: `${attributes.class ?? ""}${abnormal ? " abnormal" : ""}`, text });
  return element(
    "tr",
    { "data-link": link },
    element(
      "th",
      { scope: "row", title: name },
      element("span", { text: say(`kind.${kind}`) }),
      element("small", { text: name }),
    ),
    cell(say(`link.${link}`), link !== "connected"),
    cell(
      mode === null ? "–" : say(`mode.${mode}`) + (held ? ` · ${say("held")}` : ""),
      (mode !== null && mode !== "auto") || held,
    ),
    cell(health === null ? "–" : say(`health.${health}`), health !== null && health !== "normal"),
    cell(ageText(heartbeatAgeMs), heartbeatAgeMs !== null && heartbeatAgeMs > LATE_MS, { class: "number" }),
    cell(roundTripMs === null ? "–" : roundTripMs.toFixed(1), false, { class: "number" }),
    lastJobCell(lastJob),
  );
}

/** @param {number | null} ageMs */
const ageText = (ageMs) => (ageMs === null ? "–" : (ageMs / 1000).toFixed(1));

/** @param {DeviceView["lastJob"]} job */
function lastJobCell(job) {
  if (job === null) return element("td", { class: "quiet", text: say("noJob") });
  const { command, text, state, failure, fault, key, openedAt, finishedAt } = job;
  const outcome = fault === null ? say(`job.${state}`) : `${say(`job.${state}`)}: ${say(`fault.${fault}`)}`;
  const what = [say(`command.${command}`), text].filter((part) => part !== "").join(" ");
  return element(
    "td",
    {
      class: state === "failed" ? "last-job abnormal" : "last-job",
      title: failure === null ? key : `${failure}\n${key}`,
    },
    element("span", { text: `${what} · ${outcome}` }),
    element("small", { text: timeOfDay(finishedAt ?? openedAt) }),
  );
}
