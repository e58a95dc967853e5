/** Correcting a cue card in the last minute, and what was corrected elsewhere while somebody reads it. */
import { html, useRef, useState } from "./preact.js";
import { writersOf } from "./model.js";
import { t } from "./words.js";

const FIELDS = ["relation", "years_away", "dialect", "message", "story"];
/** As domain/limits.py has them; the server says no to more. */
const MOST = { relation: 10, dialect: 10, message: 200, story: 300 };
const SIDES = ["worker", "family"];
const DIALECTS = ["", "mandarin", "sichuan"];

function send(desk, row, path, method, body) {
  const address = `/api/v1/shows/${encodeURIComponent(desk.state.show.id)}/items/${encodeURIComponent(row.id)}/card${path}`;
  return fetch(address, { method, credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

/** The words that stand, with what is offered for them: whoever corrects goes on from there. */
function standing(card, side) {
  return { ...card[side], ...(card.offer ? card.offer[side] : {}) };
}

function spoken(field, value) {
  if (value === null || value === "") return t("wording.nothing");
  return field === "dialect" && DIALECTS.includes(value) ? t(`dialect.${value}`) : String(value);
}

export function Wording({ desk, state, row: chosen, first }) {
  // In another run the item of this id is somebody else's: the box stays the card's that it was opened for.
  const [{ run, row }] = useState({ run: state.run, row: chosen });
  const [begun, begin] = useState(state.people.get(row.id));
  const replaced = state.run !== run;
  const now = replaced ? begun : state.people.get(row.id);
  const form = useRef(null);
  const [wrong, say] = useState("");
  const [other = first] = writersOf(state, row.id, desk.who);
  const save = (event) => {
    event.preventDefault();
    const body = { run, version: begun.version };
    SIDES.forEach((side) => { body[side] = changesOf(form.current, side, standing(begun, side)); });
    if (!SIDES.some((side) => Object.keys(body[side]).length)) { desk.done(); return; }
    send(desk, row, "", "PUT", body).then((answer) => {
      if (answer.ok) { desk.done(); return; }
      say(answer.status === 409 ? "wording.meanwhile" : "wording.failed");
      if (answer.status === 409 && desk.state.run === run) begin(desk.state.people.get(row.id));
    }, () => say("wording.failed"));
  };
  const said = replaced ? "wording.replaced" : wrong;
  return html`<form class="wording" ref=${form} onSubmit=${save}><p>${row.title}</p>
    ${other ? html`<p class="writes" role="status">${t("writes", { by: other })} ${t("writes.both")}</p>` : null}
    ${said ? html`<p class="warn" role="alert">${t(said)}</p>` : null}
    <div class="sides">${SIDES.filter((side) => now[side]).map((side) => html`<fieldset key=${side}><legend>${t(`side.${side}`)} · ${now[side].name}</legend>
      ${FIELDS.map((field) => html`<${Entry} desk=${desk} side=${side} field=${field} value=${standing(now, side)[field]}
        newer=${begun !== now && standing(begun, side)[field] !== standing(now, side)[field] ? spoken(field, standing(now, side)[field]) : ""} />`)}</fieldset>`)}</div>
    ${replaced ? null : html`<p class="end-of-form"><button type="submit" class="main">${t("save")}</button></p>`}</form>`;
}

/** One field as it was when the box was opened; what somebody else wrote meanwhile stands below it. */
function Entry({ desk, side, field, value, newer }) {
  const [from] = useState(value);
  const shared = { name: `${side}.${field}`, onInput: () => desk.touch() };
  const options = DIALECTS.includes(from) ? DIALECTS : [...DIALECTS, from];
  const input = field === "years_away" ? html`<input type="number" inputmode="numeric" min="0" max="60" defaultValue=${from === null ? "" : from} ...${shared} />`
    : field === "dialect" ? html`<select ...${shared}>${options.map((one) => html`<option value=${one} selected=${one === from}>${one === "" ? t("wording.nothing") : spoken(field, one)}</option>`)}</select>`
      : field === "relation" ? html`<input maxlength=${MOST.relation} autocomplete="off" defaultValue=${from} ...${shared} />`
        : html`<textarea rows="2" maxlength=${MOST[field]} defaultValue=${from} ...${shared}></textarea>`;
  return html`<label class=${MOST[field] > 20 ? "wide" : ""}>${t(`wording.${field}`)}${input}${newer ? html`<small class="newer">${t("wording.newer", { value: newer })}</small>` : null}</label>`;
}

function changesOf(form, side, before) {
  const changed = {};
  FIELDS.forEach((field) => {
    const input = form.elements[`${side}.${field}`];
    if (!input) return;
    const typed = field === "years_away" ? (input.value === "" ? null : Number(input.value)) : input.value.trim();
    if (typed !== before[field]) changed[field] = typed;
  });
  return changed;
}

/** Of a name that is another one the pinyin follows; a card has no room for both. */
function shown(fields) {
  return Object.entries(fields).filter(([field]) => field !== "pinyin" || fields.name === undefined);
}

/** What somebody wants to read otherwise on a card that is being read: nothing is replaced unasked. */
export function Offer({ desk, row, card }) {
  const [failed, fail] = useState(false);
  const { offer } = card;
  if (!offer || desk.rehearsal) return null;
  const settle = (use) => send(desk, row, "/offer", "POST", { run: desk.state.run, version: card.version, use }).then((answer) => fail(!answer.ok && answer.status !== 409), () => fail(true));
  const lines = SIDES.flatMap((side) => shown(offer[side]).map(([field, value]) => html`<li>${t(`side.${side}`)} · ${t(`wording.${field}`)}：${spoken(field, value)}</li>`));
  return html`<div class="offer" role="status"><b>${offer.by ? t("offer.by", { by: offer.by }) : t("offer.people")}</b><ul>${lines}</ul>
    ${failed ? html`<p class="warn" role="alert">${t("wording.failed")}</p>` : null}
    <p class="buttons"><button type="button" class="main" onClick=${() => settle(true)}>${t("offer.use")}</button>
      <button type="button" onClick=${() => settle(false)}>${t("offer.keep")}</button></p></div>`;
}
