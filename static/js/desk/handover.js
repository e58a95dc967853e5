/** The word that the last host left for the next one: over the board until it was read, and where it is written. */
import { html, useRef } from "./preact.js";
import { t } from "./words.js";

export function Handover({ desk, state }) {
  const note = state.handover;
  if (!note || (desk.read && desk.read.at === note.at && desk.read.text === note.text)) return null;
  return html`<aside class="handover" aria-label=${t("handover")}>
    <p><b>${t("handover")} · ${note.by} ${desk.wall(note.at)}</b> <span>${note.text}</span></p>
    <button type="button" onClick=${() => desk.open("handover")}>${t("handover.change")}</button>
    <button type="button" onClick=${() => desk.putAway()}>${t("handover.read")}</button>
  </aside>`;
}

export function HandOver({ desk, state }) {
  const text = useRef(null);
  const note = state.handover;
  const hand = (said) => {
    // The protocol takes no line breaks.
    desk.handOver(said.replace(/\s+/g, " ").trim());
    desk.done();
  };
  const send = (event) => {
    event.preventDefault();
    hand(text.current.value);
  };
  return html`<form onSubmit=${send}>
    ${note ? html`<p>${note.by} ${desk.wall(note.at)}</p>` : null}
    <label>${t("handover.for")}<textarea ref=${text} rows="5" maxlength="300" required defaultValue=${note ? note.text : ""}></textarea></label>
    <p class="end-of-form">${note ? html`<button type="button" onClick=${() => hand("")}>${t("handover.clear")}</button>` : null}
      <button type="submit" class="main">${t("save")}</button></p></form>`;
}
