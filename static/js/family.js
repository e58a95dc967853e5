/* The personal page: the countdown that keeps itself right, and the way back after sleep. */

import { clock, connect, pageWords, say } from "./live.js";
import { countdown } from "./countdown.js";
import { own } from "./zones.js";

const words = pageWords();
const box = document.getElementById("countdown");
const TOGETHER_MS = 50;
const SILENCE_MS = 12000; // one tick of 5 s may be late
const ORDER = ["day", "clock", "minutes", "soon", "now", "over"];

let printed = null;
let you = null;
let picture = null;
let earlier = null;
let line = null;
let drawing = null;
let shown = null;
let later = "";
let reached = Infinity;
let spokenAt = 0;
let sound = null;

function text(found) {
  const zone = box.getAttribute("data-zone");
  const hour = found.expected ? clock(Math.floor(found.expected / 60000) * 60000, zone) : "";
  if (found.step === "minutes" && later) {
    return say(words.wait, { minutes: found.minutes });
  }
  return say(words[found.step], { minutes: found.minutes, clock: hour, day: box.getAttribute("data-day") });
}

/** A promise that gets later is said, with the reason, until it is as near again as it was; it never just changes. */
function compare(found) {
  if (shown === null) {
    return;
  }
  const back =
    ORDER.indexOf(found.step) >= 0 && ORDER.indexOf(found.step) < ORDER.indexOf(shown.step) ||
    (found.step === "minutes" && shown.step === "minutes" && found.minutes > shown.minutes) ||
    (found.step === "clock" && shown.step === "clock" && found.expected - shown.expected > 90000);
  if (back) {
    later = reason();
    reached = Math.min(reached, shown.minutes);
  } else if (found.step !== shown.step || (found.step === "minutes" && found.minutes <= reached)) {
    // It has come as near as it was: whoever looks again now is surprised by nothing.
    later = "";
    reached = Infinity;
  }
}

/** Why it is later: what this family was told, else what the show does just now. */
function reason() {
  if (you.told && line.now() - you.told.at < 120000) {
    return words["why_" + you.told.why] || words.later;
  }
  if (picture && picture.state === "held") {
    return words.held;
  }
  return rearranged() ? words.why_moved : words.later;
}

/** Whether whoever is on air talks no longer than was known before: then somebody was put in between. */
function rearranged() {
  const was = earlier && earlier.on_air;
  const is = picture && picture.on_air;
  return Boolean(was && is && was.item === is.item && was.until === is.until && line.now() <= is.until);
}

/** Whether this is another place than the page was printed with: in another show, or in the same run in another row. */
function isElsewhere() {
  const was = printed.picture;
  return picture.show !== was.show || (picture.run === was.run && you.item !== printed.you.item);
}

function draw() {
  if (!you) {
    return;
  }
  if (picture && isElsewhere()) {
    // Half of it is printed: loaded anew, all of it is of one time.
    location.reload();
    return;
  }
  const found = countdown(you, picture, line.now());
  if (shown !== null && found.step === "clock" && shown.step === "clock" && Math.abs(found.expected - shown.expected) < 90000) {
    return;
  }
  compare(found);
  const sentence = text(found);
  const element = box.querySelector(".countdown-words");
  const why = box.querySelector(".countdown-why");
  if (element.textContent !== sentence) {
    element.textContent = sentence;
  }
  aloud(sentence);
  why.textContent = later || words["hint_" + found.step] || "";
  why.hidden = !why.textContent;
  showOwn(found);
  box.classList.toggle("near", found.step === "soon" || (found.step === "minutes" && found.minutes <= 5));
  box.classList.toggle("now", found.step === "now");
  if (shown !== null && shown.step !== found.step && (found.step === "soon" || found.step === "now")) {
    wake(found.step);
  }
  if (found.step === "soon" || found.step === "minutes") {
    stayAwake();
  }
  const asks = document.getElementById("asks");
  if (asks) {
    asks.hidden = ["now", "over"].indexOf(found.step) >= 0;
  }
  shown = found;
}

/** Whose time it is, and the own one of who is in another zone, while there is a time to say. */
function showOwn(found) {
  const place = box.querySelector("[data-own]");
  place.textContent = ["day", "clock", "minutes"].indexOf(found.step) >= 0 ? own(you.promise) : "";
  place.hidden = !place.textContent;
}

/** For screen readers, at most once a minute, at once when it is their turn. */
function aloud(sentence) {
  const said = document.getElementById("countdown-said");
  if (said.textContent !== sentence && (Date.now() - spokenAt >= 60000 || sentence === words.now)) {
    spokenAt = Date.now();
    said.textContent = sentence;
  }
}

