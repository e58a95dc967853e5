import assert from "node:assert/strict";
import { test } from "node:test";
import { airTime, endAfter, growth, serverClock, span, wallClock } from "../../../static/js/desk/clock.js";

const START = 1_801_915_200_000;
const row = { started: START, seconds: 120, held_ms: 0 };

test("the least delayed of the last frames sets the clock", () => {
  let local = 0;
  const clock = serverClock(() => local);
  clock.hear(START);
  local = 1000;
  clock.hear(START + 600);
  assert.equal(clock.now(), START + 1000);
});

test("a stepped clock is taken over at the next frame", () => {
  let local = 0;
  const clock = serverClock(() => local);
  clock.hear(START);
  local = 5000;
  clock.hear(START + 5000 - 3_600_000);
  assert.equal(clock.now(), START + 5000 - 3_600_000);
});

test("remaining counts down, goes below zero, and stands still while held", () => {
  assert.deepEqual(airTime(row, null, START + 50_000), { elapsed: 50_000, remaining: 70_000 });
  assert.deepEqual(airTime(row, null, START + 130_000), { elapsed: 130_000, remaining: -10_000 });
  assert.deepEqual(airTime(row, START + 50_000, START + 90_000), { elapsed: 90_000, remaining: 70_000 });
  assert.deepEqual(airTime({ ...row, held_ms: 40_000 }, null, START + 90_000), { elapsed: 90_000, remaining: 70_000 });
  assert.equal(airTime({ ...row, started: null }, null, START), null);
});

test("the show gets later by itself only past the end of what is on air", () => {
  const live = { state: "live", planned_start: START };
  assert.equal(growth(live, row, null, START + 10_000, START + 100_000), 0);
  assert.equal(growth(live, row, null, START + 10_000, START + 125_000), 5000);
  assert.equal(growth(live, row, null, START + 130_000, START + 133_000), 3000);
});

test("a gap before the next row absorbs its part of an overrun", () => {
  const live = { state: "live", planned_start: START };
  assert.equal(growth(live, row, { earliest: START + 130_000 }, START + 100_000, START + 132_000), 2000);
});

test("a held show and one with nothing on air get later all the time, an ended one never", () => {
  assert.equal(growth({ state: "held" }, row, null, START + 10_000, START + 15_000), 5000);
  assert.equal(growth({ state: "live" }, null, null, START + 10_000, START + 15_000), 5000);
  assert.equal(growth({ state: "ended" }, null, null, START + 10_000, START + 15_000), 0);
});

test("a show that has not started gets later from its planned start on", () => {
  const ready = { state: "ready", planned_start: START };
  assert.equal(growth(ready, null, null, START - 60_000, START - 1000), 0);
  assert.equal(growth(ready, null, null, START - 60_000, START + 4000), 4000);
});

test("spans read as a host says them", () => {
  assert.deepEqual([span(65_400), span(65_400, { up: true }), span(0), span(3_723_000)], ["1:05", "1:06", "0:00", "1:02:03"]);
  assert.deepEqual([span(-35_000), span(35_000, { sign: true }), span(-400)], ["−0:35", "+0:35", "0:00"]);
});

test("the wall clock shows the gathering's zone wherever the desk stands", () => {
  assert.equal(wallClock("Asia/Shanghai")(START), "20:00:00");
  assert.equal(wallClock("UTC")(START), "12:00:00");
  assert.equal(wallClock("Asia/Shanghai")(null), "");
  assert.match(wallClock("Not/A-Zone")(START), /^\d\d:\d\d:\d\d$/);
});

test("what a show grows by goes into its reserve first, while that holds the end at its plan", () => {
  const kept = { planned_end: START + 600_000, projected_end: START + 600_000 };
  assert.equal(endAfter(kept, 4000, 90_000), START + 600_000);
  assert.equal(endAfter(kept, 4000, 1000), START + 603_000);
  assert.equal(endAfter({ ...kept, projected_end: START + 700_000 }, 4000, -100_000), START + 704_000);
  assert.equal(endAfter({ ...kept, projected_end: START + 500_000 }, 4000, 90_000), START + 504_000);
});
