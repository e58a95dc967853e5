import assert from "node:assert/strict";
import { test } from "node:test";

import { minutesSince, silenceOf } from "../../../static/js/desk/model.js";

const ROW = { kind: "slot", state: "planned", worker: "invited", family: "waiting", since: [null, 60000], amber: [1000, null], red: [2000, null] };

test("a silent side turns amber, then red, at the instants the server gave", () => {
  assert.equal(silenceOf(ROW, 999), null);
  assert.deepEqual(silenceOf(ROW, 1000), { level: "amber", sides: ["worker"] });
  assert.deepEqual(silenceOf(ROW, 2000), { level: "red", sides: ["worker"] });
});

test("a row that was never called, or is over, is not silent", () => {
  assert.equal(silenceOf({ ...ROW, amber: undefined }, 5000), null);
  assert.equal(silenceOf({ ...ROW, state: "aired" }, 5000), null);
});

test("since when is said of the worse party alone", () => {
  assert.equal(minutesSince(ROW, "family", 300000), null);
  assert.equal(minutesSince({ ...ROW, worker: "ready" }, "family", 300000), 4);
  assert.equal(minutesSince({ ...ROW, worker: "ready" }, "worker", 300000), null);
});
