/** What the desk asks in a box: a note, a new segment, what to recall, a readiness by hand, and the keys. */
import { html, useEffect, useRef, useState } from "./preact.js";
import { HandOver } from "./handover.js";
import { Light } from "./lights.js";
import { parked, writersOf } from "./model.js";
import { Phone } from "./phone.js";
import { tongues } from "./tongues.js";
import { t } from "./words.js";
import { Wording } from "./wording.js";
import { Wrong } from "./wrong.js";

const STATES = ["ready", "checked", "waiting", "confirmed", "invited", "lost", "no_show"];
const KEYS = [["key.space", "take"], ["H", "hold"], ["N", "no_show"], ["S", "skip"], ["R", "recall"], ["U", "undo"], ["P", "way.key"],
  ["↑ ↓", "select"], ["C", "back-to-next"], ["+ −", "extend.by-key"], ["?", "help"], ["Esc", "close"]];

/** The box that is open, if any, over the rundown: what is on air and TAKE stay in sight. Focus goes in, and comes back unless it was saved. */
export function Dialogs({ desk, state }) {
  const box = desk.box;
  if (!box) return null;
  const row = state.items.get(box.item);
  const Inside = { note: Note, wording: Wording, insert: Insert, recall: Recall, ready: Ready, phone: Phone, handover: HandOver, auto: Auto, help: Help }[box.name];
  return html`<${Box} desk=${desk} name=${box.name} title=${t(`box.${box.name}`)} key=${box.name}>
    <${Inside} desk=${desk} state=${state} row=${row} which=${box.which} first=${box.first} wrong=${box.wrong} /></${Box}>`;
}

function Box({ desk, name, title, children }) {
  const box = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    (box.current.querySelector("input:not([type=hidden]), textarea, .first:not(:disabled), .choices button") || box.current.querySelector("button")).focus();
    // After saving, a button that got the focus back would swallow the next Space: it is TAKE again.
    return () => !desk.saved && before && before.focus && before.focus();
  }, []);
  const keydown = (event) => event.key === "Tab" && around(event, box.current);
  return html`<div class="veil">
    <div class="box" role="dialog" tabindex="-1" data-box=${name} aria-labelledby="box-title" ref=${box} onKeyDown=${keydown}>
      <div class="head"><h2 id="box-title">${title}</h2>
        <button type="button" class="plain" onClick=${() => desk.close()} aria-label=${t("close")}>✕</button></div>
      ${children}
    </div></div>`;
}

function around(event, box) {
  const stops = [...box.querySelectorAll("button:not(:disabled), input, textarea, select")];
  const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
  if (document.activeElement !== edge && document.activeElement !== box) return;
  event.preventDefault();
  stops[event.shiftKey ? stops.length - 1 : 0].focus();
}

/** `which` is the id of the note that is corrected; nothing for a new one. */
function Note({ desk, state, row: chosen, which, first, wrong }) {
  // In another run the item of this id is somebody else's: the box stays the pair's that it was opened for.
  const [{ run, row }] = useState({ run: state.run, row: chosen });
  const text = useRef(null);
  const [other = first] = writersOf(state, row.id, desk.who);
  const replaced = state.run !== run;
  const write = (words) => desk.save({ do: "note", item: row.id, text: words, run, ...(which ? { instead: which } : {}) });
  const send = (event) => {
    event.preventDefault();
    // The protocol takes no line breaks.
    const said = text.current.value.replace(/\s+/g, " ").trim();
    if (said) write(said);
  };
  return html`<form onSubmit=${send}><p>${row.title}</p>
    ${other ? html`<p class="writes" role="status">${t("writes", { by: other })} ${t("writes.both")}</p>` : null}
    <${Wrong} text=${replaced ? t("wording.replaced") : wrong} />
    <label>${t("note")}<textarea ref=${text} rows="4" maxlength="300" required onInput=${(event) => desk.touch(event.target.value)}
      defaultValue=${desk.draft() ?? (which ? row.notes[row.note_ids.indexOf(which)] : "")}></textarea></label>
    ${replaced ? null : html`<p class="end-of-form">${which ? html`<button type="button" disabled=${desk.saving()} onClick=${() => write("")}>${t("note.take-away")}</button>` : null}
      <button type="submit" class="main" disabled=${desk.saving()}>${t("save")}</button></p>`}</form>`;
}

