/** The links board: choose with the arrows, Y together, N not, U take back. The server's page is the same without it. */

import { html, render, useEffect, useLayoutEffect, useReducer, useRef } from "../desk/preact.js";
import { readWords, t } from "../desk/words.js";
import { send, toast } from "./sending.js";

const place = document.getElementById("board");
const { api, tab, people } = place.dataset;

const same = (one, other) => one && other && one.worker === other.worker && one.family === other.family;

/** What a decision makes of the state; `at` stays where the next link will be. */
function reduce(state, change) {
  if (change.choose !== undefined) {
    const at = Math.max(0, Math.min(state.rows.length - 1, change.choose));
    return { ...state, at };
  }
  if (change.decided) {
    const { row, standing } = change.decided;
    const leaves = tab === "review" || (tab === "linked") !== (standing !== "refused") || standing === "review";
    const rows = leaves ? state.rows.filter((one) => !same(one, row)) : state.rows.map((one) => (same(one, row) ? { ...one, standing } : one));
    return { rows, at: Math.min(state.at, Math.max(0, rows.length - 1)), past: [...state.past, row] };
  }
  if (change.back) {
    const row = change.back;
    const rest = state.rows.filter((one) => !same(one, row));
    const at = Math.min(state.at, rest.length);
    return { rows: [...rest.slice(0, at), row, ...rest.slice(at)], at, past: state.past.filter((one) => one !== row) };
  }
  return state;
}

function Tile({ row, chosen, choose }) {
  const self = useRef(null);
  useEffect(() => {
    if (chosen) self.current.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return html`<li ref=${self}><button type="button" class=${"tile" + (chosen ? " tile-chosen" : "")} aria-current=${chosen ? "true" : null} onClick=${choose}>
    <span class="body"><b>${row.worker_name} ↔ ${row.family_name}</b><br /><span class="soft small">${row.place}</span></span>
    <span class="number">${row.score.toFixed(1)}%</span></button></li>`;
}

function Cell({ line, words }) {
  return html`<td class=${line.agrees === false ? "differs" : ""}>${words || "—"}${line.agrees === false && html` <span class="unseen">(${t("differs")})</span>`}</td>`;
}

function Versus({ row }) {
  const head = (side, words) => html`<th>${words} · <a href=${people + row[side]}>${t("number", { number: row[`${side}_number`] })}</a></th>`;
  return html`<table class="table versus"><thead><tr><td></td>${head("worker", t("worker_says"))}${head("family", t("family_says"))}</tr></thead>
    <tbody>${row.lines.map((line) => html`<tr><th scope="row">${line.label}</th><${Cell} line=${line} words=${line.worker} /><${Cell} line=${line} words=${line.family} /></tr>`)}</tbody></table>`;
}

const signed = (bits) => (bits < 0 ? "" : "+") + bits.toFixed(1);

function Waterfall({ row }) {
  return html`<div class="waterfall"><h2>${t("waterfall")}</h2>
    ${row.bars.map((bar) => html`<div class="bar-row"><span class="what">${bar.words}</span><span class="track"><span class=${`bar ${bar.bits < 0 ? "bar-minus" : "bar-plus"} w-${bar.width}`}></span></span><span class="worth">${signed(bar.bits)}</span></div>`)}
    <div class="bar-row bar-sum"><span class="what">${t("together")}</span><span class="track-none"></span><span class="worth">${signed(row.bits)}</span></div></div>`;
}

function Board({ first }) {
  const [state, change] = useReducer(reduce, { rows: first, at: Math.max(0, first.findIndex((row) => same(row, asked))), past: [] });
  const row = state.rows[state.at];
  const busy = useRef(false);

  async function decide(chosen, standing, then) {
    if (!chosen || busy.current) return;
    busy.current = true;
    const answer = await send(api, { worker: chosen.worker, family: chosen.family, standing });
    busy.current = false;
    const names = { worker: chosen.worker_name, family: chosen.family_name };
    if (!answer || answer.refused) return toast(t("failed"));
    document.getElementById("count-review").textContent = answer.review;
    document.getElementById("count-linked").textContent = answer.linked;
    change(then);
    toast(t(`done_${standing}`, names), standing === "confirmed" || standing === "refused" ? { words: t("undo"), press: () => back(chosen) } : null);
  }
  const judge = (standing) => decide(row, standing, { decided: { row, standing } });
  const back = (past) => decide(past, past.standing === "linked" ? "linked" : "review", { back: past });

  // before the first paint: whoever sees the board can already use it
  useLayoutEffect(() => {
    const keys = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) return;
      const acts = {
        ArrowDown: () => change({ choose: state.at + 1 }),
        ArrowUp: () => change({ choose: state.at - 1 }),
        y: () => judge("confirmed"),
        n: () => judge("refused"),
        u: () => state.past.length && back(state.past[state.past.length - 1]),
      };
      const act = acts[event.key] || acts[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", keys);
    return () => document.removeEventListener("keydown", keys);
  });

  if (!row) return html`<div class="empty"><p>${t("empty")}</p></div>`;
  return html`<div class="links-board"><ol class="links-list" aria-label=${t("list")}>
      ${state.rows.map((one, at) => html`<${Tile} key=${one.worker + one.family} row=${one} chosen=${at === state.at} choose=${() => change({ choose: at })} />`)}</ol>
    <section class="links-open">
      <div class="links-judge"><p class="links-rule"><span class="badge">${t(row.standing)}</span> ${row.rule}</p><div class="buttons">
        ${(row.standing === "confirmed" || row.standing === "refused") && html`<button type="button" class="button" onClick=${() => judge("review")}>${t("undo")}</button>`}
        ${row.standing !== "refused" && html`<button type="button" class="button button-bad" onClick=${() => judge("refused")}><span class="key">N</span> ${t("no")}</button>`}
        ${row.standing !== "confirmed" && html`<button type="button" class="button button-go" onClick=${() => judge("confirmed")}><span class="key">Y</span> ${t("yes")}</button>`}
      </div></div>
      <${Versus} row=${row} /><${Waterfall} row=${row} /><p class="soft small keys">${t("keys")}</p>
    </section></div>`;
}

readWords(document);
const asked = Object.fromEntries(new URLSearchParams(location.search));
const { links } = JSON.parse(document.getElementById("links").textContent);
if (links.length) {
  place.textContent = "";
  render(html`<${Board} first=${links} />`, place);
}
