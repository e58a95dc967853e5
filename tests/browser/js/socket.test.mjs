import assert from "node:assert/strict";
import { test } from "node:test";
import { DOUBTFUL_TRIES, QUIET_MS, SILENCE_MS, TOO_OLD_MS, commandId, deskSocket } from "../../../static/js/desk/socket.js";

/** A desk's line over sockets that only write down what happens; time moves when the test says so. */
function line({ random = 0 } = {}) {
  const made = { opened: [], heard: [], states: [], answers: [], pending: [], at: 0, since: null, allowed: true };
  const waiting = new Map();
  let timer = 0;
  let id = 0;
  made.socket = deskSocket({
    open(query) {
      const socket = { query, sent: [], readyState: 0, send: (text) => socket.sent.push(JSON.parse(text)), close: () => { socket.readyState = 3; } };
      made.opened.push(socket);
      return socket;
    },
    since: () => made.since, allowed: () => Promise.resolve(made.allowed),
    on: {
      frame: (frame) => made.heard.push(frame), answer: (answer) => made.answers.push(answer),
      state: (state) => made.states.push(state), pending: (pending) => { made.pending = pending; },
    },
    timers: {
      set(act, ms) { timer += 1; waiting.set(timer, { act, due: made.at + ms }); return timer; },
      clear: (each) => waiting.delete(each),
    },
    now: () => made.at, random: () => random, newId: () => `id-${(id += 1)}`,
  });
  made.last = () => made.opened[made.opened.length - 1];
  made.up = () => { made.last().readyState = 1; made.last().onopen(); };
  made.down = (code) => { made.last().readyState = 3; made.last().onclose({ code }); };
  made.say = (frame) => made.last().onmessage({ data: JSON.stringify(frame) });
  made.pass = (ms) => {
    const until = made.at + ms;
    for (;;) {
      const next = [...waiting].filter(([, each]) => each.due <= until).sort((one, other) => one[1].due - other[1].due)[0];
      if (!next) break;
      waiting.delete(next[0]);
      made.at = next[1].due;
      next[1].act();
    }
    made.at = until;
  };
  made.socket.connect();
  return made;
}

const tick = { type: "tick", server_time: 1, revision: 0 };

test("the page is live from the first frame on", () => {
  const desk = line();
  desk.up();
  assert.deepEqual(desk.states, []);
  desk.say(tick);
  assert.deepEqual(desk.states, ["live"]);
});

test("a lost line comes back with the run and revision the page has", () => {
  const desk = line();
  desk.up();
  desk.say(tick);
  desk.since = { run: "run-1", revision: 42 };
  desk.down(1012);
  assert.deepEqual(desk.states, ["live", "stale"]);
  desk.pass(0);
  assert.deepEqual(desk.opened.map((socket) => socket.query), ["", "?run=run-1&since=42"]);
});

test("the first try comes within half a second, later ones wait up to five", () => {
  const desk = line({ random: 0.999 });
  const delays = [];
  for (let tries = 0; tries < 7; tries += 1) {
    const from = desk.at;
    const opened = desk.opened.length;
    desk.down(1006);
    while (desk.opened.length === opened) desk.pass(10);
    delays.push(desk.at - from);
  }
  assert.ok(delays[0] <= 500 && Math.max(...delays) <= 5000 && delays[6] > 4500, String(delays));
});

test("a command is kept until it is answered and sent again with the same id", () => {
  const desk = line();
  desk.up();
  const id = desk.socket.send({ do: "take", leaving: null, to: "it-1" });
  desk.down(1006);
  desk.pass(0);
  desk.up();
  assert.deepEqual(desk.last().sent, [{ type: "do", id, do: "take", leaving: null, to: "it-1" }]);
  desk.say({ type: "done", id, revision: 1 });
  assert.deepEqual([desk.pending, desk.answers], [[], [{ type: "done", id, revision: 1 }]]);
  desk.down(1006);
  desk.pass(0);
  desk.up();
  assert.deepEqual(desk.last().sent, []);
});

