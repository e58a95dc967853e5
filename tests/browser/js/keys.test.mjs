import assert from "node:assert/strict";
import { test } from "node:test";
import { keyed, placeOf } from "../../../static/js/desk/keys.js";

const page = { typing: false, dialog: false, control: false };
const key = (code, more = {}) => ({ code, key: more.key || code, ...more });

test("each key has its action", () => {
  const codes = ["Space", "KeyH", "KeyN", "KeyS", "KeyU", "KeyR", "KeyC", "KeyP", "ArrowUp", "ArrowDown"];
  assert.deepEqual(codes.map((code) => keyed(key(code), page).action), ["take", "hold", "no_show", "skip", "undo", "recall", "clear", "follow", "up", "down"]);
  assert.deepEqual(["+", "=", "-", "?"].map((sign) => keyed(key("Any", { key: sign }), page).action), ["longer", "longer", "shorter", "help"]);
});

test("a Chinese input method that is switched on does not hide a key", () => {
  assert.equal(keyed(key("KeyH", { key: "Process" }), page).action, "hold");
});

test("a key that repeats is pressed once, and the page does not scroll", () => {
  assert.deepEqual(keyed(key("Space", { repeat: true }), page), { action: null, swallow: true });
  assert.deepEqual(keyed(key("ArrowDown", { repeat: true }), page), { action: "down", swallow: true });
});

test("while typing and in a box, keys are letters", () => {
  assert.deepEqual(keyed(key("Space"), { ...page, typing: true }), { action: null, swallow: false });
  assert.deepEqual(keyed(key("KeyN"), { ...page, dialog: true }), { action: null, swallow: false });
});

test("Esc closes a box from wherever the focus is, and otherwise puts away what was said", () => {
  for (const place of [{ dialog: true }, { dialog: true, typing: true }, { dialog: true, control: true }]) {
    assert.deepEqual(keyed(key("Escape"), { ...page, ...place }), { action: "close", swallow: true });
  }
  assert.deepEqual(keyed(key("Escape", { isComposing: true }), { ...page, dialog: true }), { action: null, swallow: false });
  assert.deepEqual(keyed(key("Escape"), page), { action: "dismiss", swallow: false });
});

test("over the choice of what to recall only U works: it takes the last change back", () => {
  const recall = { ...page, dialog: true, recall: true };
  assert.deepEqual(keyed(key("KeyU"), recall), { action: "undo", swallow: true });
  assert.deepEqual(keyed(key("KeyU"), { ...page, dialog: true }), { action: null, swallow: false });
  assert.deepEqual(keyed(key("Space"), recall), { action: null, swallow: false });
});

test("with Ctrl, Alt or Meta a key belongs to the browser", () => {
  for (const held of ["ctrlKey", "altKey", "metaKey"]) {
    assert.deepEqual(keyed(key("KeyR", { [held]: true }), page), { action: null, swallow: false });
  }
});

test("on a button reached by keyboard Space and Enter press that button, once", () => {
  const control = { ...page, control: true };
  assert.deepEqual(keyed(key("Space"), control), { action: null, swallow: false });
  assert.deepEqual(keyed(key("Enter", { repeat: true }), control), { action: null, swallow: true });
  assert.equal(keyed(key("KeyH"), control).action, "hold");
});

test("where a key falls is read from the page", () => {
  const document = { querySelector: () => null };
  const button = { tagName: "BUTTON", closest: () => button, matches: () => true };
  assert.deepEqual(placeOf({ tagName: "INPUT", closest: () => null }, document), { typing: true, dialog: false, recall: false, control: false });
  assert.deepEqual(placeOf(button, document), { typing: false, dialog: false, recall: false, control: true });
  assert.deepEqual(placeOf(button, { querySelector: () => ({}) }), { typing: false, dialog: true, recall: true, control: true });
});
