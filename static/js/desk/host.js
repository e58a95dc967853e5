/** What the host's hands do: turns presses into commands, and answers into words. Holds the page's own small state. */
import { EMPTY, GAP, REST_MS, fold, isParked, moveTo, nextUp, onAir, takeCommand, takeVerdict, undoable } from "./model.js";
import { refusal, t } from "./words.js";
import { lineOf, undoneOf } from "./cards.js";
import { writing } from "./writing.js";
import { TOO_OLD_MS } from "./socket.js";

/** A row chosen and then left alone goes back to the next one: N and S must not hit a row chosen minutes ago. */
const SELECTION_MS = 20000;
const NOTICE_MS = { refused: 12000, undo: 12000, note: 6000 };
const OFFER_UNDO = new Set(["skipped", "missed", "moved", "recalled", "inserted", "arranged", "agreed", "ended"]);
/** Between two questions for a better way on; a tick comes every five seconds. */
const ADVICE_MS = 1000;
/** Questions and hints: they change nothing, so nothing of them can be unsaved or refused aloud. */
export const ASIDE = new Set(["suggest", "edit", "veto"]);
/** Boxes that keep what was typed when another plan comes; the others would go on about whoever stands there now. */
const KEPT_BOXES = new Set(["note", "wording", "handover", "insert", "auto", "help"]);
const FOCUSED_VIEWS = new Set(["now", "rundown", "cards"]);