function wake(step) {
  if (navigator.vibrate) {
    navigator.vibrate(step === "now" ? [400, 200, 400, 200, 400] : [300]);
  }
  if (sound) {
    const tone = sound.createOscillator();
    const loudness = sound.createGain();
    loudness.gain.value = 0.2;
    tone.frequency.value = step === "now" ? 880 : 660;
    tone.connect(loudness);
    loudness.connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + (step === "now" ? 1.2 : 0.5));
  }
}

let lock = null;
function stayAwake() {
  if (lock === null && navigator.wakeLock && document.visibilityState === "visible") {
    lock = navigator.wakeLock.request("screen").then(
      (held) => held.addEventListener("release", () => (lock = null)),
      () => undefined,
    );
  }
}

/** Browsers let a page sound only after a touch. */
function listenForTouch() {
  const Context = window.AudioContext || window.webkitAudioContext;
  if (Context) {
    document.addEventListener("click", () => (sound = sound || new Context()), { once: true });
  }
}

/** What the page asks depends on this; when it changes, the server prints it anew. */
function asking(mine) {
  return JSON.stringify([mine.asked, mine.ready, mine.told, mine.state]);
}

function askAnew() {
  return fetch("/me", { credentials: "same-origin", cache: "no-store" })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
    .then((text) => {
      const page = new DOMParser().parseFromString(text, "text/html");
      const fresh = page.getElementById("asks");
      const asks = document.getElementById("asks");
      const before = asks.querySelector("[data-call]");
      while (asks.firstChild) {
        asks.removeChild(asks.firstChild);
      }
      while (fresh && fresh.firstChild) {
        asks.appendChild(document.adoptNode(fresh.firstChild));
      }
      const when = page.querySelector(".countdown-when");
      box.querySelector(".countdown-when").textContent = when ? when.textContent : "";
      const call = asks.querySelector("[data-call]");
      if (call && (!before || before.getAttribute("data-call") !== call.getAttribute("data-call"))) {
        wake("call");
      }
    })
    .catch(() => undefined);
}

/** Answers without leaving the page: its line must not break for it. */
function answerHere() {
  const asks = document.getElementById("asks");
  let says = "";
  asks.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=says]");
    says = button ? button.value : says;
  });
  asks.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector("button");
    button.disabled = true;
    fetch("/me/answer", { method: "POST", credentials: "same-origin", body: new URLSearchParams([["says", says || button.value]]) })
      .then((answer) => (answer.ok ? askAnew() : Promise.reject(new Error(String(answer.status)))))
      .catch(() => {
        // By the ordinary way, with whatever it says.
        const given = document.createElement("input");
        given.type = "hidden";
        given.name = "says";
        given.value = says || button.value;
        form.appendChild(given);
        form.submit();
      });
  });
}

function connection(state) {
  const badge = document.getElementById("connection");
  badge.querySelector("[data-words]").textContent = words["line_" + state];
  badge.classList.toggle("notice-warn", state === "stale");
}

function start() {
  printed = JSON.parse(document.getElementById("me").textContent);
  you = printed.you;
  picture = printed.picture;
  line = connect("/me/socket", {
    onPicture: (newest) => {
      earlier = picture;
      picture = newest;
      draw();
    },
    onYou: (mine) => {
      const changed = asking(mine) !== asking(you);
      you = mine;
      // The picture of the same change is right behind it; half of a change is never shown.
      clearTimeout(drawing);
      drawing = setTimeout(draw, TOGETHER_MS);
      if (changed) {
        askAnew();
      }
    },
    // The plan was published anew without this slot, or with it elsewhere: the page as it is now says so.
    onGone: () => location.reload(),
    onState: connection,
    poll: "/api/v1/me/slot?open=1",
    silence: SILENCE_MS,
  });
  if (picture) {
    draw();
  }
  setInterval(draw, 5000);
  listenForTouch();
  answerHere();
}

/** No slot yet: look once a minute and whenever the page is opened again, so that it shows it when it is there. */
function waitForSlot() {
  const look = () => {
    fetch("/api/v1/me/slot", { credentials: "same-origin", cache: "no-store" })
      .then((answer) => (answer.ok ? answer.json() : {}))
      .then((found) => found.you && location.reload())
      .catch(() => undefined);
  };
  setInterval(look, 60000);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  window.addEventListener("pageshow", (event) => event.persisted && look());
}

if (box) {
  start();
} else if (document.getElementById("no-slot")) {
  waitForSlot();
}

const done = document.querySelector("[data-signed-up]");
if (done) {
  try {
    const key = "reunion-draft-" + done.getAttribute("data-signed-up");
    const draft = JSON.parse(localStorage.getItem(key));
    if (draft) {
      // Enough to know the form again; the personal link follows from the whole ticket.
      sessionStorage.setItem("reunion-signed-up", draft.ticket.slice(0, 6));
    }
    localStorage.removeItem(key);
  } catch (error) {
    // No storage, no draft.
  }
}
