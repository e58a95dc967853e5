/** Tells the other desks on whose card this one writes, for as long as somebody really writes. */

/** The server forgets it 45 s after it was said last (live/edits.py). */
export const AGAIN_MS = 20000;
/** Whoever has not touched a key for so long has walked away. */
export const AWAY_MS = 60000;

/** `say(item)` sends it, null for nowhere; `now` gives ms. */
export function writing({ say, timers, now }) {
  let item = null;
  let touched = 0;
  let timer = null;

  const away = () => now() - touched >= AWAY_MS;

  function wait() {
    timers.clear(timer);
    timer = timers.set(() => {
      if (!away()) say(item);
      wait();
    }, AGAIN_MS);
  }

  return {
    begin(id) {
      item = id;
      touched = now();
      say(item);
      wait();
    },
    /** A key was pressed in the box. */
    touch() {
      const back = item !== null && away();
      touched = now();
      if (back) say(item);
    },
    /** The line came back: the server forgot it with the old one. */
    again() {
      if (item !== null && !away()) say(item);
    },
    end() {
      timers.clear(timer);
      if (item === null) return;
      item = null;
      say(null);
    },
  };
}
