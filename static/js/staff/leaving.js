/** Signed out by hand in another tab: what this one keeps of the account goes too. A session that only ran out leaves it for whoever signs in again. */

import { clear } from "./drawer.js";

const { account } = document.getElementById("leaving").dataset;

addEventListener("storage", ({ key, newValue }) => {
  if (key !== "reunion-left" || newValue !== account) return;
  try {
    clear(sessionStorage, account);
  } catch (_) {
    // Without storage the page kept it in itself alone, and goes.
  }
  // Asked for anew: loaded again, a step of a form would be sent once more.
  location.replace(location.pathname + location.search);
});
