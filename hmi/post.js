// Telling the controller something.
import { messageOf } from "./element.js";
import { say } from "./words.js";

/**
 * Sends an order or an answer; resolves with why it was not taken, or with undefined when it was.
 * @param {string} path
 * @param {object} body
 * @returns {Promise<string | undefined>}
 */
export async function post(path, body) {
  try {
    const reply = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (reply.ok) return undefined;
    const { error } = await reply.json();
    return say("notTaken", { why: error });
  } catch (error) {
    return say("answerLost", { why: messageOf(error) });
  }
}
