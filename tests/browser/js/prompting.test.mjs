import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY } from "../../../static/js/desk/model.js";
import { SIZES, USUAL_SIZE, chosen, pressed, prompted, stepped } from "../../../static/js/desk/prompting.js";

const row = (id, kind, state = "planned") => ({ id, kind, state, notes: [] });
const show = (on_air, rows, state = "live") => ({
  ...EMPTY, show: { state, on_air, standby: null }, items: new Map(rows.map((each) => [each.id, each])), order: rows.map((each) => each.id),
});
const shown = (found) => found && [found.row.id, found.kind];

test("the pair on air is shown, and at a look ahead the one after it", () => {
  const state = show("b", [row("a", "segment", "aired"), row("b", "slot", "on_air"), row("c", "segment"), row("d", "slot")]);
  assert.deepEqual(shown(prompted(state, false)), ["b", "air"]);
  assert.deepEqual(shown(prompted(state, true)), ["d", "later"]);
});

test("while a song is on air, or nothing yet, the first pair to come is shown", () => {
  const rows = [row("a", "segment", "on_air"), row("b", "slot"), row("c", "slot")];
  assert.deepEqual(shown(prompted(show("a", rows), false)), ["b", "next"]);
  assert.deepEqual(shown(prompted(show("a", rows), true)), ["c", "later"]);
  assert.deepEqual(shown(prompted(show(null, [row("b", "slot")], "ready"), false)), ["b", "next"]);
});

test("nobody is shown when nobody comes any more", () => {
  assert.equal(prompted(show("a", [row("a", "segment", "on_air")]), false), null);
  assert.equal(prompted(show("b", [row("b", "slot", "on_air")]), true), null);
  assert.equal(prompted(show(null, [row("b", "slot", "aired")], "ended"), false), null);
  assert.equal(prompted(EMPTY, false), null);
});

test("space, the arrows and a clicker's keys scroll, with Shift back", () => {
  const press = (code, more = {}) => pressed({ code, key: code, ...more }, false).action;
  assert.deepEqual(["Space", "PageDown", "ArrowRight"].map((code) => press(code)), ["on", "on", "on"]);
  assert.deepEqual([press("Space", { shiftKey: true }), press("PageUp"), press("ArrowLeft")], ["back", "back", "back"]);
  assert.deepEqual(["ArrowUp", "ArrowDown", "KeyM", "KeyN", "KeyF"].map((code) => press(code)), ["up", "down", "mirror", "peek", "full"]);
  assert.deepEqual([press("Equal", { key: "=" }), press("Minus", { key: "-" })], ["larger", "smaller"]);
});

test("a key held down scrolls line by line but turns no page and no mirror again", () => {
  const held = (code) => pressed({ code, key: code, repeat: true }, false);
  assert.deepEqual(held("ArrowDown"), { action: "down", swallow: true });
  assert.deepEqual(held("Space"), { action: null, swallow: true });
  assert.deepEqual(held("KeyM"), { action: null, swallow: true });
});

test("a button reached by keyboard keeps Space and Enter, the browser its own keys", () => {
  assert.deepEqual(pressed({ code: "Space", key: " " }, true), { action: null, swallow: false });
  assert.deepEqual(pressed({ code: "KeyM", key: "m", ctrlKey: true }, false), { action: null, swallow: false });
});

test("the size stays within what there is, and what was chosen before is read with care", () => {
  assert.deepEqual([stepped(0, -1), stepped(2, 1), stepped(SIZES.length - 1, 1)], [0, 3, SIZES.length - 1]);
  assert.deepEqual(chosen(JSON.stringify({ size: 6, mirror: true })), { size: 6, mirror: true });
  const usual = { size: USUAL_SIZE, mirror: false };
  assert.deepEqual([null, "{", "7", '{"size":"x","mirror":"yes"}'].map(chosen), [usual, usual, usual, usual]);
  assert.equal(chosen('{"size":99}').size, SIZES.length - 1);
});
