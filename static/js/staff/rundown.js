/** The rundown board: drag a pair or use the buttons, lock it, take it out; each change is the server's answer. */

import { html, render, useEffect, useState } from "../desk/preact.js";
import { readWords, t } from "../desk/words.js";
import { follow } from "./planning.js";
import { send, toast } from "./sending.js";

const place = document.getElementById("board");
const { api } = place.dataset;
const people = location.pathname.replace(/rundown$/, "registrations/");

const named = (row) => `${row.worker} ↔ ${row.family}`;
const icon = (name) => html`<svg class="icon" aria-hidden="true" focusable="false"><use href=${sprite + name} /></svg>`;
const sprite = document.querySelector("svg.icon use").getAttribute("href").replace(/#.*/, "#i-");

/** The slot rows of a show, in order. */
const slots = (show) => show.rows.filter((row) => row.pair);

function where(board, pair) {
  for (const show of board.shows) {
    const at = slots(show).findIndex((row) => row.pair === pair);
    if (at >= 0) return { show, at, row: slots(show)[at] };
  }
  const row = board.unplaced.find((one) => one.pair === pair);
  return row ? { show: null, at: -1, row } : null;
}

function Slot({ row, number, open, chosen, act }) {
  const [over, setOver] = useState(false);
  const kind = ["tile", row.locked && "tile-locked", row.barred && "tile-warn", chosen && "tile-chosen", over && "tile-over"].filter(Boolean).join(" ");
  const dropped = (event) => {
    event.preventDefault();
    setOver(false);
    act.move(event.dataTransfer.getData("text/plain"), row.pair);
  };
  return html`<li><button type="button" class=${kind} data-pair=${row.pair} draggable=${open} aria-pressed=${chosen ? "true" : "false"} onClick=${() => act.choose(row.pair)}
      onDragStart=${(event) => event.dataTransfer.setData("text/plain", row.pair)}
      onDragOver=${(event) => open && (event.preventDefault(), setOver(true))} onDragLeave=${() => setOver(false)} onDrop=${dropped}>
    <span class="time">${row.time}</span><span class="body"><b>${named(row)}</b><br /><span class="soft small">${number} · ${row.place} · ${t("seconds", { count: row.seconds })}</span></span>
    ${row.barred && html`<span title=${t("not_agreed")}>${icon("alert-triangle")}</span>`}${row.locked && html`<span title=${t("locked")}>${icon("lock")}</span>`}</button></li>`;
}

function Column({ show, chosen, act }) {
  let number = 0;
  const mine = { ...act, move: (pair, before) => act.move(pair, show.id, before) };
  const last = {
    onDragOver: (event) => show.open && event.preventDefault(),
    onDrop: (event) => event.target === event.currentTarget && mine.move(event.dataTransfer.getData("text/plain"), null),
  };
  return html`<section class="board-column"><div class="board-head"><span>${show.title} <span class="soft small">${show.stage}</span></span>${show.run && html`<a class="button" href=${`/shows/${show.id}/desk`}>${icon("radio")}${t("desk")}</a>`}</div>
    <p class="rundown-when soft small">${show.when}${!show.open && html` · <b>${t("begun")}</b>`}</p>
    <ol class="board-body" ...${last}>${show.rows.map((row) => row.pair
      ? html`<${Slot} key=${row.pair} row=${row} number=${(number += 1)} open=${show.open} chosen=${row.pair === chosen} act=${mine} />`
      : html`<li class="tile tile-segment" key=${row.time + row.title}><span class="time">${row.time}</span><span class="body">${row.title} <span class="soft small">${t("minutes", { count: Math.round(row.seconds / 60) })}</span></span></li>`)}
      ${!show.rows.length && html`<li class="soft small">${t("none_yet")}</li>`}</ol></section>`;
}

function Chosen({ board, chosen, act }) {
  const found = chosen && where(board, chosen);
  const [show, setShow] = useState("");
  const [number, setNumber] = useState("");
  useEffect(() => setShow(found && found.show ? found.show.id : ""), [chosen]);
  if (!found) return html`<section class="side" id="chosen"><h2>${t("chosen")}</h2><p class="soft">${t("choose")}</p></section>`;
  const { row } = found;
  const open = board.shows.filter((one) => one.open);
  const target = open.find((one) => one.id === show) || open[0];
  const others = target ? slots(target).filter((one) => one.pair !== row.pair) : [];
  const go = (event) => {
    event.preventDefault();
    const before = number ? others[Math.max(1, Number(number)) - 1] : null;
    act.move(row.pair, target.id, before ? before.pair : null);
    setNumber("");
  };
  const by = (steps) => {
    const rest = slots(found.show).filter((one) => one.pair !== row.pair);
    const before = rest[found.at + steps];
    act.move(row.pair, found.show.id, before ? before.pair : null);
  };
  const may = !found.show || found.show.open;
  return html`<section class="side" id="chosen"><h2>${t("chosen")}</h2>
    <p><b>${named(row)}</b><br /><span class="soft">${row.place}</span></p>
    <p>${row.asked.map((id, at) => html`<a class="button button-plain" href=${people + id}>${icon("user")}${t("registration", { number: at + 1 })}</a>`)}</p>
    ${row.why && html`<p class="soft">${row.why.join(" ")}</p>`}
    ${may && target && html`<form class="stack-tight apart-small" onSubmit=${go}>
      <label class="field-label" for="show">${t("move_to")}</label><select class="input" id="show" value=${target.id} onChange=${(event) => setShow(event.target.value)}>${open.map((one) => html`<option value=${one.id}>${one.title}</option>`)}</select>
      <label class="field-label" for="place">${t("place")}</label><input class="input input-short" id="place" inputmode="numeric" maxlength="4" pattern="[0-9]*" value=${number} onInput=${(event) => setNumber(event.target.value)} />
      <button class="button">${icon("arrow-right")}${t("move")}</button></form>`}
    ${may && found.show && html`<div class="buttons apart-small">
      <button type="button" class="button" disabled=${found.at === 0} onClick=${() => by(-1)}>${icon("arrow-up")}${t("up")}</button>
      <button type="button" class="button" disabled=${found.at === slots(found.show).length - 1} onClick=${() => by(1)}>${icon("arrow-down")}${t("down")}</button>
      <button type="button" class="button" onClick=${() => act.lock(row)}>${icon("lock")}${t(row.locked ? "unlock" : "lock")}</button>
      <button type="button" class="button" onClick=${() => act.out(row)}>${icon("x")}${t("out")}</button></div>`}
    ${may && html`<p class="soft small">${t("drag")}</p>`}</section>`;
}

function Without({ rows, chosen, act }) {
  return html`<section class="side" id="unplaced"><h2>${t("without")} <span class=${"badge" + (rows.length ? " badge-warn" : "")}>${rows.length}</span></h2>
    <ol class="stack-tight">${rows.map((row) => html`<li key=${row.pair}><button type="button" class=${"tile tile-bad" + (row.pair === chosen ? " tile-chosen" : "")} draggable="true"
      onDragStart=${(event) => event.dataTransfer.setData("text/plain", row.pair)} onClick=${() => act.choose(row.pair)}>
      <span class="body"><b>${named(row)}</b> <span class="soft small">${row.place}</span><br /><span class="small">${row.why.join(" ")}</span></span></button></li>`)}
      ${!rows.length && html`<li class="soft">${t("everybody")}</li>`}</ol></section>`;
}

/** Words above the board that the server's page printed. */
function say(board) {
  const line = document.getElementById("standing");
  line.textContent = `${t("version", { version: board.version, placed: board.placed, missing: board.unplaced.length })} `;
  const badge = document.createElement("span");
  badge.className = `badge ${board.published ? "badge-good" : "badge-warn"}`;
  badge.textContent = t(board.published ? "published" : "unpublished");
  line.append(badge);
  document.getElementById("publish").classList.toggle("button-go", !board.published);
}

function Board({ first }) {
  const [board, setBoard] = useState(first);
  const [chosen, setChosen] = useState(place.dataset.chosen);
  async function change(path, body, words) {
    const answer = await send(`${api}/plan/${path}`, body);
    if (!answer || answer.refused) {
      const { code, message } = (answer && answer.error) || {};
      return toast(code === "impossible" ? message : t(code === "changed-meanwhile" ? "changed" : "failed"));
    }
    setBoard(answer);
    say(answer);
    if (words) toast(words);
  }
  const act = {
    choose: setChosen,
    move: (pair, show, before) => {
      if (!pair || pair === before) return;
      const found = where(board, pair);
      if (!found) return;
      setChosen(pair);
      change("move", { pair, show, before }, t("moved", { pair: named(found.row) }));
    },
    lock: (row) => change("lock", { pair: row.pair, locked: !row.locked }),
    out: (row) => change("take-out", { pair: row.pair }),
  };
  return html`<div class="rundown"><div class="rundown-shows">${board.shows.map((show) => html`<${Column} key=${show.id} show=${show} chosen=${chosen} act=${act} />`)}</div>
    <aside class="rundown-side"><${Chosen} board=${board} chosen=${chosen} act=${act} /><${Without} rows=${board.unplaced} chosen=${chosen} act=${act} /></aside></div>`;
}

readWords(document);
const board = JSON.parse(document.getElementById("rows").textContent);
if (board.shows.length) {
  place.textContent = "";
  render(html`<${Board} first=${board} />`, place);
}
follow(document.getElementById("progress"), `${api}/planning`);
