import assert from "node:assert/strict";
import { test } from "node:test";
import { clear, drawer, drawers } from "../../../static/js/staff/drawer.js";

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

test("two tabs that keep and drop at once lose nothing of each other's", () => {
  const all = shelf();
  const [one, other] = [1, 2].map(() => drawers(() => all, "presses /fetch", "st-1"));
  one.put("a", "从这里");
  other.put("b", "从那里");
  drawers(() => all, "presses /fetch", "st-11").put("c", "别人的");
  assert.deepEqual([one.all(), other.all()], [["从这里", "从那里"], ["从那里", "从这里"]]);
  other.drop("a");
  assert.deepEqual([one.all(), Object.keys(all)], [["从那里"], ["presses /fetch b st-1", "presses /fetch c st-11"]]);
});

test("where storage is refused every thing lasts as long as the page", () => {
  const refused = drawers(() => { throw new Error("refused"); }, "presses", "st-1");
  refused.put("a", "一");
  refused.put("b", "二");
  refused.drop("a");
  assert.deepEqual(refused.all(), ["二"]);
});
