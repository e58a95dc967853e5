import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY, GAP, backTimes, closing, cued, expectedTimes, fold, moveTo, nextUp, readinessOf, takeCommand, takeVerdict, undoable, writersOf }
  from "../../../static/js/desk/model.js";

const START = 1_801_915_200_000;

function row(number, fields = {}) {
  return {
    item: `it-${number}`, kind: "slot", title: "", state: "planned", seconds: 120, planned: START + (number - 1) * 120_000,
    earliest: 0, started: null, ended: null, held_ms: 0, notes: [], ready: ["ready", "waiting"], barred: false, ...fields,
  };
}

function hello(fields = {}) {
  return {
    type: "hello", run: "run-1", revision: 7, server_time: START, items: [1, 2, 3, 4].map((number) => row(number)),
    order: ["it-1", "it-2", "it-3", "it-4"], people: { "it-1": { worker: { name: "Wang" }, family: { name: "Li" } } },
    drift: [], log: [], over_under: 0, planned_end: START + 480_000, projected_end: START + 480_000,
    show: { id: "gala", title: "Gala", state: "live", on_air: null, standby: null, held_since: null, rundown_revision: 3, undoable: null },
    ...fields,
  };
}

function change(revision, fields = {}) {
  return {
    type: "change", revision, by: "Lin", at: START + 1000, server_time: START + 1000, entry: { kind: "held", at: START + 1000 },
    show: {}, items: [], drift: [], over_under: 0, planned_end: START + 480_000, projected_end: START + 480_000, ...fields,
  };
}

const joined = () => fold(EMPTY, hello(), 0);

function taken() {
  const air = { entry: { kind: "taken", item: "it-1", left: null }, show: { on_air: "it-1", undoable: 8 }, items: [row(1, { state: "on_air", started: START })] };
  return fold(joined(), change(8, air), 500);
}

test("a hello is the whole state", () => {
  const state = joined();
  assert.deepEqual([state.run, state.revision, state.order.length, state.items.get("it-1").title], ["run-1", 7, 4, "Wang ↔ Li"]);
});

test("a slot is called after whoever is left on its card, and of nobody it says that", () => {
  const side = (name) => ({ name });
  const left = fold(EMPTY, { ...hello(), people: { "it-1": { worker: side("Wang"), family: side("") }, "it-2": { worker: side(""), family: side("") } } }, 0);
  assert.deepEqual(["it-1", "it-2"].map((id) => [left.items.get(id).title, left.items.get(id).nobody]), [["Wang", false], ["nobody", true]]);
});

test("a change touches only the rows it names", () => {
  const before = joined();
  const after = fold(before, change(8, { items: [row(2, { seconds: 150 })] }), 0);
  assert.equal(after.items.get("it-2").seconds, 150);
  assert.equal(after.items.get("it-3"), before.items.get("it-3"));
});

test("a change that skips a revision is a gap, and an old one is not told twice", () => {
  assert.equal(fold(joined(), change(9), 0), GAP);
  const state = joined();
  assert.equal(fold(state, change(7), 0), state);
});

test("a tick with a newer revision is a gap too", () => {
  assert.equal(fold(joined(), { type: "tick", server_time: START, revision: 8 }, 0), GAP);
});

test("a tick brings the standing and who is at the desk, and keeps the rows and an equal drift as they are", () => {
  const before = { ...joined(), drift: [[1, 35]] };
  const after = fold(before, { type: "tick", server_time: START + 5000, revision: 7, drift: [[1, 35]], over_under: 35, projected_end: START, desks: ["Lin"], editing: [{ item: "it-2", by: "Lin" }] }, 0);
  assert.deepEqual([after.show.over_under, after.hosts, after.heard], [35, ["Lin"], START + 5000]);
  assert.deepEqual([writersOf(after, "it-2", "Zhou"), writersOf(after, "it-2", "Lin"), writersOf(after, "it-3", "Zhou")], [["Lin"], [], []]);
  assert.equal(after.drift, before.drift);
  assert.equal(after.items, before.items);
});

test("expected is planned plus the drift of the last step", () => {
  const state = fold(joined(), change(8, { drift: [[1, 60], [3, 10]] }), 0);
  assert.deepEqual(expectedTimes(state).map((at, place) => at - state.items.get(state.order[place]).planned), [0, 60_000, 60_000, 10_000]);
});

test("next is what stands by, else the first to come that may be aired, wherever it stands", () => {
  assert.equal(nextUp(taken()).id, "it-2");
  assert.equal(nextUp(fold(joined(), change(8, { items: [row(1, { barred: true })] }), 0)).id, "it-2");
  assert.equal(nextUp(fold(joined(), change(8, { show: { standby: "it-3" }, items: [row(3, { state: "standby" })] }), 0)).id, "it-3");
});

