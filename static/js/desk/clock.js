/** The server's clock on this page, and everything that counts by itself between two frames. */

const SAMPLES = 5;
/** A sample this far from the others is a stepped clock, not a slow network. */
const STEP_MS = 2000;

/** `monotonic` gives ms that never jump (performance.now). The least delayed of the last samples is nearest the truth. */
export function serverClock(monotonic) {
  let samples = [];
  const offset = () => (samples.length ? Math.max(...samples) : 0);
  return {
    hear(serverTime) {
      const sample = serverTime - monotonic();
      if (samples.length && Math.abs(sample - offset()) > STEP_MS) samples = [];
      samples = [...samples, sample].slice(-SAMPLES);
    },
    now: () => Math.round(monotonic() + offset()),
  };
}

/** {elapsed, remaining} in ms of the row on air; remaining is below zero on an overrun and stands still while held. */
export function airTime(row, heldSince, now) {
  if (!row || !row.started) return null;
  const standing = heldSince ? Math.min(heldSince, now) : now;
  return { elapsed: Math.max(0, now - row.started), remaining: endOf(row) - standing };
}

function endOf(row) {
  return row.started + row.seconds * 1000 + (row.held_ms || 0);
}

/**
 * How much later (ms) the show has become by itself since the frame of `heard`: an overrun, a hold, a start that waits.
 * Between two ticks only; the figure itself is the server's. A gap before the next row absorbs its part.
 */
export function growth(show, row, next, heard, now) {
  if (!show || now <= heard || show.state === "ended") return 0;
  const gap = (next && next.earliest) || 0;
  if (show.state === "ready") return beyond(Math.max(show.planned_start, gap), heard, now);
  if (show.state === "held" || !row) return beyond(gap, heard, now);
  return beyond(Math.max(gap, endOf(row)), heard, now);
}

/** When the show will end (ms), `grown` ms after its frame: while the reserve holds the end at its plan, that goes into it first. */
export function endAfter(show, grown, spare) {
  const reserve = show.projected_end >= show.planned_end ? Math.max(0, spare) : 0;
  return show.projected_end + Math.max(0, grown - reserve);
}

function beyond(limit, heard, now) {
  return Math.max(0, now - Math.max(heard, limit));
}

/** "1:05", "-0:35", "1:02:03" from ms; a remaining time is rounded up so that 0:00 means it is over. */
export function span(ms, { sign = false, up = false } = {}) {
  const total = up ? Math.ceil(ms / 1000) : Math.trunc(ms / 1000);
  const seconds = Math.abs(total);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const text = parts[0] > 0
    ? `${parts[0]}:${two(parts[1])}:${two(parts[2])}`
    : `${parts[1]}:${two(parts[2])}`;
  if (total < 0) return `−${text}`;
  return sign && total > 0 ? `+${text}` : text;
}

function two(number) {
  return String(number).padStart(2, "0");
}

/** A function from an instant to "20:05:30" in the zone; an unknown zone falls back to the browser's own. */
export function wallClock(zone) {
  const options = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  let format;
  try {
    format = new Intl.DateTimeFormat("en-GB", zone ? { ...options, timeZone: zone } : options);
  } catch (_) {
    format = new Intl.DateTimeFormat("en-GB", options);
  }
  return (instant) => (instant ? format.format(instant) : "");
}