test("a command pressed without a line is sent once the line is there, in the order of the presses", () => {
  const desk = line();
  const ids = ["hold", "resume"].map((what) => desk.socket.send({ do: what }));
  desk.up();
  assert.deepEqual(desk.last().sent.map((sent) => sent.id), ids);
});

test("a command that waited too long is not sent any more, and the page is told", () => {
  const desk = line({ random: 1 });
  const id = desk.socket.send({ do: "take", leaving: null });
  desk.at += TOO_OLD_MS + 1;
  desk.up();
  assert.deepEqual([desk.last().sent, desk.answers, desk.pending], [[], [{ type: "refused", id, code: "not-sent" }], []]);
});

test("an answer to a command nobody waits for is not told", () => {
  const desk = line();
  desk.up();
  const id = desk.socket.send({ do: "take", leaving: null });
  desk.socket.forget(id);
  desk.say({ type: "done", id, revision: 1 });
  assert.deepEqual([desk.answers, desk.pending, desk.heard], [[], [], []]);
});

test("silence makes the page stale first and then a new line", () => {
  const desk = line();
  desk.up();
  desk.say(tick);
  desk.pass(QUIET_MS);
  assert.deepEqual([desk.states, desk.opened.length], [["live", "stale"], 1]);
  desk.pass(SILENCE_MS - QUIET_MS);
  assert.equal(desk.opened.length, 2);
  assert.equal(desk.opened[0].readyState, 3);
});

test("what a dead line still says is not heard", () => {
  const desk = line();
  desk.up();
  const old = desk.last();
  desk.socket.again();
  desk.pass(0);
  desk.up();
  old.onmessage({ data: JSON.stringify(tick) });
  old.onclose({ code: 1006 });
  assert.deepEqual([desk.heard, desk.opened.length], [[], 2]);
});

test("who is signed out or replaced stays away", () => {
  for (const [code, state] of [[4001, "signed-out"], [4002, "replaced"]]) {
    const desk = line();
    desk.up();
    desk.down(code);
    desk.pass(60_000);
    desk.socket.wake();
    assert.deepEqual([desk.states, desk.opened.length], [[state], 1]);
  }
});

for (const [allowed, states] of [[true, ["stale"]], [false, ["stale", "signed-out"]]]) {
  test(`a line that is refused again and again ${allowed ? "is tried on" : "ends at the sign-in page"}`, async () => {
    const desk = line();
    desk.allowed = allowed;
    for (let tries = 0; tries < DOUBTFUL_TRIES; tries += 1) {
      desk.down(1006);
      if (tries < DOUBTFUL_TRIES - 1) desk.pass(10_000);
    }
    await new Promise(setImmediate);
    desk.pass(10_000);
    assert.deepEqual([desk.states, desk.opened.length], [states, allowed ? DOUBTFUL_TRIES + 1 : DOUBTFUL_TRIES]);
  });
}

for (const type of ["done", "refused", "suggestions", "editing", "auto", "vetoed"]) {
  test(`a question that is answered by ${type} is asked no more`, () => {
    const desk = line();
    desk.up();
    desk.say(tick);
    const id = desk.socket.send({ do: "start" });
    desk.say({ type, id: id || "id-1" });
    assert.deepEqual([desk.pending, desk.answers.map((answer) => answer.type), desk.heard.length], [[], [type], 1]);
  });
}

test("the network coming back ends the waiting", () => {
  const desk = line({ random: 1 });
  desk.up();
  desk.down(1006);
  desk.socket.wake();
  assert.equal(desk.opened.length, 2);
});

test("ids are new each time and fit the protocol", () => {
  const ids = new Set(Array.from({ length: 100 }, () => commandId(globalThis.crypto)));
  assert.equal(ids.size, 100);
  for (const id of ids) assert.match(id, /^d-[0-9a-f]{32}$/);
});
