/** Readiness of one party: a shape, a colour and a word, so that no one of them has to be seen. */
import { html } from "./preact.js";
import { t } from "./words.js";

const SHAPES = {
  invited: html`<circle cx="10" cy="10" r="7" fill="none" stroke-width="2.5" stroke-dasharray="3.4 2.4" />`,
  confirmed: html`<circle cx="10" cy="10" r="7" fill="none" stroke-width="2.5" />`,
  waiting: html`<g><circle cx="10" cy="10" r="7" fill="none" stroke-width="2.5" /><path d="M10 3a7 7 0 0 1 0 14z" stroke="none" /></g>`,
  checked: html`<g><circle cx="10" cy="10" r="7" fill="none" stroke-width="2.5" /><circle cx="10" cy="10" r="3.6" stroke="none" /></g>`,
  ready: html`<g><circle cx="10" cy="10" r="8.5" stroke="none" /><path class="inner" d="M5.8 10.3l3 3 5.4-6" fill="none" stroke-width="2.5" /></g>`,
  lost: html`<g><path d="M10 2l8.8 16H1.2z" stroke="none" /><path class="inner" d="M10 8v4.5M10 14.6v1.4" fill="none" stroke-width="2.2" /></g>`,
  no_show: html`<g><rect x="1.8" y="1.8" width="16.4" height="16.4" rx="3" stroke="none" /><path class="inner" d="M6 6l8 8M14 6l-8 8" fill="none" stroke-width="2.6" /></g>`,
};

/** One party's light; `side` is worker or family, `long` prints which side it is, `since` for how many minutes it is so. */
export function Light({ side, state, long, since = null }) {
  const time = since === null ? "" : t("since", { minutes: since });
  const label = `${t(`side.${side}`)} ${t(`ready.${state}`)} ${time}`.trim();
  return html`<span class="light ${state}" title=${label}>
    <svg viewBox="0 0 20 20" aria-hidden="true">${SHAPES[state] || SHAPES.invited}</svg>
    <span class=${long ? "" : "hidden"}>${t(`side.${side}`)} </span><span class="word">${t(`ready.${state}`)}</span>${since === null ? null : html`<span class="since" aria-hidden="true">${since}′</span><span class="hidden"> ${time}</span>`}
  </span>`;
}
