/** The word that the last host left for the next one: over the board until it was read, and where it is written. */
import { html, useRef } from "./preact.js";
import { t } from "./words.js";
import { Wrong } from "./wrong.js";

export function Handover({ desk, state }) {
  const note = state.handover;
  if (!note || (desk.read && desk.read.at === note.at && desk.read.text === note.text)) return null;
  return html`<aside class="handover" aria-label=${t("handover")}>
    <p><b>${t("handover")} · ${note.by} ${desk.wall(note.at)}</b> <span>${note.text}</span></p>
    <button type="button" onClick=${() => desk.open("handover")}>${t("handover.change")}</button>
    <button type="button" onClick=${() => desk.putAway()}>${t("handover.read")}</button>
  </aside>`;
}

export function HandOver({ desk, state, wrong }) {
  const text = useRef(null);
  const note = state.handover;
  // The protocol takes no line breaks.
  const hand = (said) => desk.save({ do: "hand_over", text: said.replace(/\s+/g, " ").trim() });
  const send = (event) => {
    event.preventDefault();
    hand(text.current.value);
  };
  return html`<form onSubmit=${send}>
    ${note ? html`<p>${note.by} ${desk.wall(note.at)}</p>` : null}
    <${Wrong} text=${wrong} />
    <label>${t("handover.for")}<textarea ref=${text} rows="5" maxlength="300" required onInput=${(event) => desk.touch(event.target.value)}
      defaultValue=${desk.draft() ?? (note ? note.text : "")}></textarea></label>
    <p class="end-of-form">${note ? html`<button type="button" disabled=${desk.saving()} onClick=${() => hand("")}>${t("handover.clear")}</button>` : null}
      <button type="submit" class="main" disabled=${desk.saving()}>${t("save")}</button></p></form>`;
}