function Insert({ desk, row, state, wrong }) {
  // In another run the rows are others: what was to follow it here is not what would follow it there.
  const [run] = useState(state.run);
  const replaced = state.run !== run;
  const title = useRef(null);
  const minutes = useRef(null);
  const seconds = useRef(null);
  const where = useRef(null);
  const send = (event) => {
    event.preventDefault();
    const length = Number(minutes.current.value) * 60 + Number(seconds.current.value);
    const before = where.current.value || null;
    desk.save({ do: "insert", segment: { title: title.current.value.trim(), seconds: length }, before, run });
  };
  const ahead = state.order.map((id) => state.items.get(id)).filter((each) => each.state === "planned" || each.state === "standby");
  return html`<form onSubmit=${send}>
    <${Wrong} text=${replaced ? t("wording.replaced") : wrong} />
    <label>${t("insert.title")}<input ref=${title} required maxlength="40" autocomplete="off" /></label>
    <p class="pair-of-fields"><label>${t("insert.minutes")}<input ref=${minutes} type="number" min="0" max="240" value="2" required /></label>
      <label>${t("insert.seconds")}<input ref=${seconds} type="number" min="0" max="59" step="1" value="0" required /></label></p>
    <label>${t("insert.before")}<select ref=${where}>
      ${ahead.map((each) => html`<option value=${each.id} selected=${Boolean(row) && each.id === row.id}>${state.order.indexOf(each.id) + 1} ${each.title}</option>`)}
      <option value="">${t("insert.at-end")}</option></select></label>
    ${replaced ? null : html`<p class="end-of-form"><button type="submit" class="main" disabled=${desk.saving()}>${t("insert")}</button></p>`}</form>`;
}

function Recall({ desk, state }) {
  const rows = parked(state);
  if (rows.length === 0) return html`<p>${t("recall.none")}</p>`;
  const send = (id) => {
    desk.recallRow(id);
    desk.done();
  };
  return html`<p>${t("recall.note")}</p><ul class="choices">${rows.map((row) => html`<li><button type="button" onClick=${() => send(row.id)}>
    <b>${state.order.indexOf(row.id) + 1} ${row.title}</b><span>${t(`state.${row.state}`)}</span>
    ${row.kind === "slot" ? html`<span class="lights"><${Light} side="worker" state=${row.worker} /><${Light} side="family" state=${row.family} /></span>` : null}
  </button></li>`)}</ul>`;
}

function Ready({ desk, row, which: side }) {
  const send = (state) => {
    desk.ask({ do: "ready", item: row.id, side, state });
    desk.done();
  };
  return html`<p>${row.title} · ${t(`side.${side}`)}</p><ul class="choices short">${STATES.map((state) => html`<li>
    <button type="button" class=${state === row[side] ? "first" : ""} aria-pressed=${String(state === row[side])} onClick=${() => send(state)}>
      <${Light} side=${side} state=${state} /></button></li>`)}</ul>`;
}

const AFTER_S = [15, 30, 60, 120];
/** Who may let proposals take themselves; the server asks again (web/commanding.py). */
const PRODUCERS = new Set(["administrator", "producer"]);

function Auto({ desk, state }) {
  const on = state.auto && state.auto.after;
  const choose = (seconds) => {
    desk.auto(seconds);
    desk.done();
  };
  const choice = (seconds, words) => html`<li><button type="button" class=${seconds === on ? "first" : ""} aria-pressed=${String(seconds === on)}
    onClick=${() => choose(seconds)}>${words}</button></li>`;
  return html`<p>${t("auto.note")}</p>${on ? html`<p>${t("auto.by", { by: state.auto.by, seconds: on })}</p>` : null}
    <ul class="choices short">${choice(null, t("auto.off"))}${PRODUCERS.has(desk.role) ? AFTER_S.map((seconds) => choice(seconds, t("auto.after", { seconds }))) : null}</ul>
    ${PRODUCERS.has(desk.role) ? null : html`<p>${t("auto.who")}</p>`}`;
}

function Help({ desk }) {
  return html`<dl class="keys">${KEYS.map(([key, word]) => html`<div><dt><kbd>${key.startsWith("key.") ? t(key) : key}</kbd></dt><dd>${t(word)}</dd></div>`)}</dl>
    <p>${t("help.note")}</p>
    <div ref=${tongues}></div>
    ${desk.rehearsal ? null : html`<p class="end-of-form"><button type="button" onClick=${() => desk.open("auto")}>${t("box.auto")}</button></p>`}`;
}
