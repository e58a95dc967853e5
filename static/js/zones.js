/* For who is in another zone than the gathering: their own time below the gathering's. Families and viewers see it only
   where the two clocks differ; without scripts only the gathering's time stands there. */

import { clock, say } from "./live.js";

const island = document.getElementById("zone");
const there = island ? JSON.parse(island.textContent) : { zone: undefined, own: "" };

/** The date as this zone's calendar shows it; without a zone, the viewer's own. */
function date(instant, zone) {
  const parts = { weekday: "short", month: "short", day: "numeric", timeZone: zone };
  return new Date(instant).toLocaleDateString(document.documentElement.lang, parts);
}

/** The sentence for an instant, or for a time from one to another; empty where both clocks agree. */
export function own(start, end) {
  const sameDay = date(start) === date(start, there.zone);
  if (!there.own || !start || (sameDay && clock(start) === clock(start, there.zone))) {
    return "";
  }
  const hours = clock(start) + (end ? "\u2060–\u2060" + clock(end) : "");
  return say(there.own, { time: sameDay ? hours : date(start) + " " + hours });
}

Array.prototype.forEach.call(document.querySelectorAll("[data-own]"), (place) => {
  place.textContent = own(Number(place.getAttribute("data-own")), Number(place.getAttribute("data-own-end")));
  place.hidden = !place.textContent;
});
