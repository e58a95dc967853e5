/** The prompter: the cue card of whoever is on air, large, for the person before the camera. It only listens. */
import { html, render, useEffect, useRef } from "./preact.js";
import { Barred, Said, Who } from "./cards.js";
import { airTime, serverClock, span } from "./clock.js";
import { Badge } from "./header.js";
import { useDesk, useNow } from "./hooks.js";
import { allowed, opener } from "./line.js";
import { EMPTY, GAP, fold, onAir, sidesOf } from "./model.js";
import { SIZES, chosen, pressed, prompted, stepped } from "./prompting.js";
import { deskSocket } from "./socket.js";
import { tongues } from "./tongues.js";
import { readWords, t } from "./words.js";

const BEAT_MS = 250;
/** The buttons go once the hand rests: a half-mirror before the lens shows everything. */
const IDLE_MS = 4000;
const LAST_MS = 10000;
const KEPT = "prompter";
/** Of the height of the window: a page, so that the last line read stands at the top of the next; and a line. */
const PAGE = 0.8;
const LINE = 0.12;

const root = document.getElementById("prompter");
const timers = { set: (act, ms) => setTimeout(act, ms), clear: (timer) => clearTimeout(timer) };
const local = () => performance.now();

readWords(document);
const clock = serverClock(local);
const listeners = new Set();
const beats = new Set();
const page = {
  state: EMPTY, line: "connecting", heardAt: null, peek: false, busy: true, ...chosen(remembered()),
  now: clock.now,
  localNow: local,
  onChange: (listener) => { listeners.add(listener); return () => listeners.delete(listener); },
  onBeat: (listener) => { beats.add(listener); return () => beats.delete(listener); },
};
const put = (fields) => { Object.assign(page, fields); listeners.forEach((listener) => listener()); };

const socket = deskSocket({
  open: opener(root, true),
  allowed,
  since: () => (page.state.run ? { run: page.state.run, revision: page.state.revision } : null),
  on: { frame: heard, state: (line) => put({ line }), answer: () => {}, pending: () => {} },
  timers, now: local, random: Math.random, newId: () => "",
});

function heard(frame) {
  if (frame.type === "hello" || frame.type === "tick") clock.hear(frame.server_time);
  page.heardAt = local();
  const after = fold(page.state, frame, local());
  if (after === GAP) socket.again();
  else if (after !== page.state) {
    // A TAKE brings the page back to whoever is on air: a look ahead must not outlive it.
    const taken = page.state.show !== null && after.show.on_air !== page.state.show.on_air;
    put({ state: after, peek: taken ? false : page.peek });
  }
}

function Prompter() {
  useDesk(page);
  const text = useRef(null);
  const { state } = page;
  const shown = prompted(state, page.peek);
  const key = shown && shown.row.id;
  useEffect(() => { text.current.scrollTop = 0; }, [key]);
  useEffect(() => {
    if (state.show) document.title = `${state.show.title} · ${t("prompter")}`;
  }, [state.show && state.show.title]);
  root.className = `${page.mirror ? "mirror" : ""} ${page.busy ? "busy" : ""}`;
  root.style.setProperty("--size", `${SIZES[page.size]}px`);
  return html`
    <header class=${shown ? shown.kind : "none"}>
      ${root.dataset.rehearsal ? html`<b class="rehearsal">${t("rehearsal")}</b>` : null}
      <h1 class="tag">${shown ? t(`card.${shown.kind}`) : t("prompter")}</h1>
      <${Left} row=${onAir(state)} />
      ${page.line === "live" ? null : html`<${Badge} desk=${page} />`}
    </header>
    <main id="text" ref=${text} tabindex="0" aria-label=${t("cue-card")}>${shown ? html`<${Pair} row=${shown.row} card=${state.people.get(key)} />` : html`<p class="nobody">${nothing(state)}</p>`}</main>
    <${Buttons} />`;
}

function nothing(state) {
  if (!state.show) return t("opening");
  return t(state.show.state === "ended" ? "idle.ended" : page.peek ? "next.none" : "prompter.nobody");
}

