/** The right side: what the host reads about the pair on air and the next one, the notes, and what was done last. */
import { html, useEffect, useRef } from "./preact.js";
import { cued, sidesOf, writersOf } from "./model.js";
import { t } from "./words.js";
import { Offer } from "./wording.js";

export function Cards({ desk, state, air, next, wall }) {
  const kindOf = (row) => (row === air ? "air" : row === next ? "next" : "later");
  return html`<section class="cards" aria-label=${t("cards")}>
    ${cued(state).map((row) => html`<${Card} key=${row.id} desk=${desk} kind=${kindOf(row)} row=${row} card=${state.people.get(row.id)}
      writers=${writersOf(state, row.id, desk.who)} />`)}
    <${Log} state=${state} wall=${wall} />
  </section>`;
}

function Card({ desk, kind, row, card, writers }) {
  const top = useRef(null);
  useEffect(() => { top.current.scrollTop = 0; }, [row.id]);
  const sides = sidesOf(card);
  return html`<article class="card as-${kind} of-${row.kind}" aria-label="${t(`card.${kind}`)}: ${row.title}">
    <h2>${t(`card.${kind}`)}</h2>
    ${card ? html`<${Offer} desk=${desk} row=${row} card=${card} />` : null}
    <div class="text" ref=${top} tabindex="0" role="group" aria-label=${t("cue-card")}>
      ${row.notes.map((note, at) => html`<p class="remark" key=${row.note_ids[at]}><button type="button" class="plain" aria-label=${`${t("note.change")}: ${note}`}
        title=${t("note.change")} onClick=${() => desk.open("note", row.id, row.note_ids[at])}>✎</button> ${note}</p>`)}
      ${row.kind === "segment" ? html`<p class="name">${row.title}</p>` : html`
        ${sides.map(([name, side]) => html`<${Who} name=${name} side=${side} other=${name === "worker" ? card.family : card.worker} />`)}
        ${card && card.family && card.family.township ? html`<p class="greets">${t("greets", { township: card.family.township })}</p>` : null}
        <${Said} sides=${sides} field="message" /><${Said} sides=${sides} field="story" />`}
      ${row.agreed && kind !== "air" ? html`<p class="agreed">${t("agreed.note")}</p>` : null}
      <${Barred} row=${row} />
      ${writers.length ? html`<p class="writes">${t("writes", { by: writers.join(" ") })}</p>` : null}
      <button type="button" class="plain" onClick=${() => desk.open("note", row.id)}>${t("note.add")}</button>
      ${card && !desk.rehearsal ? html`<button type="button" class="plain" onClick=${() => desk.open("wording", row.id)}>${t("wording.open")}</button>` : null}
    </div>
  </article>`;
}

export function Barred({ row }) {
  return row.barred ? html`<p class="warn">${t(row.nobody ? "nobody.note" : "barred.note")}</p>` : null;
}

/** "李芳的女儿": a bare 女儿 beside a name was read as the daughter of that name. */
export function relationOf(side, other) {
  if (!side.relation) return "";
  return other && other.name ? t("relation.of", { name: other.name, relation: side.relation }) : side.relation;
}

const YEARS = ["years-away.none", "years-away.one"];
/** Any other word of a roster is shown as it was written. */
const KNOWN = new Set(["mandarin", "sichuan"]);

/** Who they are; what they say and their stories stand below for both, so that neither side's name is out of sight. */
export function Who({ name, side, other }) {
  const place = [side.place, (side.place || "").includes(side.township) ? "" : side.township].filter(Boolean).join(" · ");
  const facts = [
    relationOf(side, other),
    side.persons > 1 ? t("persons", { count: side.persons }) : "",
    typeof side.years_away === "number" ? t(YEARS[side.years_away] || "years-away", { count: side.years_away }) : "",
    KNOWN.has(side.dialect) ? t(`dialect.${side.dialect}`) : side.dialect,
  ].filter(Boolean);
  return html`<div class="person">
    <p class="name"><span class="which">${t(`side.${name}`)}</span>${side.name} <span class="pinyin" lang="zh-Latn">${side.pinyin}</span></p>
    <p class="where">${place}${facts.map((fact) => html`<span class="fact">${fact}</span>`)}</p>
  </div>`;
}

export function Said({ sides, field }) {
  return sides.filter(([, side]) => side[field]).map(([name, side]) => html`<p class=${field}>
    <b>${t(`side.${name}`)} · ${t(field)}</b>${side[field]}</p>`);
}

const SHOWN = 3;
const BY_ITSELF = new Set(["marked", "called", "promised"]);

function Log({ state, wall }) {
  const { undoable } = state.show;
  // The rows show readiness and calls; a phone's every step would push out what people did.
  const lines = state.log.filter((line) => line.revision === undoable || !BY_ITSELF.has(line.entry.kind)).slice(-SHOWN).reverse();
  if (lines.length === 0) return null;
  return html`<section class="log"><h2>${t("log")}</h2><ol>${lines.map((line) => html`<li key=${line.revision}>
    <time>${wall(line.at)}</time><span>${lineOf(state, line)}</span>${line.revision === undoable ? html`<kbd title=${t("undo")}>U</kbd>` : null}</li>`)}</ol></section>`;
}

/** "小王 跳过 李家 ↔ 张家": one change as a sentence. */
export function lineOf(state, line) {
  const step = line.entry.kind === "undone" && seen(state, line.entry.revision);
  const what = step ? t("did.undone.step", { step: stepOf(state, step) }) : stepOf(state, line);
  return [line.by, what].filter(Boolean).join(" ");
}

/** What a host reads after U; of an evening's steps the server names only the newest. */
export function undoneOf(state, revision) {
  const step = seen(state, revision);
  return step ? t("undone.step", { step: stepOf(state, step) }) : t("undone");
}

function seen(state, revision) {
  return state.log.find((line) => line.revision === revision);
}

function stepOf(state, line) {
  const { kind, item, seconds, agreed } = line.entry;
  const row = state.items.get(item);
  const what = t(agreed === false ? "did.agreed.not" : `did.${kind}`, { seconds: seconds > 0 ? `+${seconds}` : `−${Math.abs(seconds || 0)}` });
  return [what, row ? row.title : ""].filter(Boolean).join(" ");
}
