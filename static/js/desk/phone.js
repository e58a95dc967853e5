/** Whom to ring: both sides' people, their numbers hidden until the host asks; asking is recorded. */
import { html, useEffect, useRef, useState } from "./preact.js";
import { isParked, isToCome, silenceOf } from "./model.js";
import { t } from "./words.js";

export function Phone({ desk, row }) {
  const [found, put] = useState(null);
  const [failed, fail] = useState(false);
  const list = useRef(null);
  const address = `/api/v1/shows/${encodeURIComponent(desk.state.show.id)}/items/${encodeURIComponent(row.id)}/contacts`;
  const ask = (method) => {
    fail(false);
    fetch(address, { method, credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
      .then(put)
      .catch(() => fail(true));
  };
  useEffect(() => ask("GET"), [row.id]);
  // The button that was pressed is gone: without a focus in the box Esc would not close it.
  useEffect(() => { if (found && !found.masked) list.current.focus(); }, [found]);
  const silence = silenceOf(row, desk.now());
  const silent = (side) => silence && silence.sides.includes(side);
  const number = (phone) => (found.masked ? html`<span class="masked">${phone}</span>` : html`<a href=${`tel:${phone}`}>${phone}</a>`);
  const person = (side, one) => html`<li><span class="which">${t(`side.${side}`)}</span><b>${one.name}</b>
    ${one.phones.length ? one.phones.map(number) : html`<span>${t("phone.none")}</span>`}
    ${silent(side) ? html`<span class="warn">${t("phone.silent")}</span>` : null}</li>`;
  return html`<p>${row.title}</p>
    ${failed ? html`<p class="warn" role="alert">${t("phone.failed")}</p>` : null}
    ${found ? html`<ul class="numbers" tabindex="-1" ref=${list}>${["worker", "family"].map((side) => found[side].map((one) => person(side, one)))}</ul>` : html`<p>${t("phone.loading")}</p>`}
    ${isToCome(row) || isParked(row) ? html`<p class="agree"><button type="button" aria-pressed=${String(Boolean(row.agreed))}
      onClick=${() => desk.ask({ do: "agree", item: row.id, agreed: !row.agreed })}>${row.agreed ? "✓ " : ""}${t("agree")}</button> <span>${t("agree.note")}</span></p>` : null}
    <p class="end-of-form">${found && !found.masked ? null : html`<button type="button" class="main first" disabled=${!found && !failed}
      onClick=${() => ask("POST")}>${t("phone.show")}</button>`}</p>`;
}
