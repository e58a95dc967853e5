/** The desk's keys: from a keydown to what it asks for. */

/** By place on the keyboard: a Chinese input method that is switched on hides the letter. */
const BY_CODE = {
  Space: "take", KeyH: "hold", KeyN: "no_show", KeyS: "skip", KeyU: "undo", KeyR: "recall", KeyC: "clear", KeyP: "follow",
  ArrowUp: "up", ArrowDown: "down", Escape: "dismiss", NumpadAdd: "longer", NumpadSubtract: "shorter",
};
const BY_KEY = { "+": "longer", "=": "longer", "-": "shorter", "−": "shorter", "?": "help", "？": "help" };
const MAY_REPEAT = new Set(["up", "down"]);
const PRESSES = new Set(["Space", "Enter", "NumpadEnter"]);

/**
 * {action, swallow}: action is null where the key asks for nothing; swallow means the browser must not act on it either.
 * `place` tells where the key fell: typing (in a field), dialog (one is open), recall (it is the choice of what to recall,
 * over which 撤销 U stays lit), control (a button reached by keyboard).
 */
export function keyed(event, place) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return { action: null, swallow: false };
  // Wherever the focus is: a click beside the box must not leave it open with dead keys.
  if (place.dialog && event.code === "Escape") return { action: "close", swallow: true };
  if (place.typing || (place.dialog && !(place.recall && event.code === "KeyU"))) return { action: null, swallow: false };
  if (place.control && PRESSES.has(event.code)) {
    // Enter held down on a focused button would press it many times a second.
    return { action: null, swallow: Boolean(event.repeat) };
  }
  const action = BY_KEY[event.key] || BY_CODE[event.code] || null;
  if (action === null) return { action: null, swallow: false };
  return { action: event.repeat && !MAY_REPEAT.has(action) ? null : action, swallow: action !== "dismiss" };
}

const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"]);

/** Where a key falls, read from the page. */
export function placeOf(target, document) {
  const typing = Boolean(target) && (TYPING.has(target.tagName) || target.isContentEditable === true);
  const pressable = Boolean(target && target.closest) && target.closest("button, a[href], summary") !== null;
  return {
    typing,
    dialog: document.querySelector("[role=dialog]") !== null,
    recall: document.querySelector("[role=dialog][data-box=recall]") !== null,
    control: pressable && reachedByKeyboard(target),
  };
}

function reachedByKeyboard(target) {
  try {
    return target.matches(":focus-visible");
  } catch (_) {
    // Safari 14 does not know the selector; a button pressed by mouse never has the focus here (main.js).
    return true;
  }
}