/** `local` gives ms of this page, `clock` the server's time; `wall` prints an instant; `who` sits here; a `rehearsal` says so.
`drafts` holds the words of a box until they are stored. */
export function host({ clock, local, wall, timers, drafts, who = "", role = "", rehearsal = false }) {
  const listeners = new Set();
  const beats = new Set();
  let noticeTimer = null;
  let selectionTimer = null;
  let socket = null;
  /** Revision of this desk's own newest TAKE. */
  let ownTake = 0;
  let adviceAt = -Infinity;
  let adviceTimer = 0;
  /** The count that this desk has stopped: one veto is enough for the keys of a whole sentence. */
  let stopped = 0;

  const desk = {
    state: EMPTY, pending: [], line: "connecting", heardAt: null, notice: null, selection: null, box: null, saved: false, view: "now", way: null, read: null, wall, who, role, rehearsal,
    now: clock.now,
    localNow: local,
    onChange: (listener) => { listeners.add(listener); return () => listeners.delete(listener); },
    onBeat: (listener) => { beats.add(listener); return () => beats.delete(listener); },
    beat: () => beats.forEach((beat) => beat()),
    use: (made) => { socket = made; },
  };

  const changed = () => listeners.forEach((listener) => listener());
  const put = (fields) => { Object.assign(desk, fields); changed(); };

  function tell(kind, text) {
    timers.clear(noticeTimer);
    noticeTimer = timers.set(() => put({ notice: null }), NOTICE_MS[kind]);
    put({ notice: { kind, text } });
  }

  const inbox = {
    frame(frame) {
      if (frame.type === "hello" || frame.type === "tick") clock.hear(frame.server_time);
      desk.heardAt = local();
      const before = desk.state;
      const after = fold(before, frame, local());
      if (after === GAP) { socket.again(); return; }
      desk.state = after;
      if (before.run && after.run !== before.run) leaveRun();
      const { auto } = after;
      // What is about to take itself is shown as it is, not as this desk asked for it a second ago.
      if (auto && auto.way) desk.way = { ...auto.way, of: auto.of };
      if (frame.type === "change" && after !== before) sayChange(after);
      if (frame.type === "change" && before.show !== after.show) timers.set(changed, REST_MS);
      if (after !== before) changed();
      if (frame.type === "change" || frame.type === "tick") seekAdvice();
    },
    answer(answer, command) {
      desk.heardAt = local();
      if (answer.type === "done" && command.body.do === "take") ownTake = answer.revision;
      const ofBox = desk.box && desk.box.asked === command.id;
      if (command.body.do === "suggest") takeAdvice(answer);
      else if (answer.type === "editing") put({ box: desk.box && { ...desk.box, first: answer.by || "" } });
      else if (answer.type === "refused" && ofBox) put({ box: { ...desk.box, wrong: refusal(answer.code, answer.by) } });
      else if (answer.type === "refused" && !ASIDE.has(command.body.do)) tell("refused", refusal(answer.code, answer.by));
      else if (command.body.do === "undo") tell("note", undoneOf(desk.state, command.body.revision));
      // Whoever wrote it has read it; its change came before this answer.
      else if (command.body.do === "hand_over") put({ read: desk.state.handover });
      if (answer.type === "done" && ofBox) actions.done();
    },
    state(line) {
      const back = line === "live" && desk.line !== "live";
      put({ line });
      if (back) pen.again();
    },
    pending: (pending) => put({ pending }),
  };

  /** What was chosen or proposed in the run before is somebody else's now. */
  function leaveRun() {
    Object.assign(desk, { selection: null, way: null });
    if (desk.box && !KEPT_BOXES.has(desk.box.name)) desk.box = null;
  }

  const boxKey = () => [desk.state.run, desk.box.name, desk.box.item, desk.box.which].join(" ");
  const pen = writing({ say: (item) => socket.send({ do: "edit", item }), timers, now: local });

  function seekAdvice() {
    const live = desk.state.show && (desk.state.show.state === "live" || desk.state.show.state === "held");
    const asking = desk.pending.some((command) => command.body.do === "suggest");
    if (!live && desk.way) put({ way: null });
    if (!live || adviceTimer) return;
    const rest = asking ? ADVICE_MS : adviceAt + ADVICE_MS - local();
    if (rest > 0) {
      // The last change of a quick row is asked about too, not only the first.
      adviceTimer = timers.set(() => { adviceTimer = 0; seekAdvice(); }, rest);
      return;
    }
    adviceAt = local();
    socket.send({ do: "suggest" });
  }

  function takeAdvice(answer) {
    if (actions.counting()) return;
    const [way] = answer.moves || [];
    if (way || desk.way) put({ way: way ? { ...way, of: answer.of } : null });
  }

  function sayChange(after) {
    const line = after.log[after.log.length - 1];
    if (desk.selection && line.entry.item === desk.selection && line.entry.kind !== "marked") desk.selection = null;
    if (OFFER_UNDO.has(line.entry.kind)) tell("undo", lineOf(after, line));
    else if (desk.notice && desk.notice.kind === "undo") desk.notice = null;
  }

  function tellWhoTook(state) {
    const taken = [...state.log].reverse().find((line) => line.entry.kind === "taken");
    if (taken && taken.revision !== ownTake) tell("refused", refusal("already-taken", taken.by));
  }

  const actions = {
    /** Asks for a change of the run that is seen here, or that the fields name. */
    ask(fields) {
      desk.notice = null;
      return socket.send({ run: desk.state.run, until: clock.now() + TOO_OLD_MS, ...fields });
    },
    /** Asks for what was written in the open box. It closes when that is done, so that a refusal loses no word. */
    save(fields) {
      const asked = actions.ask(fields);
      put({ box: { ...desk.box, asked, wrong: "" } });
    },
    saving: () => desk.pending.some((command) => desk.box && command.id === desk.box.asked),
    forget: (id) => socket.forget(id),
    take() {
      const { state } = desk;
      const verdict = takeVerdict(state, desk.pending, local());
      if (verdict === "go") actions.ask(takeCommand(state));
      // Somebody else's TAKE landed under the finger; one's own double press needs no words.
      else if (verdict === "resting") tellWhoTook(state);
      else if (verdict !== "pending") tell("refused", refusal(verdict));
    },
    hold() {
      const phase = desk.state.show.state;
      if (phase === "live" || phase === "held") actions.ask({ do: phase === "held" ? "resume" : "hold" });
      else tell("refused", refusal("not-live"));
    },
    extend: (item, seconds) => actions.ask({ do: "extend", item, seconds }),
    undo() {
      // What could be recalled may be another after it.
      if (desk.box && desk.box.name === "recall") put({ box: null });
      const last = undoable(desk.state);
      if (last) actions.ask({ do: "undo", revision: last.revision });
      else tell("refused", refusal("nothing-to-undo"));
    },
    /** The way on that was offered; one made before the last change is asked for anew first. */
    follow() {
      const { way, state } = desk;
      if (!way || way.of !== state.revision) {
        tell("note", t(way ? "way.stale" : "way.none"));
        put({ way: null });
        adviceAt = -Infinity;
        seekAdvice();
        return;
      }
      put({ way: null });
      way.commands.forEach((command) => actions.ask(command));
    },
    /** Whether a proposal is about to take itself. */
    counting: () => Boolean(desk.state.auto && desk.state.auto.way && desk.state.auto.due !== stopped),
    /** Any key or touch: what is counted down does not happen by itself. */
    veto() {
      if (!actions.counting()) return;
      stopped = desk.state.auto.due;
      socket.send({ do: "veto" });
      changed();
    },
    auto(seconds) {
      desk.notice = null;
      socket.send({ do: "auto", seconds });
    },
    move(id, position) {
      const command = moveTo(desk.state, id, position);
      if (command) actions.ask(command);
    },
    recall() {
      const row = desk.state.items.get(desk.selection);
      if (isParked(row)) actions.recallRow(row.id);
      else actions.open("recall");
    },
    recallRow(id) {
      const next = nextUp(desk.state);
      actions.ask({ do: "recall", item: id, ...(next ? { before: next.id } : {}) });
    },
    select(id) {
      timers.clear(selectionTimer);
      if (id) selectionTimer = timers.set(() => put({ selection: null }), SELECTION_MS);
      put({ selection: id });
    },
    step(by) {
      const { order } = desk.state;
      const from = desk.selection || (nextUp(desk.state) || onAir(desk.state) || {}).id;
      const at = Math.min(Math.max(order.indexOf(from) + by, 0), order.length - 1);
      actions.select(order[at]);
    },
    /** N and S: the row selected, else the next one. */
    target: () => desk.state.items.get(desk.selection) || nextUp(desk.state),
    /** The hand-over note was read; the next one shows again. */
    putAway: () => put({ read: desk.state.handover }),
    /** `which` of the item: the side, or the note that is corrected. */
    open(name, item, which) {
      put({ box: { name, item, which }, saved: false });
      if (name === "note" || name === "wording") pen.begin(item);
      else pen.end();
    },
    /** What was asked in the box is done: the keys are the desk's again. */
    done() {
      drafts.put(null);
      put({ saved: true });
      actions.close();
    },
    close() {
      put({ box: null });
      pen.end();
    },
    /** A key was pressed in the box; the words are kept until they are stored, also when the box is closed. */
    touch(text) {
      pen.touch();
      if (text !== undefined) drafts.put({ of: boxKey(), text });
    },
    /** The words that this box was closed with before they were stored, or undefined. */
    draft: () => (drafts.get() && drafts.get().of === boxKey() ? drafts.get().text : undefined),
    show: (view) => FOCUSED_VIEWS.has(view) && put({ view }),
    dismiss: () => put({ notice: null, selection: null }),
  };

  return Object.assign(desk, actions, { inbox });
}
