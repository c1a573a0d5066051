/** @import { Question } from "../controller/server/index.ts" */
// Open questions: what is asked, what each answer leads to, and who gives it.
import { byId, element, keep, messageOf, place, setText } from "./element.js";
import { say, timeOfDay } from "./words.js";

const STORED = "hardlab.name";

/** @param {readonly Question[]} questions */
export function renderQuestions(questions) {
  const panel = place("questions");
  const who = byId("who", HTMLInputElement);
  if (panel.hidden && questions.length > 0) who.value = localStorage.getItem(STORED) ?? "";
  panel.hidden = questions.length === 0;
  keep(place("question-list"), questions, { key: ({ key }) => key, build: questionCard });
}

/** @param {Question} question */
function questionCard({ key, batch, serial, question, choices, askedAt }) {
  const note = element("p", { class: "note", role: "status" });
  const buttons = choices.map(({ choice, consequence }) => {
    const button = element(
      "button",
      { type: "button", class: "choice", "data-choice": choice },
      element("strong", { text: say(`choice.${choice}`) }),
      element("span", { text: consequence }),
    );
    button.addEventListener("click", () => answer(key, choice, buttons, note));
    return button;
  });
  const about = [batch, serial, say("askedAt", { time: timeOfDay(askedAt) })].filter((part) => part !== null);
  return element(
    "article",
    { class: "question" },
    element("p", { class: "quiet", text: about.join(" · "), title: key }),
    element("p", { class: "asked", text: question }),
    element("div", { class: "choices" }, ...buttons),
    note,
  );
}

/** @param {string} key @param {string} choice @param {readonly HTMLButtonElement[]} buttons @param {Element} note */
async function answer(key, choice, buttons, note) {
  const who = byId("who", HTMLInputElement);
  const by = who.value.trim();
  if (by === "") {
    setText(note, say("nameFirst"));
    who.focus();
    return;
  }
  localStorage.setItem(STORED, by);
  for (const button of buttons) button.disabled = true;
  setText(note, say("sending"));
  try {
    const reply = await fetch("/api/v1/questions/answer", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ key, choice, by }),
    });
    if (reply.ok) return;
    const { error } = await reply.json();
    setText(note, say("notTaken", { why: error }));
  } catch (error) {
    setText(note, say("answerLost", { why: messageOf(error) }));
  }
  for (const button of buttons) button.disabled = false;
}
