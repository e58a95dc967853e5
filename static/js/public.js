/* A show's public page: what is on and what comes next, kept right by the socket. */

import { clock, connect, pageWords, say } from "./live.js";

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
  return minutes > 0 ? say(words.left, { minutes }) : words.closing;
}

function drawNow() {
  const on = picture.on_air;
  put("now-label", words["state_" + picture.state]);
  put("now-title", on ? on.title : picture.state === "ready" ? say(words.begins, { clock: clock(picture.planned_start || firstStart(), zone) }) : picture.state === "ended" ? words.thanks : words.pause);
  put("now-places", places(on));
  put("now-until", on && on.until && picture.state === "live" ? left(on.until) : "");
}

function firstStart() {
  return picture.next.length ? picture.next[0].expected : picture.planned_end;
}

function drawNext() {
  const list = document.getElementById("coming");
  list.textContent = "";
  picture.next.forEach((item) => {
    const row = document.createElement("li");
    const time = document.createElement("time");
    time.dateTime = new Date(item.expected).toISOString();
    time.textContent = clock(item.expected, zone);
    const what = document.createElement("span");
    what.textContent = item.title;
    const where = places(item);
    if (where) {
      const small = document.createElement("small");
      small.className = "soft";
      small.textContent = " " + where;
      what.appendChild(small);
    }
    row.appendChild(time);
    row.appendChild(what);
    list.appendChild(row);
  });
  document.getElementById("coming-box").hidden = !picture.next.length;
}

function drawRows() {
  const next = {};
  picture.next.forEach((item) => (next[item.item] = item.expected));
  let passed = picture.on_air !== null || picture.state === "ended";
  Array.prototype.forEach.call(document.querySelectorAll("tr[data-item]"), (row) => {
    const id = row.getAttribute("data-item");
    const on = picture.on_air !== null && picture.on_air.item === id;
    if (on || id in next) {
      passed = false;
    }
    row.classList.toggle("on-air", on);
    const state = row.querySelector(".state");
    if (on) {
      state.textContent = words.on_air;
    } else if (state.textContent === words.on_air) {
      state.textContent = passed ? words.aired : "";
      row.classList.add("over");
    }
    if (id in next) {
      row.querySelector("time").textContent = clock(next[id], zone);
    }
  });
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
