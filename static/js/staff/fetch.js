/** The list renews itself, unless somebody is in the middle of pressing something or reads a number; and says so when it cannot. */

const EVERY_MS = 10000;
const stale = document.getElementById("stale");

async function renew() {
  if (document.hidden || document.querySelector("#fetches a[href^=tel]")) return;
  try {
    const answer = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store" });
    if (answer.redirected) location.reload();
    const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("fetches");
    const list = document.getElementById("fetches");
    stale.hidden = Boolean(fresh);
    if (fresh && !fresh.isEqualNode(list) && !list.contains(document.activeElement)) list.replaceWith(fresh);
  } catch (_) {
    // No line just now: the next round tries again.
    stale.hidden = false;
  }
}

setInterval(renew, EVERY_MS);
document.addEventListener("visibilitychange", () => document.hidden || renew());
