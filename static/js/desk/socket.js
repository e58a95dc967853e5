/**
 * The desk's connection: comes back by itself, resumes where it stood, and keeps every command until it is answered.
 *
 * `open(query)` gives a WebSocket; `timers` {set, clear}, `now` (ms) and `random` are passed in so that tests own time.
 * `since()` gives {run, revision} or null. `allowed()` promises whether this host may still open the desk: a browser does
 * not tell why an upgrade was refused. `on` hears {frame, answer, state, pending}.
 */

/** A desk hears a tick every 5 s: after this long without one the page says that it is stale, and */
export const QUIET_MS = 8000;
/** after this long it gives the line up and makes a new one. */
export const SILENCE_MS = 25000;
/** A command that waited longer than this is not sent any more: nothing goes on air by itself after a long break. */
export const TOO_OLD_MS = 10000;
/** Tries in a row without a line before the page asks whether its host is still signed in. */
export const DOUBTFUL_TRIES = 4;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 5000;
const ANSWERS = new Set(["done", "refused", "suggestions", "editing", "auto", "vetoed"]);
/** Close codes after which only a person can go on. */
const FINAL = { 4001: "signed-out", 4002: "replaced" };

export function deskSocket({ open, since, allowed, on, timers, now, random, newId }) {
  const pending = new Map();
  let socket = null;
  let tries = 0;
  let retry = null;
  let quiet = null;
  let watch = null;
  let state = "connecting";

  function become(next) {
    if (state === next) return;
    state = next;
    on.state(next);
  }

  function connect() {
    timers.clear(retry);
    const at = since();
    const query = at ? `?run=${encodeURIComponent(at.run)}&since=${at.revision}` : "";
    const mine = open(query);
    socket = mine;
    mine.onopen = () => mine === socket && opened();
    mine.onmessage = (event) => mine === socket && heard(JSON.parse(event.data));
    mine.onclose = (event) => mine === socket && closed(event.code);
    watchOver();
  }

  function opened() {
    tries = 0;
    for (const command of [...pending.values()]) {
      if (now() - command.at > TOO_OLD_MS) answer({ type: "refused", id: command.id, code: "not-sent" });
      else socket.send(JSON.stringify(command.body));
    }
  }

  function heard(frame) {
    watchOver();
    become("live");
    if (ANSWERS.has(frame.type)) answer(frame);
    else on.frame(frame);
  }

  function answer(frame) {
    const command = pending.get(frame.id);
    if (!command) return;
    pending.delete(frame.id);
    on.pending([...pending.values()]);
    on.answer(frame, command);
  }

  function watchOver() {
    timers.clear(quiet);
    timers.clear(watch);
    quiet = timers.set(() => become("stale"), QUIET_MS);
    watch = timers.set(again, SILENCE_MS);
  }

  /** Drops this connection and comes back at once, with the newest revision. */
  function again() {
    const old = socket;
    socket = null;
    if (old) old.close();
    closed(1006);
  }

  function closed(code) {
    timers.clear(quiet);
    timers.clear(watch);
    timers.clear(retry);
    socket = null;
    if (FINAL[code]) {
      stop(FINAL[code]);
      return;
    }
    become("stale");
    const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** tries);
    // The first try comes within half a second; jitter keeps all desks from coming at once.
    const delay = tries === 0 ? random() * longest : longest * (0.5 + random() / 2);
    tries += 1;
    retry = timers.set(connect, delay);
    if (tries % DOUBTFUL_TRIES === 0) allowed().then((may) => may || stop("signed-out"));
  }

  function stop(why) {
    timers.clear(retry);
    become(why);
  }

  return {
    connect,
    again,
    /** Sends now, or as soon as the line is back; gives the command's id. */
    send(fields) {
      const id = newId();
      const command = { id, at: now(), body: { type: "do", id, ...fields } };
      pending.set(id, command);
      if (socket && socket.readyState === 1) socket.send(JSON.stringify(command.body));
      on.pending([...pending.values()]);
      return id;
    },
    /** Stops waiting for an answer; the server may have stored it all the same, then its change arrives. */
    forget(id) {
      if (pending.delete(id)) on.pending([...pending.values()]);
    },
    /** The network is said to be back: do not wait out the delay. */
    wake() {
      if (socket === null && !Object.values(FINAL).includes(state)) connect();
    },
  };
}

/** 26 characters nobody else makes; randomUUID is missing on pages served over plain http. */
export function commandId(crypto) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `d-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
