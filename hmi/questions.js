/** @import { Question } from "../controller/server/index.ts" */
// Open questions: what is asked, what each answer leads to, and who gives it.
import { element, keep, place, setText } from "./element.js";
import { post } from "./post.js";
import { nameGiven } from "./who.js";
import { inLanguage, say, timeOfDay } from "./words.js";

/** @param {readonly Question[]} questions */
export function renderQuestions(questions) {
  place("questions").hidden = questions.length === 0;
  keep(place("question-list"), questions, { key: ({ key }) => key, build: questionCard });
}

/** @param {Question} question */
function questionCard({ key, batch, serial, step, fault, question, choices, askedAt }) {
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
    ...(step === null ? [] : [element("p", { class: "about", text: aboutText(step, fault) })]),
    // As it was put on record, in the language it was put in.
    element("p", { class: "asked", text: question }),
    element("div", { class: "choices" }, ...buttons),
    note,
  );
}

/** The step and the fault in the page's language. @param {NonNullable<Question["step"]>} step @param {string | null} fault */
const aboutText = (step, fault) =>
  fault === null ? inLanguage(step) : say("stepFault", { step: inLanguage(step), fault: say(`fault.${fault}`) });

/** @param {string} key @param {string} choice @param {readonly HTMLButtonElement[]} buttons @param {Element} note */
async function answer(key, choice, buttons, note) {
  const by = nameGiven();
  if (by === undefined) return setText(note, say("nameFirst"));
  for (const button of buttons) button.disabled = true;
  setText(note, say("sending"));
  const refused = await post("/api/v1/questions/answer", { key, choice, by });
  // When it was taken, the card goes with the next overview.
  if (refused === undefined) return;
  setText(note, refused);
  for (const button of buttons) button.disabled = false;
}
