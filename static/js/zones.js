/* For who is in another zone than the gathering: their own time beside the gathering's. Families and viewers see it only
   where the two clocks differ; without scripts only the gathering's time stands there, with its name. */

import { clock, say, writer } from "./live.js";

const island = document.getElementById("zone");
const there = island ? JSON.parse(island.textContent) : { zone: undefined };
/** Most viewers: a long schedule then asks for no other clock at all. */
const here = !island || there.zone === new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The dates as a zone's calendar shows them; without a zone, the viewer's own. */
function calendar(zone) {
  return writer(document.documentElement.lang, { month: "short", day: "numeric", timeZone: zone });
}
const days = calendar();
const daysThere = calendar(there.zone);

/** Whether it is another day where the viewer is, and null where both clocks agree. */
function otherDay(instant) {
  if (here || !instant) {
    return null;
  }
  const other = days.format(instant) !== daysThere.format(instant);
  return other || clock(instant) !== clock(instant, there.zone) ? other : null;
}

/** The sentence for an instant, or for a time from one to another; only whose time it is where both clocks agree. */
export function own(start, end) {
  const other = otherDay(start);
  if (other === null) {
    return there.name;
  }
  // With its date an hour fills the line of a telephone; the weekday and how long it lasts stand above.
  const time = other ? days.format(start) + " " + clock(start) : clock(start) + (end ? "\u2060–\u2060" + clock(end) : "");
  return say(there.own, { time });
}

/** The viewer's hour of an instant; empty where both clocks agree. Of which day it is stands in the sentence above. */
function hour(instant) {
  return otherDay(instant) === null ? "" : clock(instant);
}

/** Puts the viewer's own hour in its place beside the gathering's. */
export function beside(place, instant) {
  const mine = hour(instant);
  place.textContent = mine && "(" + mine + ")";
  place.hidden = !mine;
}

function each(selector, does) {
  Array.prototype.forEach.call(document.querySelectorAll(selector), does);
}

each("[data-own]", (place) => {
  place.textContent = own(Number(place.getAttribute("data-own")), Number(place.getAttribute("data-own-end")));
});
each("[data-beside]", (place) => beside(place, Number(place.getAttribute("data-beside"))));
each("[data-beside-means]", (place) => {
  place.hidden = otherDay(Number(place.getAttribute("data-beside-means"))) === null;
});
// The half hours of an evening, as the form writes them: until-1612530000000.
each("option", (option) => {
  const mark = /^(?:until|from)-(\d+)$/.exec(option.value);
  const mine = mark && hour(Number(mark[1]));
  if (mine) {
    option.textContent = say(there.choice, { words: option.textContent, time: mine });
  }
});
