/**
 * What the desk shows: a fold of the frames the server sent. It never leads the server: a command changes nothing here
 * until its change comes back.
 */
import { t } from "./words.js";

export const GAP = Symbol("a change is missing: reconnect with since");

/** Two presses closer than this are one press: the second would take whatever the first had just brought up. */
export const REST_MS = 1000;

const LOG_LENGTH = 200;
const TO_COME = new Set(["planned", "standby"]);
const PARKED = new Set(["skipped", "no_show"]);

export const EMPTY = Object.freeze({
  run: null, revision: 0, heard: 0, airedAt: -Infinity, show: null, items: new Map(), order: [], people: new Map(),
  drift: [], back: [], handover: null, hosts: [], editing: [], auto: null, log: [],
});

/** The state after a frame; GAP when a change is missing; the same state for what is old or not for this fold. */
export function fold(state, frame, receivedAt) {
  if (frame.type === "hello") return joined(frame, receivedAt, state);
  if (frame.type === "tick") return ticked(state, frame);
  if (frame.type !== "change" || state.show === null || frame.revision <= state.revision) return state;
  if (frame.revision > state.revision + 1) return GAP;
  return changed(state, frame, receivedAt);
}

function joined(frame, receivedAt, before) {
  const people = new Map(Object.entries(frame.people || {}));
  const rows = frame.items.map((row) => rowOf(row, people));
  const show = standing(frame.show, frame);
  return {
    run: frame.run, revision: frame.revision, heard: frame.server_time, airedAt: before.airedAt, show,
    items: new Map(rows.map((row) => [row.id, row])),
    order: frame.order || rows.map((row) => row.id),
    people, drift: frame.drift || [], back: frame.back || [], handover: frame.handover || null, hosts: before.hosts, editing: before.editing, auto: before.auto, log: frame.log,
  };
}

function changed(state, frame, receivedAt) {
  const show = standing({ ...state.show, ...frame.show }, frame);
  const people = withRows(state.people, Object.entries(frame.people || {}));
  const items = withRows(state.items, frame.items.map((row) => [row.item, rowOf(row, people)]));
  const line = { revision: frame.revision, by: frame.by || "", at: frame.at, entry: frame.entry || {} };
  return {
    ...state, show, items, people, order: frame.order || state.order, revision: frame.revision, heard: frame.server_time || frame.at,
    airedAt: show.on_air === state.show.on_air ? state.airedAt : receivedAt,
    drift: frame.drift || state.drift,
    back: frame.back || state.back,
    handover: frame.handover === undefined ? state.handover : frame.handover,
    log: [...state.log, line].slice(-LOG_LENGTH),
  };
}

/** A tick carries how the show stands now (an overrun moves it without any entry) and who sits at its desks. */
function ticked(state, frame) {
  if (state.show === null || frame.revision < state.revision) return state;
  if (frame.revision > state.revision) return GAP;
  if (frame.over_under === undefined) return state;
  const drift = sameSteps(frame.drift || state.drift, state.drift) ? state.drift : frame.drift;
  const { desks = state.hosts, editing = state.editing } = frame;
  return { ...state, show: standing(state.show, frame), drift, heard: frame.server_time, hosts: desks, editing, auto: frame.auto || null };
}

const STANDING = ["over_under", "projected_end", "planned_end"];

/** The show with the frame's own figures of how it stands. */
function standing(show, frame) {
  const figures = STANDING.filter((field) => frame[field] !== undefined).map((field) => [field, frame[field]]);
  return { ...show, ...Object.fromEntries(figures) };
}

/** A row as this page uses it: with its id, a title of its people where it has none, and its two parties apart. */
function rowOf(row, people) {
  const ready = row.ready || ["", ""];
  const card = people.get(row.item);
  const names = sidesOf(card).map(([, side]) => side.name).join(" ↔ ");
  const nobody = Boolean(card) && !names;
  const title = row.title || names || (nobody ? t("nobody") : row.item);
  return { ...row, id: row.item, title, nobody, worker: ready[0], family: ready[1] };
}

/** Who else writes on this row's card, first come first; `own` is who sits here. */
export function writersOf(state, id, own) {
  return state.editing.filter((edit) => edit.item === id && edit.by !== own).map((edit) => edit.by);
}

/** Both sides of a card, without one whose people withdrew or belong to nobody here any more. */
export function sidesOf(card) {
  return card ? [["worker", card.worker], ["family", card.family]].filter(([, side]) => side && side.name) : [];
}

function sameSteps(one, other) {
  return one.length === other.length && one.every((step, at) => step[0] === other[at][0] && step[1] === other[at][1]);
}

function withRows(map, rows) {
  return rows.length === 0 ? map : new Map([...map, ...rows]);
}

export function onAir(state) {
  return (state.show && state.items.get(state.show.on_air)) || null;
}

/** What TAKE would put on air: the item on standby, else the first to come that may be aired. */
export function nextUp(state) {
  if (!state.show || state.show.state === "ended") return null;
  if (state.show.standby) return state.items.get(state.show.standby) || null;
  return state.items.get(state.order.find((id) => mayCome(state.items.get(id)))) || null;
}

