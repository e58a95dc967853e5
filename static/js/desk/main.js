/** Puts the desk together: page, clock, connection, keys. */
import { html, render } from "./preact.js";
import { serverClock, wallClock } from "./clock.js";
import { Desk } from "./desk.js";
import { host } from "./host.js";
import { keyed, placeOf } from "./keys.js";
import { allowed, opener } from "./line.js";
import { commandId, deskSocket } from "./socket.js";
import { drawer } from "../staff/drawer.js";
import { readWords } from "./words.js";

const BEAT_MS = 250;
const EXTEND_S = 15;

const root = document.getElementById("desk");
const timers = { set: (act, ms) => setTimeout(act, ms), clear: (timer) => clearTimeout(timer) };
const local = () => performance.now();

readWords(document);
const drafts = drawer(() => sessionStorage, `reunion-desk ${location.pathname}`, root.dataset.account);
const desk = host({ clock: serverClock(local), local, wall: wallClock(root.dataset.zone), timers, drafts, who: root.dataset.who, role: root.dataset.role, rehearsal: root.dataset.rehearsal === "yes" });
const socket = deskSocket({
  open: opener(root),
  allowed,
  since: () => (desk.state.run ? { run: desk.state.run, revision: desk.state.revision } : null),
  on: desk.inbox, timers, now: local, random: Math.random, newId: () => commandId(crypto),
});
desk.use(socket);
// A phone begins with what is on air, anything wider with the rundown beside it.
desk.show(matchMedia("(max-width: 699px)").matches ? "now" : "rundown");

const PRESSED = {
  take: () => desk.take(),
  hold: () => desk.hold(),
  skip: () => target((row) => desk.ask({ do: "skip", item: row.id })),
  no_show: () => target((row) => desk.ask({ do: "no_show", item: row.id })),
  undo: () => desk.undo(),
  recall: () => desk.recall(),
  follow: () => desk.follow(),
  up: () => desk.step(-1),
  down: () => desk.step(1),
  clear: () => desk.select(null),
  longer: () => desk.state.show.on_air && desk.extend(desk.state.show.on_air, EXTEND_S),
  shorter: () => desk.state.show.on_air && desk.extend(desk.state.show.on_air, -EXTEND_S),
  help: () => desk.open("help"),
  dismiss: () => desk.dismiss(),
  close: () => desk.close(),
};

function target(act) {
  const row = desk.target();
  if (row) act(row);
}

document.addEventListener("keydown", (event) => {
  if (!desk.state.show) return;
  desk.veto();
  const { action, swallow } = keyed(event, placeOf(event.target, document));
  if (swallow) event.preventDefault();
  if (action) PRESSED[action]();
});
// A finger that scrolls presses no mouse button, and it is a hand at work too.
document.addEventListener("pointerdown", () => desk.veto());
// A button pressed by mouse or finger does not keep the focus: the next Space is TAKE again.
document.addEventListener("mousedown", (event) => {
  const box = document.querySelector("[role=dialog]");
  // An open box keeps the focus: what is typed after a press beside it still arrives.
  if (box ? !box.contains(event.target) : event.target.closest("button")) event.preventDefault();
});
addEventListener("online", () => socket.wake());
addEventListener("pageshow", () => socket.wake());
document.addEventListener("visibilitychange", () => document.hidden || socket.wake());
setInterval(() => desk.beat(), BEAT_MS);

render(html`<${Desk} desk=${desk} />`, root);
socket.connect();
