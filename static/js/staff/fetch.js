/** The list renews itself, unless somebody is in the middle of pressing something or reads a number; and says so when it cannot.

Presses go out from here: one that did not arrive stays on its row and is sent again, under the id by which it is stored once. */

import { commandId } from "../desk/socket.js";
import { drawers } from "./drawer.js";
import { presses } from "./presses.js";

const EVERY_MS = 10000;
const ANSWER_MS = 15000;
const stale = document.getElementById("stale");
const list = () => document.getElementById("fetches");
const { account } = list().dataset;
const queue = presses({
  // A new session may begin in another tab, by a one-time link.
  drawers: drawers(() => localStorage, `reunion-presses ${location.pathname}`, account),
  post: (press) => ask({ method: "POST", body: new URLSearchParams(press.fields) }),
  settled, complain: console.error, now: Date.now,
});

/** What the server says; null where it said nothing. For a `stranger` this account is signed in no more. */
async function ask(options) {
  const asked = Date.now();
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ANSWER_MS);
  try {
    const answer = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store", signal: patience.signal, ...options });
    if (answer.status >= 500) return null;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("fetches");
    const left = answer.status === 401 || new URL(answer.url).pathname !== location.pathname;
    return { asked, ok: answer.ok, url: answer.url, stranger: left || Boolean(fresh && fresh.dataset.account !== account), fresh };
  } catch (_) {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function show({ fresh, asked }) {
  if (fresh && !fresh.isEqualNode(list())) list().replaceWith(fresh);
  // The list of another tab may be newer than this one: only what was pressed before it was asked for goes with its row.
  if (fresh) queue.waiting().filter((press) => press.at < asked && !document.getElementById(press.row)).forEach(letGo);
  offer();
}

/** Whom it was about stands here no more, or others in their place. */
function letGo(press) {
  queue.drop(press);
  const said = document.getElementById("not-theirs").content.firstElementChild.cloneNode(true);
  said.querySelector("b").textContent = press.words;
  document.getElementById("dropped").append(said);
}

/** Says on its row what did not arrive, with a button. */
function offer() {
  const waiting = queue.waiting();
  for (const said of document.querySelectorAll(".fetch-kept")) waiting.some((press) => press.id === said.dataset.press) || said.remove();
  for (const press of waiting) {
    const row = document.getElementById(press.row);
    if (row && !row.querySelector(`[data-press="${press.id}"]`)) row.append(saidOf(press));
  }
}

function saidOf(press) {
  const said = document.getElementById("not-sent").content.firstElementChild.cloneNode(true);
  said.dataset.press = press.id;
  said.querySelector("b").textContent = press.words;
  said.querySelector("button").addEventListener("click", () => {
    still(press, true);
    queue.send(press);
  });
  return said;
}

/** While a press of theirs is under way the buttons of a row rest. */
function still(press, rests) {
  const row = document.getElementById(press.row);
  if (row) row.querySelectorAll("button").forEach((button) => (button.disabled = rests));
}

function settled(press, answer) {
  still(press, false);
  stale.hidden = Boolean(answer);
  if (!answer) offer();
  else if (answer.stranger) leave(answer);
  else if (!answer.ok) leaveWith(press);
  else {
    if (answer.url.endsWith("?done=other-family")) letGo(press);
    show(answer);
  }
}

/** To signing in, or to the page of whoever is signed in now; what was pressed waits for its own account. */
function leave({ url }) {
  location.assign(url);
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
  const press = { id, fields, row: button.closest(".fetch").id, words: button.textContent.trim(), says: button.value, at: Date.now() };
  queue.press(press);
  still(press, true);
  offer();
});

async function renew() {
  if (document.hidden || document.querySelector("#fetches a[href^=tel]")) return;
  const answer = await ask({});
  if (answer && answer.stranger) return leave(answer);
  stale.hidden = Boolean(answer && answer.ok);
  if (!answer || !answer.ok) return;
  if (!list().contains(document.activeElement)) show(answer);
  queue.sendFresh();
}

offer();
setInterval(renew, EVERY_MS);
document.addEventListener("visibilitychange", () => document.hidden || renew());
