/** Who signed out takes along what tabs keep of the account; what was pressed and not sent waits, and somebody is told so. */

import { clear } from "./drawer.js";
import { lasts } from "./presses.js";

const { left } = document.getElementById("presses-wait").dataset;

if (left) {
  // Loaded again, the page must not take what a session keeps that has begun since.
  history.replaceState(null, "", location.pathname);
}
try {
  if (left) {
    clear(sessionStorage, left);
    // Other tabs hear of it.
    localStorage.setItem("reunion-left", left);
    localStorage.removeItem("reunion-left");
  }
  const waits = (key) => key.startsWith("reunion-presses ") && lasts(JSON.parse(localStorage.getItem(key)), Date.now());
  document.getElementById("presses-wait").hidden = !Object.keys(localStorage).some(waits);
} catch (_) {
  // Without storage nothing was kept.
}
