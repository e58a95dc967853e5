/** What was pressed at “Fetch now”: kept from the finger on, sent one after the other, let go once the server has answered.

A press has an id, the row and what it says; how it is sent, and what is done with the answer, the page knows (fetch.js). */

/** So long a press goes out by itself once the line is back; later somebody looks whether it still holds. */
export const HOLDS_MS = 120000;
/** After half a day the evening is over: nobody comes back to press again. */
const LASTS_MS = 12 * 3600 * 1000;

/** Asking for a telephone number says nothing of a family: neither takes the other's place. */
const ofOneKind = (one, other) => one.row === other.row && (one.says === "numbers") === (other.says === "numbers");

/** Whether somebody may still come back for it. */
export const lasts = (press, now) => now - press.at < LASTS_MS;

/** `post(press)` gives the server's answer, null where it said nothing; `settled(press, answer)` shows it; `complain` hears what went wrong. */
export function presses({ drawers, post, settled, complain, now }) {
  let line = Promise.resolve();
  /** Ids of those that wait for their turn, or for their answer. */
  const underWay = new Set();

  const all = () => drawers.all().filter((press) => lasts(press, now())).sort((one, other) => one.at - other.at);
  const isKept = (press) => all().some((one) => one.id === press.id);
  const drop = (press) => drawers.drop(press.id);
  drawers.all().filter((press) => !lasts(press, now())).forEach(drop);

  async function turn(press) {
    try {
      // Something newer was pressed on this row, or it has arrived: an old word must not follow it.
      if (!isKept(press)) return;
      const answer = await post(press);
      if (answer && !answer.stranger) drop(press);
      underWay.delete(press.id);
      settled(press, answer);
    } catch (wrong) {
      // What fails on one press holds up none of those behind it.
      complain(wrong);
    } finally {
      underWay.delete(press.id);
    }
  }

  function send(press) {
    if (underWay.has(press.id)) return;
    underWay.add(press.id);
    line = line.then(() => turn(press));
  }

  const waiting = () => all().filter((press) => !underWay.has(press.id));
  return {
    /** The newest word about a family takes the place of those that have not gone out. */
    press(press) {
      all().filter((one) => ofOneKind(one, press)).forEach(drop);
      drawers.put(press.id, press);
      send(press);
    },
    send,
    /** Those that did not arrive, in the order in which they were pressed. */
    waiting,
    drop,
    /** The line is back: what still holds goes out by itself. */
    sendFresh: () => waiting().filter((press) => press.says !== "numbers" && now() - press.at < HOLDS_MS).forEach(send),
  };
}