test("cue cards are those on air and next, and of the slots after a segment", () => {
  const ids = (state) => cued(state).map((each) => each.id);
  assert.deepEqual(ids(taken()), ["it-1", "it-2"]);
  const opening = { kind: "segment", state: "on_air", started: START };
  const open = fold(joined(), change(8, { show: { on_air: "it-1" }, items: [row(1, opening), row(3, { barred: true })] }), 0);
  assert.deepEqual(ids(open), ["it-1", "it-2", "it-4"]);
  assert.deepEqual(ids(fold(joined(), change(8, { show: { state: "ended" } }), 0)), []);
});

test("TAKE names what the page shows on air and next", () => {
  assert.deepEqual(takeCommand(taken()), { do: "take", leaving: "it-1", to: "it-2" });
  assert.deepEqual(takeCommand(joined()), { do: "take", leaving: null, to: "it-1" });
});

test("TAKE rests for a second after the item on air has changed, and while one is not answered", () => {
  assert.equal(takeVerdict(taken(), [], 1499), "resting");
  assert.equal(takeVerdict(taken(), [], 1500), "go");
  assert.equal(takeVerdict(taken(), [{ body: { do: "take" } }], 9000), "pending");
  assert.equal(takeVerdict(taken(), [{ body: { do: "note" } }], 9000), "go");
});

test("TAKE says why it cannot", () => {
  assert.equal(takeVerdict(fold(joined(), change(8, { show: { state: "ended" } }), 0), [], 9000), "not-live");
  const over = fold(joined(), change(8, { items: [1, 2, 3, 4].map((number) => row(number, { state: "aired" })) }), 0);
  assert.equal(takeVerdict(over, [], 9000), "end-of-rundown");
});

test("undo names the revision the server would take back, with what was seen of it", () => {
  assert.equal(undoable(joined()), null);
  assert.deepEqual(undoable(taken()), { revision: 8, kind: "taken", item: "it-1", by: "Lin" });
  const unseen = fold(EMPTY, hello({ show: { ...hello().show, undoable: 5 } }), 0);
  assert.deepEqual(undoable(unseen), { revision: 5, kind: "", item: null, by: "" });
});

test("a row moves to the place that is asked for, never above what is over", () => {
  const state = taken();
  assert.deepEqual(moveTo(state, "it-4", 2), { do: "move", item: "it-4", before: "it-2", rundown_revision: 3 });
  assert.deepEqual(moveTo(state, "it-4", 1), { do: "move", item: "it-4", before: "it-2", rundown_revision: 3 });
  assert.deepEqual(moveTo(state, "it-2", 4), { do: "move", item: "it-2", before: null, rundown_revision: 3 });
  assert.deepEqual(moveTo(state, "it-2", 3), { do: "move", item: "it-2", before: "it-4", rundown_revision: 3 });
  assert.equal(moveTo(state, "it-2", 2), null);
});

test("a row passes by what is over: only a row to come is named", () => {
  const skipped = fold(taken(), change(9, { items: [row(3, { state: "skipped" })] }), 0);
  assert.deepEqual(moveTo(skipped, "it-4", 3), { do: "move", item: "it-4", before: "it-2", rundown_revision: 3 });
  assert.deepEqual(moveTo(skipped, "it-2", 3), { do: "move", item: "it-2", before: null, rundown_revision: 3 });
  assert.equal(moveTo(skipped, "it-4", 4), null);
});

test("the latest start of a row is planned plus the back-time of the last step, as the server sent it last", () => {
  const state = fold(fold(EMPTY, hello({ back: [[0, 90], [2, 60]] }), 0), change(8), 0);
  assert.deepEqual(backTimes(state).map((at, place) => at - state.items.get(state.order[place]).planned), [90_000, 90_000, 60_000, 60_000]);
  assert.deepEqual(backTimes(fold(state, change(9, { back: [] }), 0)), [null, null, null, null]);
});

test("the closing segment is the last one to come, with its latest start", () => {
  const state = fold(joined(), change(8, { items: [row(3, { kind: "segment", seconds: 60 })], back: [[0, 60]] }), 0);
  assert.deepEqual([closing(state).item.id, closing(state).at], ["it-3", START + 300_000]);
  assert.equal(closing(joined()), null);
});

test("a row shows the worse of its two parties, a segment none", () => {
  assert.equal(readinessOf(joined().items.get("it-1")), "waiting");
  assert.equal(readinessOf({ kind: "slot", worker: "lost", family: "ready" }), "lost");
  assert.equal(readinessOf({ kind: "segment" }), null);
});

test("what was done before the page was opened is told with its words", () => {
  const step = { revision: 5, by: "Lin", at: START - 9000, entry: { kind: "skipped", at: START - 9000, item: "it-2" } };
  const opened = fold(EMPTY, hello({ log: [step], show: { ...hello().show, undoable: 5 } }), 0);
  assert.deepEqual(undoable(opened), { revision: 5, kind: "skipped", item: "it-2", by: "Lin" });
  assert.deepEqual(fold(opened, change(8), 0).log.map((line) => line.revision), [5, 8]);
});

test("a hello of another run forgets what was done in the first", () => {
  assert.equal(taken().log.length, 1);
  assert.equal(fold(taken(), hello({ run: "run-2" }), 0).log.length, 0);
});
