/** One link laid open: both rows with their differences marked, who else is thought of, and the waterfall. */

import { html, useLayoutEffect, useRef } from "../desk/preact.js";
import { t } from "../desk/words.js";

const signed = (bits) => (bits < 0 ? "" : "+") + bits.toFixed(1);

function Marked({ pieces, differs, last }) {
  return html`<td class=${differs ? "differs" : ""}>${pieces.length && pieces[0][0] ? pieces.map(([text, off]) => (off ? html`<mark>${text}</mark>` : text)) : "—"}${differs && last && html` <span class="unseen">(${t("differs")})</span>`}</td>`;
}

/** How likely, or the words that the server gives where that says nothing. */
export function Likely({ row }) {
  return html`<span class=${row.instead ? "badge badge-warn" : "number"}>${row.instead || `${row.score.toFixed(1)}%`}</span>`;
}

export function Versus({ row, people }) {
  const head = (side, words) => html`<th>${words} <span class="nowrap">(<a href=${people + row[side]}>${t("number", { number: row[`${side}_number`] })}</a>)</span></th>`;
  return html`<table class="table versus"><thead><tr><td></td>${head("worker", t("worker_says"))}${head("family", t("family_says"))}</tr></thead>
    <tbody>${row.lines.map((line) => html`<tr><th scope="row">${line.label}</th>${line.marks.map((pieces, side) => html`<${Marked} pieces=${pieces} differs=${line.agrees === false} last=${side === 1} />`)}</tr>`)}</tbody></table>`;
}

export function Waterfall({ row }) {
  return html`<div class="waterfall"><h2>${t("waterfall")}</h2>
    ${row.bars.map((bar) => html`<div class="bar-row"><span class="what">${bar.words}</span><span class="track"><span class=${`bar ${bar.bits < 0 ? "bar-minus" : "bar-plus"} w-${bar.width}`}></span></span><span class="worth">${signed(bar.bits)}</span></div>`)}
    ${row.bars.length ? html`<div class="bar-row bar-sum"><span class="what">${t("together")}</span><span class="track-none"></span><span class="worth">${signed(row.bits)}</span></div>` : html`<p class="soft">${t("nothing")}</p>`}</div>`;
}

export function Rivals({ row, people, merge }) {
  if (!row.rivals.length) return null;
  return html`<div class="links-rivals"><h2>${t("rivals")}</h2><ul>${row.rivals.map(
    (rival, at) => html`<li><span><a href=${people + rival.worker}>${t("number", { number: rival.number })}</a> <b>${rival.name}</b> <span class="soft">${rival.village}</span> <span class="badge">${t(rival.standing)}</span> <${Likely} row=${rival} /></span>
      <button type="button" class="button" onClick=${() => merge(rival)}>${at === 0 && html`<span class="key">M</span>`}${t("merge")}</button></li>`,
  )}</ul></div>`;
}

/** The message to copy; Escape closes it, Enter copies it. */
export function Asking({ asking, copy, close, other }) {
  const button = useRef(null);
  useLayoutEffect(() => {
    button.current.focus();
  }, [asking]);
  return html`<section class="links-ask" role="dialog" aria-label=${t("message_to", { name: asking.name })} onKeyDown=${(event) => event.key === "Escape" && close()}>
    <h2>${t("message_to", { name: asking.name })}</h2>
    ${asking.before.map((words) => html`<p class="links-asked">${words}</p>`)}
    <textarea class="input ask-text" id="message" readonly rows=${asking.message.split("\n").length + 1} aria-label=${t("message_to", { name: asking.name })} value=${asking.message}></textarea>
    <div class="buttons"><button type="button" class="button button-go" ref=${button} onClick=${copy}>${t("copy")}</button>
      <button type="button" class="button" onClick=${other}>${asking.whom === "family" ? t("ask_worker") : t("ask_family")}</button>
      <button type="button" class="button button-plain" onClick=${close}><span class="key">Esc</span>${t("close")}</button></div></section>`;
}
