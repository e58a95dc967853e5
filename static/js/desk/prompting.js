/** What the prompter shows and what its keys do; the page itself is prompter.js. */
import { cued, nextUp, onAir } from "./model.js";

/** Heights of a name's letters in CSS pixels; on a tablet beside the camera up to a screen three metres away. */
export const SIZES = [28, 34, 42, 52, 64, 80, 100, 124];
export const USUAL_SIZE = 3;

/**
 * {row, kind}: the pair on air, or whoever comes first while none is; with `peek` the pair after that one. `kind` is
 * air, next or later; null when there is nobody to read about.
 */
export function prompted(state, peek) {
  if (!state.show || state.show.state === "ended") return null;
  const pairs = cued(state).filter((row) => row.kind === "slot");
  const row = pairs[peek ? 1 : 0] || null;
  if (row === null) return null;
  return { row, kind: row === onAir(state) ? "air" : row === nextUp(state) ? "next" : "later" };
}

/** A clicker in the hand sends PageDown and PageUp, or the arrows to the sides. */
const BY_CODE = {
  Space: "on", PageDown: "on", ArrowRight: "on", PageUp: "back", ArrowLeft: "back", ArrowDown: "down", ArrowUp: "up",
  Home: "top", End: "bottom", KeyM: "mirror", KeyN: "peek", KeyF: "full", NumpadAdd: "larger", NumpadSubtract: "smaller",
};
const BY_KEY = { "+": "larger", "=": "larger", "-": "smaller", "−": "smaller" };
const PRESSES = new Set(["Space", "Enter"]);
const MAY_REPEAT = new Set(["up", "down", "larger", "smaller"]);

/** {action, swallow} of a keydown; `control` says that it fell on a button reached by keyboard. */
export function pressed(event, control) {
  const none = { action: null, swallow: false };
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return none;
  if (control && PRESSES.has(event.code)) return none;
  let action = BY_KEY[event.key] || BY_CODE[event.code] || null;
  if (action === null) return none;
  if (event.code === "Space" && event.shiftKey) action = "back";
  return { action: event.repeat && !MAY_REPEAT.has(action) ? null : action, swallow: true };
}

/** The size that many steps away, within what there is. */
export function stepped(size, by) {
  return Math.min(Math.max(size + by, 0), SIZES.length - 1);
}

/** What was chosen on this machine before; anything unreadable counts as nothing. */
export function chosen(stored) {
  const usual = { size: USUAL_SIZE, mirror: false };
  try {
    const { size, mirror } = JSON.parse(stored) || {};
    return { size: Number.isInteger(size) ? stepped(size, 0) : usual.size, mirror: mirror === true };
  } catch (_) {
    return usual;
  }
}
