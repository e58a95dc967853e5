/** A better way on, when the server has one: one sentence, its effect, a look at what it changes, and one press. */
import { html, useState } from "./preact.js";
import { span } from "./clock.js";
import { t } from "./words.js";
import { useNow } from "./hooks.js";

const SHOWN = 1;
const LEAST_MS = 15000;

export function Way({ desk }) {
  const [open, setOpen] = useState(false);
  const { way } = desk;
  const row = way && desk.state.items.get(way.item);
  if (!row) return null;
  const moves = movesOf(desk, way);
  return html`<div class="way ${desk.counting() ? "counting" : ""}">
    <${Counting} desk=${desk} />
    <p class="note"><span><b>${sentence(desk, way, row)}</b><small>${effect(desk, way, moves)}</small></span>
      ${moves.length > SHOWN ? html`<button type="button" class="plain" aria-expanded=${String(open)} onClick=${() => setOpen(!open)}>${t(open ? "close" : "way.look")}</button>` : null}
      <button type="button" aria-keyshortcuts="P" onClick=${() => desk.follow()}>${t("way.take")}<kbd>P</kbd></button></p>
    ${open ? html`<ul class="changes">${moves.map((move) => html`<li>${move}</li>`)}</ul>` : null}
  </div>`;
}

/** What happens by itself unless somebody presses a key; it is there only while it counts. */
function Counting({ desk }) {
  const now = useNow(desk);
  if (!desk.counting()) return null;
  const seconds = Math.max(0, Math.ceil((desk.state.auto.due - now) / 1000));
  return html`<p class="countdown-auto" role="status"><b>${t("auto.counting", { seconds })}</b> <span>${t("auto.any-key")}</span>
    <button type="button" onClick=${() => desk.veto()}>${t("auto.stop")}</button></p>`;
}

function sentence(desk, way, row) {
  const until = way.until === null ? "" : t("way.until", { time: hour(desk, way.until) });
  const key = way.why === "idle" && !way.there ? "way.late" : `way.${way.why}`;
  const [command] = way.commands;
  return t(key, { title: row.title, until, seconds: (command && command.filler_s) || 0 });
}

/** "王家 ↔ 李家 早 4:30": everybody whose expected start changes by more than a breath, those moved most first. */
function movesOf(desk, way) {
  const told = way.changes.map((change) => {
    const row = desk.state.items.get(change.item);
    if (!row) return null;
    if (change.becomes === null) return [Infinity, t("way.parked", { title: row.title })];
    if (change.was === null) return [Infinity, t("way.comes", { title: row.title, time: hour(desk, change.becomes) })];
    const by = change.becomes - change.was;
    if (Math.abs(by) < LEAST_MS) return null;
    return [Math.abs(by), t(by < 0 ? "way.earlier" : "way.later", { title: row.title, by: span(Math.abs(by)) })];
  });
  return told.filter(Boolean).sort((one, other) => other[0] - one[0] || 0).map((move) => move[1]);
}

function effect(desk, way, moves) {
  const parts = [];
  if (way.breaks.length > 0) parts.push(t("way.breaks", { count: way.breaks.length }));
  if (way.ends[1]) parts.push(t("way.ends", { time: hour(desk, way.ends[1]), by: signed(way.ends[1] - way.ends[0]) }));
  parts.push(...moves.slice(0, SHOWN));
  if (way.affected > SHOWN) parts.push(t("way.more", { count: way.affected - SHOWN }));
  return parts.join(" · ");
}

function signed(ms) {
  return Math.abs(ms) < 1000 ? "±0:00" : span(ms, { sign: true });
}

function hour(desk, at) {
  return desk.wall(at).slice(0, "00:00".length);
}
