import { useEffect, useReducer, useRef, useState } from "./preact.js";

/** The server's time, and a redraw of the calling component at every beat of the desk's one timer (4 a second). */
export function useNow(desk) {
  const [, beat] = useReducer((count) => count + 1, 0);
  useEffect(() => desk.onBeat(beat), [desk]);
  return desk.now();
}

/** Redraws when the desk's state changes. */
export function useDesk(desk) {
  const [, changed] = useReducer((count) => count + 1, 0);
  useEffect(() => desk.onChange(changed), [desk]);
}

const ARMED_MS = 3000;
/** A second press sooner than this is the same finger's double tap. */
const DOUBLE_TAP_MS = 400;

/** A press that counts only when it is repeated within 3 s: deliberate, without a question in the way. */
export function useArmed() {
  const [on, set] = useState(false);
  const timer = useRef(null);
  const since = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    on,
    press(act) {
      if (on && performance.now() - since.current < DOUBLE_TAP_MS) return;
      since.current = performance.now();
      clearTimeout(timer.current);
      if (on) act();
      else timer.current = setTimeout(() => set(false), ARMED_MS);
      set(!on);
    },
  };
}
