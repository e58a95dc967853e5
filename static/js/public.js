/* A show's public page: what is on and what comes next, kept right by the socket. */

import { clock, connect, pageWords, say } from "./live.js";
import { beside } from "./zones.js";

const words = pageWords();
const page = document.getElementById("show");
const zone = page.getAttribute("data-zone");
const address = page.getAttribute("data-show");
let picture = null;
let line = null;

function put(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== text) {
    element.textContent = text;
  }
  element.hidden = !text;
}

function places(item) {
  return item && item.worker ? [item.worker.place, item.family.place].filter((place) => place).join(" ↔ ") : "";
}

function left(until) {
  const minutes = Math.ceil((until - line.now()) / 60000);
  return minutes > 0 ? say(minutes === 1 ? words.left_one : words.left, { minutes }) : words.closing;
}

function drawNow() {
  const on = picture.on_air;
  put("now-label", words["state_" + picture.state]);
  put("now-title", on ? on.title : picture.state === "ready" ? beginning() : picture.state === "ended" ? words.thanks : words.pause);
  put("now-places", places(on));
  document.getElementById("invitation").hidden = picture.state === "ended";
  put("now-until", on && on.until && picture.state === "live" ? left(on.until) : "");
  if (picture.state === "ended") {
    anew();
  }
}

function beginning() {
  const start = Number(page.getAttribute("data-start"));
  return line.now() > start ? words.begins_soon : say(words.begins, { clock: clock(start, zone) });
}

function drawNext() {
  const list = document.getElementById("coming");
  list.textContent = "";
  picture.next.forEach((item) => {
    const row = document.createElement("li");
    const when = document.createElement("span");
    when.className = "time";
    const time = when.appendChild(document.createElement("time"));
    time.dateTime = new Date(item.expected).toISOString();
    time.textContent = clock(item.expected, zone);
    const mine = when.appendChild(document.createElement("small"));
    mine.className = "own-hour soft";
    beside(mine, item.expected);
    const what = document.createElement("span");
    what.textContent = item.title;
    const where = places(item);
    if (where) {
      const small = document.createElement("small");
      small.className = "soft";
      small.textContent = where;
      what.appendChild(document.createTextNode("\u2002"));
      what.appendChild(small);
    }
    row.appendChild(when);
    row.appendChild(what);
    list.appendChild(row);
  });
  document.getElementById("coming-box").hidden = !picture.next.length;
}

/** Seconds by which the item at this place of the order comes later than planned. */
function lateAt(position) {
  let seconds = 0;
  picture.drift.forEach((step) => {
    if (step[0] <= position) {
      seconds = step[1];
    }
  });
  return seconds;
}

function putTime(row, instant) {
  row.querySelector("time").textContent = clock(instant, zone);
  beside(row.querySelector("[data-beside]"), instant);
}

function drawRows() {
  const rows = Array.prototype.slice.call(document.querySelectorAll("tr[data-item]"));
  const ids = rows.map((row) => row.getAttribute("data-item"));
  const on = picture.on_air && picture.on_air.item;
  const ahead = picture.next.length ? ids.indexOf(picture.next[0].item) : ids.length;
  if (rows.length && ((on && ids.indexOf(on) < 0) || ahead < 0)) {
    anew();
    return;
  }
  rows.forEach((row, position) => {
    const state = row.querySelector(".state");
    row.classList.toggle("on-air", ids[position] === on);
    if (ids[position] === on) {
      unfold(row);
      state.textContent = words.on_air;
      putTime(row, picture.on_air.since);
    } else if (state.textContent === words.on_air) {
      state.textContent = words.aired;
      row.classList.add("over");
    } else if (position >= ahead && !row.classList.contains("over")) {
      putTime(row, Number(row.getAttribute("data-planned")) + lateAt(Number(row.getAttribute("data-at"))) * 1000);
    }
  });
}

/** Who is on air is not folded away. */
function unfold(row) {
  const fold = row.closest("details");
  if (fold) {
    fold.open = true;
  }
}

let asked = false;
/** The order has changed, or what there was stands there now: fetch the page again, but not all pages in the same second. */
function anew() {
  if (!asked) {
    asked = true;
    setTimeout(() => location.reload(), 5000 + Math.random() * 55000);
  }
}

function draw() {
  if (picture) {
    drawNow();
    drawNext();
    drawRows();
  }
}

function connection(state) {
  const badge = document.getElementById("connection");
  badge.querySelector("[data-words]").textContent = words["line_" + state];
  badge.classList.toggle("notice-warn", state === "stale");
  badge.hidden = state === "live";
}

line = connect("/shows/" + address + "/screen/socket", {
  onPicture: (newest) => {
    picture = newest;
    draw();
  },
  onState: connection,
  poll: "/api/v1/shows/" + address,
});
setInterval(() => picture && drawNow(), 5000);
