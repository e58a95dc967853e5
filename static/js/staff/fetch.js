/** The list renews itself, unless somebody is in the middle of pressing something or reads a number; and says so when it cannot.

Presses go out from here: one that did not arrive stays on its row and is sent again, under the id by which it is stored once. */

import { commandId } from "../desk/socket.js";

const EVERY_MS = 10000;
const ANSWER_MS = 15000;
/** So long a press goes out by itself once the line is back; later somebody looks whether it still holds. */
const HOLDS_MS = 120000;
const stale = document.getElementById("stale");
/** By row, what was pressed there and did not arrive. */
const kept = new Map();
let line = Promise.resolve();

const list = () => document.getElementById("fetches");

/** What the server says; null where it said nothing. */
async function ask(options) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ANSWER_MS);
  try {
    const answer = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store", signal: patience.signal, ...options });
    const signedOut = answer.status === 401 || new URL(answer.url).pathname !== location.pathname;
    return answer.status < 500 ? { ok: answer.ok, signedOut, text: await answer.text() } : null;
  } catch (_) {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function show(answer) {
  const fresh = new DOMParser().parseFromString(answer.text, "text/html").getElementById("fetches");
  if (fresh && !fresh.isEqualNode(list())) list().replaceWith(fresh);
  kept.forEach(offer);
}

/** Says on its row what did not arrive, with a button; a row that is gone takes it along. */
function offer(press, row) {
  const place = document.getElementById(row);
  if (!place) return kept.delete(row);
  const stands = place.querySelector(".fetch-kept");
  if (stands && stands.dataset.press === press.id) return true;
  if (stands) stands.remove();
  const said = document.getElementById("not-sent").content.firstElementChild.cloneNode(true);
  said.dataset.press = press.id;
  said.querySelector("b").textContent = press.words;
  said.querySelector("button").addEventListener("click", () => send(press, row));
  return place.append(said);
}

/** One after the other, in the order in which they were pressed. */
function send(press, row) {
  const buttons = document.getElementById(row).querySelectorAll("button");
  buttons.forEach((button) => (button.disabled = true));
  line = line.then(async () => {
    const answer = await ask({ method: "POST", body: new URLSearchParams(press.fields) });
    stale.hidden = Boolean(answer);
    if (answer && answer.signedOut) return location.reload();
    if (answer && !answer.ok) return leaveWith(press);
    buttons.forEach((button) => (button.disabled = false));
    if (answer) kept.delete(row);
    else kept.set(row, press);
    return answer ? show(answer) : offer(press, row);
  });
}

/** The server refused it: its own page says why. */
function leaveWith(press) {
  const form = document.createElement("form");
  form.method = "post";
  for (const [name, value] of press.fields) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("#fetches [name=says]");
  if (!button) return;
  event.preventDefault();
  const id = commandId(crypto);
  const fields = [...new FormData(button.form), ["says", button.value], ["press", id]];
  send({ id, fields, words: button.textContent.trim(), says: button.value, at: Date.now() }, button.closest(".fetch").id);
});

async function renew() {
  if (document.hidden || document.querySelector("#fetches a[href^=tel]")) return;
  const answer = await ask({});
  if (answer && answer.signedOut) location.reload();
  stale.hidden = Boolean(answer && answer.ok);
  if (!answer || !answer.ok) return;
  if (!list().contains(document.activeElement)) show(answer);
  kept.forEach((press, row) => press.says !== "numbers" && Date.now() - press.at < HOLDS_MS && send(press, row));
}

setInterval(renew, EVERY_MS);
document.addEventListener("visibilitychange", () => document.hidden || renew());
