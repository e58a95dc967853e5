/** The parts of the rundown board: columns with their rows, the chosen pair, who has no slot. */

import { html, useEffect, useState } from "../desk/preact.js";
import { t } from "../desk/words.js";
import { Spans, row as placed, tall } from "./rundown_time.js";

const people = `${document.getElementById("board").dataset.office}/registrations/`;
const sprite = document.querySelector("svg.icon use").getAttribute("href").replace(/#.*/, "#i-");
const FITTING = 3;

export const named = (row) => `${row.worker} ↔ ${row.family}`;
const icon = (name, says) => html`<svg class="icon" aria-hidden=${says ? null : "true"} role=${says ? "img" : null} aria-label=${says} focusable="false"><use href=${sprite + name} /></svg>`;

/** The slot rows of a show, in order. */
export const slots = (show) => show.rows.filter((row) => row.pair);

export function where(board, pair) {
  for (const show of board.shows) {
    const at = slots(show).findIndex((row) => row.pair === pair);
    if (at >= 0) return { show, at, row: slots(show)[at] };
  }
  const row = board.unplaced.find((one) => one.pair === pair);
  return row ? { show: null, at: -1, row } : null;
}

const within = (spans, row) => spans.some(([a, b]) => a <= row.start && row.start + row.seconds * 1000 <= b);

/** When both sides of the chosen pair are there, along the whole show. */
function Line({ show, seen }) {
  const long = show.end - show.start;
  const bar = (kind, y) => ([a, b]) => {
    const from = Math.max(a, show.start);
    const to = Math.min(b, show.end);
    return to > from && html`<rect class=${kind} x=${(1000 * (from - show.start)) / long} y=${y} width=${(1000 * (to - from)) / long} height="9" />`;
  };
  const spans = (rows) => rows.map((row) => [row.start, row.start + row.seconds * 1000]);
  return html`<svg class="plan-time" viewBox="0 0 1000 22" preserveAspectRatio="none" aria-hidden="true"><rect class="plan-time-all" width="1000" height="22" />
    ${seen && seen.worker.map(bar("plan-time-worker", 1))}${seen && seen.family.map(bar("plan-time-family", 12))}
    ${[["block", show.rows.filter((row) => !row.pair)], ["slot", slots(show)]].map(([kind, rows]) => spans(rows).map(([a, b]) => html`<rect class=${`plan-time-${kind}`} x=${(1000 * (a - show.start)) / long} y="0" width=${(1000 * (b - a)) / long} height="22" />`))}</svg>`;
}

function Slot({ row, number, open, chosen, seen, act, axis }) {
  const bad = row.marks.length > 0;
  const kind = ["tile", row.locked && "tile-locked", row.barred && "tile-warn", bad && "tile-bad", chosen && "tile-chosen"].filter(Boolean).join(" ");
  const there = seen ? [within(seen.worker, row) && "in-worker", within(seen.family, row) && "in-family"].filter(Boolean).join(" ") : "";
  const place = axis ? placed(axis, row) : { kind: "" };
  return html`<li class=${`${there} ${place.kind}`.trim()} style=${place.style}><button type="button" class=${kind} title=${axis && [`${row.time} ${named(row)}`, ...row.marks, ...row.perhaps].join("\n")} data-pair=${row.pair} data-fixed=${open ? null : "1"} aria-pressed=${chosen ? "true" : "false"} onClick=${() => act.choose(row.pair)} onKeyDown=${(event) => act.key(event, row)}>
    <span class="time">${row.time}</span><span class="body"><b>${named(row)}</b>${row.must && html` <span class="badge badge-warn">${t("must_short")}</span>`}${row.held && html` <span class="badge">${t("show_short")}</span>`}<br /><span class="soft small">${number} · ${row.place && `${row.place} · `}<span class="nowrap">${t("seconds", { count: row.seconds })}</span>${row.told && ` · ${t("told", { time: row.told })}`}</span>
    ${row.marks.map((mark) => html`<span class="tile-mark">${mark}</span>`)}${row.perhaps.map((mark) => html`<span class="tile-mark tile-perhaps">${mark}</span>`)}</span>
    ${row.barred && html`<span title=${t("not_agreed")}>${icon("alert-triangle")}</span>`}${row.locked && html`<span title=${t("locked")}>${icon("lock")}</span>`}${open && html`<span class="tile-handle" data-handle title=${t("handle")}>${icon("grip-vertical")}</span>`}</button></li>`;
}

function Segment({ row, axis }) {
  const place = axis ? placed(axis, row) : { kind: "" };
  return html`<li class=${`tile tile-segment ${place.kind}`.trim()} style=${place.style}><span class="time">${row.time}</span><span class="body">${row.title} <span class="soft small nowrap">${t("minutes", { count: Math.round(row.seconds / 60) })}</span></span></li>`;
}

/** Between rows that stand one below the other nobody sees how far apart they are. */
const gap = (minutes) => minutes > 0 && html`<li class="rundown-gap" key=${`gap ${minutes}`}>${t("gap", { count: minutes })}</li>`;

/** One show; with an `axis` its rows stand where their time is. */
export function Column({ show, chosen, seen, act, axis }) {
  let number = 0;
  return html`<section class="board-column" data-show=${show.id} data-open=${show.open ? "1" : null}><div class="column-head"><div class="board-head"><span>${show.title} <span class="soft small">${show.stage}</span></span>${show.run && html`<a class="button" href=${`/shows/${show.id}/desk`}>${icon("radio")}${t("desk")}</a>`}</div>
    <p class="rundown-when soft small">${show.when}${!show.open && html` · <b>${t("begun")}</b>`}</p></div>${!axis && html`<${Line} show=${show} seen=${seen} />`}
    <ol class=${"board-body" + (seen ? " with-windows" : "")} style=${axis && tall(axis)} tabindex="-1">${axis && html`<${Spans} axis=${axis} show=${show} seen=${seen} />`}${show.rows.map((row) => [!axis && gap(row.gap), row.pair
      ? html`<${Slot} key=${row.pair} row=${row} number=${(number += 1)} open=${show.open} chosen=${row.pair === chosen} seen=${seen} act=${act} axis=${axis} />`
      : html`<${Segment} key=${row.time + row.title} row=${row} axis=${axis} />`])}${!axis && show.rows.length > 0 && gap(show.rest)}
      ${!show.rows.length && html`<li class="soft small">${t("none_yet")}</li>`}</ol></section>`;
}

function Fitting({ board, pair, seen, act }) {
  const found = act.fitting(pair).slice(0, FITTING);
  const title = (id) => board.shows.find((show) => show.id === id).title;
  return html`<p class="small plan-legend"><span class="plan-dot plan-dot-worker"></span>${t("window_worker", { times: seen.worker_says })}<br /><span class="plan-dot plan-dot-family"></span>${t("window_family", { times: seen.family_says })}</p>
    <ul class="plan-fitting">${found.map((place) => html`<li><button type="button" class="button" onClick=${() => act.drop(pair, place.show, place.before, place)}>${title(place.show)} ${act.fits(place)}</button></li>`)}</ul>${found.some((place) => place.locks) && html`<p class="soft small">${icon("lock")} ${t("lock_goes")}</p>`}`;
}

export function Chosen({ board, chosen, seen, act }) {
  const found = chosen && where(board, chosen);
  const [show, setShow] = useState("");
  const [number, setNumber] = useState("");
  const [time, setTime] = useState("");
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
  const exact = (event) => {
    event.preventDefault();
    act.decide(row, "at", target.id, time);
  };
  const may = !found.show || found.show.open;
  const button = (does, words, symbol, held) => html`<button type="button" class="button" onClick=${() => act.decide(row, does, held)}>${symbol && icon(symbol)}${t(words)}</button>`;
  return html`<section class="side chosen-now" id="chosen"><h2>${t("chosen")}<button type="button" class="button button-plain" onClick=${() => act.choose("")}>${t("close")}</button></h2>
    <p><b>${named(row)}</b><br /><span class="soft">${row.place}</span></p>
    <p>${row.asked.map((id, at) => html`<a class="button button-plain" href=${people + id}>${icon("user")}${t("registration", { number: at + 1 })}</a>`)}</p>
    ${row.why && html`<p class="soft">${row.why.join(" ")}</p>`}
    ${may && (seen ? html`<${Fitting} board=${board} pair=${row.pair} seen=${seen} act=${act} />` : html`<p class="soft small">${t("asking")}</p>`)}
    ${may && found.show && html`<div class="buttons apart-small">
      <button type="button" class="button" disabled=${found.at === 0} onClick=${() => act.by(row, -1)}>${icon("arrow-up")}${t("up")}</button>
      <button type="button" class="button" disabled=${found.at === slots(found.show).length - 1} onClick=${() => act.by(row, 1)}>${icon("arrow-down")}${t("down")}</button>
      ${row.locked ? button("unlock", "unlock", "lock") : button("lock", "lock", "lock")}
      ${row.held ? button("free", "unlock_show", "tv") : button("show", "lock_show", "tv", found.show.id)}
      ${button("out", "out", "x")}</div>`}
    ${may && html`<div class="buttons apart-small">${row.must ? button("may", "may", "star") : button("must", "must", "star")}${row.out ? button("free", "again", "check") : button("never", "never", "user-x")}</div>`}
    ${may && target && html`<form class="stack-tight apart-small" onSubmit=${go}>
      <label class="field-label" for="show">${t("move_to")}</label><select class="input" id="show" value=${target.id} onChange=${(event) => setShow(event.target.value)}>${open.map((one) => html`<option value=${one.id}>${one.title}</option>`)}</select>
      <label class="field-label" for="place">${t("place")}</label><input class="input input-short" id="place" inputmode="numeric" maxlength="4" pattern="[0-9]*" value=${number} onInput=${(event) => setNumber(event.target.value)} />
      <button class="button">${icon("arrow-right")}${t("move")}</button></form>
      <form class="stack-tight apart-small" onSubmit=${exact}><label class="field-label" for="exact">${t("exact")}</label><input class="input input-time" id="exact" type="time" step="1" required value=${time} onInput=${(event) => setTime(event.target.value)} /><button class="button">${icon("lock")}${t("exact_go")}</button></form>
      <p class="soft small">${t("drag")}</p>`}</section>`;
}

export function Without({ list, missing, planned, chosen, act }) {
  const { unplaced: rows, seated, words, page, pages } = list;
  const [typed, setTyped] = useState(words);
  const turn = (number, label) => number >= 1 && number <= pages && html`<button type="button" class="button" onClick=${() => act.seek({ words, page: number })}>${t(label)}</button>`;
  const seek = (event) => {
    event.preventDefault();
    act.seek({ words: typed.trim(), page: 1 });
  };
  const all = () => {
    setTyped("");
    act.seek({ words: "", page: 1 });
  };
  return html`<section class="side" id="unplaced"><h2>${t("without")} <span class=${"badge" + (missing ? " badge-warn" : "")}>${missing}</span></h2>
    ${(planned || words || pages > 1) && html`<form class="rundown-find" role="search" onSubmit=${seek}><input class="input" type="search" maxlength="60" placeholder=${t("seek_by")} aria-label=${t("seek")} value=${typed} onInput=${(event) => setTyped(event.target.value)} /><button class="button">${icon("search", t("search"))}</button>${words && html`<button type="button" class="button button-plain" onClick=${all}>${t("show_all")}</button>`}</form>`}
    ${rows.length > 0 && html`<button type="button" class="button" onClick=${act.recheck}>${icon("refresh-cw")}${t("recheck")}</button>`}
    ${seated.length > 0 && html`<p class="soft small">${t("seated")}</p><ul class="stack-tight" id="seated">${seated.map((row) => html`<li key=${row.pair}><button type="button" class="tile" onClick=${() => act.show(row.pair)}><span class="body"><b>${row.name}</b><br /><span class="small">${row.when}</span></span></button></li>`)}</ul>`}
    <ol class="stack-tight">${rows.map((row) => html`<li key=${row.pair}><button type="button" data-pair=${row.pair} class=${"tile tile-bad" + (row.pair === chosen ? " tile-chosen" : "")} aria-pressed=${row.pair === chosen ? "true" : "false"} onClick=${() => act.choose(row.pair)} onKeyDown=${(event) => act.key(event, row)}>
      <span class="body"><b>${named(row)}</b> <span class="soft small">${row.place}</span>${row.must && html` <span class="badge badge-bad">${t("must_short")}</span>`}${row.out && html` <span class="badge">${t("out_short")}</span>`}<br /><span class="small">${row.why.join(" ")}${row.told && ` ${t("told", { time: row.told })}`}</span></span><span class="tile-handle" data-handle title=${t("handle")}>${icon("grip-vertical")}</span></button></li>`)}
      ${!rows.length && html`<li class="soft">${t(words ? "found_none" : "everybody")}</li>`}</ol>
    ${pages > 1 && html`<div class="pager"><span class="small">${t("page", { page, pages })}</span><div class="buttons">${turn(page - 1, "previous")}${turn(page + 1, "next")}</div></div>`}</section>`;
}
