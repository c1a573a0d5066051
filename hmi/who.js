// Who stands before the page: every order and answer is recorded under this name. Kept in the browser.
import { byId } from "./element.js";

const STORED = "hardlab.name";

const field = () => byId("who", HTMLInputElement);

export function prepareName() {
  const who = field();
  who.value = localStorage.getItem(STORED) ?? "";
  who.addEventListener("change", () => localStorage.setItem(STORED, who.value.trim()));
}

/** The name, or undefined after pointing at the field when there is none. */
export function nameGiven() {
  const who = field();
  const name = who.value.trim();
  who.toggleAttribute("data-missing", name === "");
  if (name === "") who.focus();
  else localStorage.setItem(STORED, name);
  return name === "" ? undefined : name;
}