/** The rows whose cue cards are shown: on air, next, and the slots after while one of those two is nobody's. */
export function cued(state) {
  const rows = [onAir(state), nextUp(state)].filter(Boolean);
  const wanted = 2 - rows.filter((row) => row.kind === "slot").length;
  if (wanted === 0 || state.show.state === "ended") return rows;
  const later = state.order.map((id) => state.items.get(id)).filter((row) => mayCome(row) && row.kind === "slot" && !rows.includes(row));
  return [...rows, ...later.slice(0, wanted)];
}

function mayCome(row) {
  return isToCome(row) && !row.barred;
}

export function isToCome(item) {
  return TO_COME.has(item && item.state);
}

export function isParked(item) {
  return PARKED.has(item && item.state);
}

export function parked(state) {
  return state.order.map((id) => state.items.get(id)).filter(isParked);
}

/** Expected starts by place in the order (UTC ms), planned plus the drift of the last step at or before the place. */
export function expectedTimes(state) {
  return stepped(state, state.drift);
}

/** The latest starts, by place, with which the show still ends as planned; null before the first step. */
export function backTimes(state) {
  return state.back.length === 0 ? state.order.map(() => null) : stepped(state, state.back);
}

function stepped(state, steps) {
  let step = -1;
  return state.order.map((id, place) => {
    while (step + 1 < steps.length && steps[step + 1][0] <= place) step += 1;
    return state.items.get(id).planned + (step < 0 ? 0 : steps[step][1] * 1000);
  });
}

/** The last segment still to come and when it must start for the show to end as planned; null when there is none. */
export function closing(state, latest = backTimes(state)) {
  if (!state.show) return null;
  for (let place = state.order.length - 1; place >= 0; place -= 1) {
    const item = state.items.get(state.order[place]);
    if (mayCome(item) && item.kind === "segment") return latest[place] === null ? null : { item, at: latest[place] };
  }
  return null;
}

/** From the worst to the best; a row shows the worse of its two parties. */
const WORST_FIRST = ["no_show", "lost", "invited", "confirmed", "waiting", "checked", "ready"];

/** The worse readiness of a slot's two parties; null for a segment. */
export function readinessOf(item) {
  if (!item || item.kind !== "slot") return null;
  return WORST_FIRST[Math.min(WORST_FIRST.indexOf(item.worker), WORST_FIRST.indexOf(item.family))] || null;
}

const SIDES = ["worker", "family"];

/** For how many minutes the worse party (or both, where they are equal) is what it is; null for the other one. */
export function minutesSince(item, side, now) {
  const since = item.since && item.since[SIDES.indexOf(side)];
  if (!since || item[side] !== readinessOf(item)) return null;
  return Math.max(0, Math.floor((now - since) / 60000));
}

/** Who has not answered a call: {level: "red" | "amber", sides}; null when nobody is silent for too long. */
export function silenceOf(item, now) {
  if (!isToCome(item) || !item.amber) return null;
  const past = (instants) => SIDES.filter((_, at) => instants[at] !== null && now >= instants[at]);
  const red = past(item.red);
  const sides = red.length ? red : past(item.amber);
  return sides.length ? { level: red.length ? "red" : "amber", sides } : null;
}

/** May TAKE be pressed now? "go", or the reason why not. `pending` are the commands not answered yet. */
export function takeVerdict(state, pending, now) {
  if (!state.show) return "not-live";
  if (state.show.state === "ready" || state.show.state === "ended") return "not-live";
  if (pending.some((command) => command.body.do === "take")) return "pending";
  if (now - state.airedAt < REST_MS) return "resting";
  const next = nextUp(state);
  if (next === null) return "end-of-rundown";
  return next.barred ? "not-consented" : "go";
}

export function takeCommand(state) {
  return { do: "take", leaving: state.show.on_air || null, to: nextUp(state).id };
}

/** What U takes back: {revision, kind, item, by}, the last three as far as this page saw it happen; null for nothing. */
export function undoable(state) {
  if (!state.show) return null;
  const revision = state.show.undoable;
  if (revision === null) return null;
  const seen = state.log.find((line) => line.revision === revision);
  return { revision, kind: seen ? seen.entry.kind : "", item: seen ? seen.entry.item : null, by: seen ? seen.by : "" };
}

/** The command that brings `id` to place `position` (1 is the first row), or null when there is nothing to move. */
export function moveTo(state, id, position) {
  const rest = state.order.filter((each) => each !== id);
  const from = state.order.indexOf(id);
  const place = Math.min(Math.max(position - 1, 0), rest.length);
  if (from === place) return null;
  const ahead = (each) => isToCome(state.items.get(each));
  // Only a row that is still to come can be named as the one to stand before, and one of them at least is passed by.
  const passed = rest.findIndex((each, at) => at >= from && ahead(each));
  const before = place < from
    ? rest.slice(0, place + 1).reverse().find(ahead) || rest.find(ahead)
    : rest.slice(Math.max(place, passed + 1)).find(ahead);
  return before === rest[passed] ? null : { do: "move", item: id, before: before || null, rundown_revision: state.show.rundown_revision };
}
