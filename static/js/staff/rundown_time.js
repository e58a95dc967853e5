/** The board true to time: one axis for all stages of a day, every row where it stands and as tall as it is long. */

import { html } from "../desk/preact.js";

/** Pixels of the shortest greeting: one line of text, or what a finger hits. */
const LINE = matchMedia("(pointer: coarse)").matches ? 44 : 26;
const SHORTEST_S = 30;
const USUAL_S = 60;
const SPLIT = 48;

/** From when to when the shows reach, and how many pixels a second takes. */
export function axisOf(shows) {
  const lengths = shows.flatMap((show) => show.rows.filter((row) => row.pair).map((row) => row.seconds));
  const shortest = Math.max(SHORTEST_S, Math.min(...lengths, lengths.length ? Infinity : USUAL_S));
  const scale = LINE / shortest;
  return { scale, from: Math.min(...shows.map((show) => show.start)), to: Math.max(...shows.map((show) => show.end)) };
}

const pixels = (axis, ms) => (ms / 1000) * axis.scale;

/** Where a span lies on the axis, as a style. */
export function lies(axis, from, to) {
  return { top: `${pixels(axis, from - axis.from)}px`, height: `${pixels(axis, to - from)}px` };
}

export const tall = (axis) => ({ height: `${pixels(axis, axis.to - axis.from)}px` });

/** A row's place; one that is long enough has two lines of text. */
export function row(axis, one) {
  const height = one.seconds * axis.scale;
  return { style: lies(axis, one.start, one.start + one.seconds * 1000), kind: height < SPLIT ? "plan-row" : "plan-row plan-row-two" };
}

/** Whether two of the shows are on at once: then they are best seen side by side. */
export function atOnce(shows) {
  return shows.some((one, at) => shows.slice(at + 1).some((other) => one.start < other.end && other.start < one.end));
}

export function Hours({ axis, shows }) {
  const ticks = new Map(shows.flatMap((show) => show.ticks));
  return html`<div class="plan-hours" aria-hidden="true"><div class="column-head"></div><div class="plan-hours-body" style=${tall(axis)}>
    ${[...ticks].map(([at, time]) => html`<span key=${at} class=${at === axis.from ? "plan-first" : null} style=${lies(axis, at, at)}>${time}</span>`)}</div></div>`;
}

/** When a show is open, and when both sides of the chosen pair are there, behind its rows. */
export function Spans({ axis, show, seen }) {
  const bar = (kind) => ([a, b]) => {
    const from = Math.max(a, show.start);
    const to = Math.min(b, show.end);
    return to > from && html`<span class=${`plan-span plan-span-${kind}`} style=${lies(axis, from, to)}></span>`;
  };
  return html`<li class="plan-behind" aria-hidden="true"><span class="plan-open" style=${lies(axis, show.start, show.end)}></span>${show.ticks.map(([at]) => html`<span class="plan-tick" key=${at} style=${lies(axis, at, at)}></span>`)}
    ${seen && seen.worker.map(bar("worker"))}${seen && seen.family.map(bar("family"))}</li>`;
}
