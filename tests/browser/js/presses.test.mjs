import assert from "node:assert/strict";
import { test } from "node:test";
import { HOLDS_MS, presses } from "../../../static/js/staff/presses.js";

const OK = { ok: true, stranger: false };
const REFUSED = { ok: false, stranger: false };
const STRANGER = { ok: true, stranger: true };

/** A page whose server answers as `server(press)` says; `kept` outlives it, `sent` is what the server heard. */
function page(server, { kept = new Map(), time = { is: 1000 } } = {}) {
  const sent = [];
  const settled = [];
  const complaints = [];
  const queue = presses({
    drawers: { all: () => [...kept.values()], put: (id, words) => kept.set(id, words), drop: (id) => kept.delete(id) },
    post: (press) => {
      sent.push(press.id);
      return server(press);
    },
    settled: (press, answer) => {
      settled.push([press.id, answer]);
      if (answer && answer.broken) throw new Error(answer.broken);
    },
    complain: (wrong) => complaints.push(wrong.message),
    now: () => time.is,
  });
  const press = (id, row, says = "waiting") => queue.press({ id, row, says, at: time.is });
  /** Until the line is empty: each turn takes a few steps of the loop. */
  const quiet = async () => { for (let step = 0; step < 50; step += 1) await null; };
  return { kept, time, sent, settled, complaints, queue, press, quiet, left: () => queue.waiting().map((one) => one.id) };
}

test("presses go out one after the other, and are let go once they are answered", async () => {
  const { press, quiet, sent, left, kept } = page(async () => OK);
  press("a", "row-1");
  press("b", "row-2");
  await quiet();
  assert.deepEqual([sent, left(), kept.size], [["a", "b"], [], 0]);
});

test("one that goes wrong holds up none behind it, and stays", async () => {
  const broken = new Map([["a", { ...OK, broken: "while it was shown" }]]);
  const { press, quiet, sent, left, complaints, queue } = page(async ({ id }) => {
    if (id === "b") throw new Error("on its way");
    return broken.get(id) || OK;
  });
  press("a", "row-1");
  press("b", "row-2");
  press("c", "row-3");
  await quiet();
  assert.deepEqual([sent, left()], [["a", "b", "c"], ["b"]]);
  assert.deepEqual(complaints, ["while it was shown", "on its way"]);
  queue.sendFresh();
  await quiet();
  assert.deepEqual(sent, ["a", "b", "c", "b"]);
});

test("an older word of a row never follows a newer one", async () => {
  let away = true;
  const { press, quiet, sent, left, queue } = page(async () => (away ? null : OK));
  press("old", "row-1", "waiting");
  await quiet();
  away = false;
  queue.sendFresh();
  press("new", "row-1", "no_show");
  await quiet();
  assert.deepEqual([sent, left()], [["old", "new"], []]);
});

test("one that is answered late takes nothing of the newer one that waits behind it", async () => {
  let answer;
  const { press, quiet, sent, left } = page(({ id }) => (id === "old" ? new Promise((done) => { answer = done; }) : Promise.resolve(null)));
  press("old", "row-1", "waiting");
  await quiet();
  press("new", "row-1", "no_show");
  answer(null);
  await quiet();
  assert.deepEqual([sent, left()], [["old", "new"], ["new"]]);
});

test("asking for a number neither takes the place of a word nor gives its own to one", async () => {
  const { press, quiet, left } = page(async () => null);
  press("word", "row-1", "waiting");
  press("number", "row-1", "numbers");
  await quiet();
  assert.deepEqual(left(), ["word", "number"]);
});

test("one that is under way is not sent a second time", async () => {
  const { press, quiet, sent, queue } = page(async () => null);
  press("a", "row-1");
  queue.sendFresh();
  queue.send({ id: "a", row: "row-1", says: "waiting", at: 1000 });
  await quiet();
  assert.deepEqual(sent, ["a"]);
});

test("a session that ended leaves every press for the next page of the same account", async () => {
  const first = page(async () => STRANGER);
  first.press("a", "row-1");
  first.press("b", "row-2", "numbers");
  await first.quiet();
  const again = page(async () => OK, first);
  assert.deepEqual(again.left(), ["a", "b"]);
  again.queue.sendFresh();
  await again.quiet();
  assert.deepEqual([again.sent, again.left()], [["a"], ["b"]]);
});

test("what was refused is not tried again", async () => {
  const { press, quiet, settled, left } = page(async () => REFUSED);
  press("a", "row-1");
  await quiet();
  assert.deepEqual([settled, left()], [[["a", REFUSED]], []]);
});

test("after two minutes somebody looks whether it still holds, after half a day nobody does", async () => {
  const { press, quiet, sent, left, queue, time, kept } = page(async () => null);
  press("a", "row-1");
  await quiet();
  time.is += HOLDS_MS;
  queue.sendFresh();
  await quiet();
  assert.deepEqual([sent, left()], [["a"], ["a"]]);
  time.is += 12 * 3600 * 1000;
  assert.deepEqual([left(), kept.size], [[], 1]);
  page(async () => null, { kept, time });
  assert.equal(kept.size, 0);
});

test("one that is under way does not wait, and waits again once the server said nothing", async () => {
  let answer;
  const { press, quiet, left } = page(() => new Promise((done) => { answer = done; }));
  press("a", "row-1");
  await quiet();
  assert.deepEqual(left(), []);
  answer(null);
  await quiet();
  assert.deepEqual(left(), ["a"]);
});
