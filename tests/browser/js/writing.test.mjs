import assert from "node:assert/strict";
import { test } from "node:test";
import { AGAIN_MS, AWAY_MS, writing } from "../../../static/js/desk/writing.js";

function studio() {
  const said = [];
  const calls = [];
  let time = 0;
  const timers = {
    set: (act, ms) => { calls.push({ act, at: time + ms }); return calls.length - 1; },
    clear: (id) => { if (calls[id]) calls[id].act = null; },
  };
  const pass = (ms) => {
    const until = time + ms;
    for (;;) {
      const due = calls.filter((call) => call.act && call.at <= until).sort((one, other) => one.at - other.at)[0];
      if (!due) break;
      time = due.at;
      const { act } = due;
      due.act = null;
      act();
    }
    time = until;
  };
  return { said, pass, desk: writing({ say: (item) => said.push(item), timers, now: () => time }) };
}

test("it is said at once, again while somebody writes, and no more once the box is closed", () => {
  const { said, pass, desk } = studio();
  desk.begin("it-2");
  pass(AGAIN_MS);
  desk.touch();
  pass(AGAIN_MS);
  desk.end();
  pass(10 * AGAIN_MS);
  desk.end();
  assert.deepEqual(said, ["it-2", "it-2", "it-2", null]);
});

test("whoever walked away keeps nobody out, and is there again with the next key", () => {
  const { said, pass, desk } = studio();
  desk.begin("it-2");
  pass(AWAY_MS);
  const before = said.length;
  pass(10 * AGAIN_MS);
  assert.equal(said.length, before);
  desk.again();
  assert.equal(said.length, before);
  desk.touch();
  assert.deepEqual(said.slice(before), ["it-2"]);
  pass(AGAIN_MS);
  assert.deepEqual(said.slice(before), ["it-2", "it-2"]);
});

test("a line that came back hears it anew, and nothing when nobody writes", () => {
  const { said, desk } = studio();
  desk.again();
  desk.begin("it-2");
  desk.again();
  desk.end();
  desk.again();
  assert.deepEqual(said, ["it-2", "it-2", null]);
});