/** How long what is on air may still last; the card may be somebody else's. */
function Left({ row }) {
  const now = useNow(page);
  const time = row && airTime(row, page.state.show.held_since, now);
  if (!time) return html`<span class="left"></span>`;
  const over = time.remaining < 0;
  return html`<span class="left ${over || time.remaining <= LAST_MS ? "last" : ""}" role="timer">
    <small>${row.title}</small>${over ? `+${span(-time.remaining)}` : span(time.remaining, { up: true })}</span>`;
}

function Pair({ row, card }) {
  const sides = sidesOf(card);
  return html`${sides.map(([name, side]) => html`<${Who} name=${name} side=${side} other=${name === "worker" ? card.family : card.worker} />`)}
    <${Barred} row=${row} />
    ${row.notes.map((note) => html`<p class="remark"><span aria-hidden="true">✎ </span>${note}</p>`)}
    <${Said} sides=${sides} field="message" /><${Said} sides=${sides} field="story" />`;
}

function Buttons() {
  const button = (action, word, key, on) => html`<button type="button" aria-keyshortcuts=${key} aria-pressed=${on === undefined ? undefined : String(on)}
    onClick=${() => ACTIONS[action]()}>${t(word)}<kbd>${key}</kbd></button>`;
  return html`<footer class="controls">
    ${button("smaller", "prompter.smaller", "−")}${button("larger", "prompter.larger", "+")}
    ${button("mirror", "prompter.mirror", "M", page.mirror)}${button("peek", "prompter.peek", "N", page.peek)}
    ${document.fullscreenEnabled ? button("full", "prompter.full", "F") : null}
    <span class="hint">${t("prompter.keys")}</span><div ref=${tongues}></div></footer>`;
}

const ACTIONS = {
  on: () => scroll(PAGE),
  back: () => scroll(-PAGE),
  down: () => scroll(LINE),
  up: () => scroll(-LINE),
  top: () => text().scrollTo({ top: 0 }),
  bottom: () => text().scrollTo({ top: text().scrollHeight }),
  larger: () => keep({ size: stepped(page.size, 1) }),
  smaller: () => keep({ size: stepped(page.size, -1) }),
  mirror: () => keep({ mirror: !page.mirror }),
  peek: () => put({ peek: !page.peek }),
  full: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
};

function text() {
  return document.getElementById("text");
}

function scroll(share) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  text().scrollBy({ top: text().clientHeight * share, behavior: still ? "auto" : "smooth" });
}

function keep(fields) {
  put(fields);
  try {
    localStorage.setItem(KEPT, JSON.stringify({ size: page.size, mirror: page.mirror }));
  } catch (_) { /* a browser that stores nothing keeps them until it is closed */ }
}

function remembered() {
  try {
    return localStorage.getItem(KEPT);
  } catch (_) {
    return null;
  }
}

let resting = null;
function stir() {
  timers.clear(resting);
  resting = timers.set(() => put({ busy: false }), IDLE_MS);
  if (!page.busy) put({ busy: true });
}

/** The screen beside a camera must not go dark; where it can be asked, it is asked anew each time the page is seen. */
function stayAwake() {
  if (navigator.wakeLock && !document.hidden) navigator.wakeLock.request("screen").catch(() => {});
}

document.addEventListener("keydown", (event) => {
  const { action, swallow } = pressed(event, event.target.closest("button, a[href]") !== null);
  if (swallow) event.preventDefault();
  if (action) ACTIONS[action]();
});
// A button pressed by mouse or finger does not keep the focus: the next Space scrolls again.
document.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
for (const moved of ["pointermove", "pointerdown", "focusin"]) document.addEventListener(moved, stir);
addEventListener("online", () => socket.wake());
addEventListener("pageshow", () => socket.wake());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) socket.wake();
  stayAwake();
});
setInterval(() => beats.forEach((beat) => beat()), BEAT_MS);

render(html`<${Prompter} />`, root);
socket.connect();
stir();
stayAwake();
