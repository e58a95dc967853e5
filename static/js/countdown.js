/* When a family is on, said coarsely: the same steps as reunion/web/countdown.py, which says it without JavaScript. */

const MINUTE = 60000;

/** The expected start by what is known now; null when it is not ahead any more. */
export function expectedNow(you, picture, now) {
  if (you.expected === null || you.expected === undefined) {
    return null;
  }
  let expected = you.expected;
  let known = you.server_time;
  if (picture && picture.server_time > known) {
    expected = you.planned + driftAt(picture.drift, you.position) * 1000;
    known = picture.server_time;
  }
  if (!picture) {
    return expected;
  }
  // What runs over its length pushes everybody behind it, also while nobody presses anything.
  if (picture.state === "held") {
    expected += Math.max(0, now - known);
  } else if (picture.on_air && picture.on_air.until) {
    expected += Math.max(0, now - Math.max(picture.on_air.until, known));
  }
  return expected;
}

function driftAt(drift, position) {
  let seconds = 0;
  drift.forEach((step) => {
    if (step[0] <= position) {
      seconds = step[1];
    }
  });
  return seconds;
}

/** { step, minutes, expected }: step is over, parked, now, soon, minutes, clock or day. */
export function countdown(you, picture, now) {
  if (you.state === "on_air") {
    return { step: "now", minutes: 0 };
  }
  if (you.state === "aired") {
    return { step: "over", minutes: 0 };
  }
  if (you.state === "skipped" || you.state === "no_show") {
    return { step: "parked", minutes: 0 };
  }
  const expected = expectedNow(you, picture, now);
  if (expected === null) {
    return { step: "parked", minutes: 0 };
  }
  const left = expected - now;
  // Two hours on one page, some minutes apart, would make people ask which one holds: then the told one is said.
  const hour = Math.abs(expected - you.promise) <= 5 * MINUTE ? you.promise : expected;
  const live = picture && (picture.state === "live" || picture.state === "held");
  if (left > 12 * 60 * MINUTE) {
    return { step: "day", minutes: 0, expected: hour };
  }
  if (left > 60 * MINUTE || (!live && left > 15 * MINUTE)) {
    return { step: "clock", minutes: 0, expected: hour };
  }
  if (left <= 3 * MINUTE) {
    return live ? { step: "soon", minutes: 0, expected } : { step: "clock", minutes: 0, expected: hour };
  }
  const minutes = left / MINUTE;
  return { step: "minutes", minutes: minutes > 15 ? Math.round(minutes / 5) * 5 : Math.ceil(minutes), expected };
}
