import assert from "node:assert/strict";
import { test } from "node:test";
import { clear, drawer } from "../../../static/js/staff/drawer.js";

/** A browser's storage; `room` is whether it takes more. */
function shelf(room = () => true) {
  const kept = {};
  const methods = {
    getItem: (key) => kept[key] ?? null,
    setItem: (key, words) => {
      if (!room()) throw new Error("no room");
      kept[key] = words;
    },
    removeItem: (key) => { delete kept[key]; },
  };
  for (const [name, method] of Object.entries(methods)) Object.defineProperty(kept, name, { value: method });
  return kept;
}

test("an account finds its words again, and nobody else does", () => {
  const tab = shelf();
  drawer(() => tab, "desk /shows/gala", "st-1").put("奶奶耳朵不好");
  assert.equal(drawer(() => tab, "desk /shows/gala", "st-1").get(), "奶奶耳朵不好");
  assert.equal(drawer(() => tab, "desk /shows/gala", "st-2").get(), null);
});

test("what is cleared for one account leaves the others theirs", () => {
  const tab = shelf();
  for (const account of ["st-1", "st-11", "st-2"]) drawer(() => tab, "desk", account).put("…");
  clear(tab, "st-1");
  assert.deepEqual(Object.keys(tab), ["desk st-11", "desk st-2"]);
});

test("without storage, or where it is full, words last as long as the page", () => {
  const refused = drawer(() => { throw new Error("refused"); }, "desk", "st-1");
  refused.put("一");
  assert.equal(refused.get(), "一");
  let room = true;
  const full = drawer(() => tab, "desk", "st-1");
  const tab = shelf(() => room);
  full.put("一");
  room = false;
  full.put("一二");
  assert.equal(full.get(), "一二");
  full.put(null);
  assert.deepEqual([full.get(), Object.keys(tab)], [null, []]);
});
