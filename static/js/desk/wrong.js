/** Why what was written in a box did not go: said in the box, where it still stands. */
import { html } from "./preact.js";

export function Wrong({ text }) {
  return text ? html`<p class="warn" role="alert">${text}</p>` : null;
}
