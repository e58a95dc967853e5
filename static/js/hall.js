/* The hall's big screen: now, next and the time, for eyes at the far wall. */

import { clock, connect, pageWords, say } from "./live.js";

const words = pageWords();
const hall = document.getElementById("hall");
const zone = hall.getAttribute("data-zone");
const address = hall.getAttribute("data-show");
let picture = null;
let line = null;

function put(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function places(item) {
  return item && item.worker ? [item.worker.place, item.family.place].filter((place) => place).join(" ↔ ") : "";
}

function sizeOf(text) {
  return text.length > 28 ? "hall-title longer" : text.length > 13 ? "hall-title long" : "hall-title";
}

function title() {
  if (picture.on_air) {
    return picture.on_air.title;
  }
  if (picture.state === "ready") {
    return picture.title;
  }
  return picture.state === "ended" ? words.thanks : words.pause;
}

function remaining() {
  if (picture.state === "held") {
    return words.held;
  }
  if (picture.state === "ready" && picture.next.length) {
    const minutes = Math.ceil((picture.next[0].expected - line.now()) / 60000);
    if (minutes > 90) {
      return say(words.begins, { clock: clock(picture.next[0].expected, zone) });
    }
    return minutes > 0 ? say(minutes === 1 ? words.begins_in_one : words.begins_in, { minutes }) : words.begins_soon;
  }
  if (picture.on_air && picture.on_air.until) {
    const minutes = Math.ceil((picture.on_air.until - line.now()) / 60000);
    return minutes > 0 ? say(minutes === 1 ? words.left_one : words.left, { minutes }) : words.closing;
  }
  return "";
}

function draw() {
  put("clock", clock(line.now(), zone));
  if (!picture) {
    return;
  }
  const now = title();
  put("label", words["state_" + picture.state]);
  put("title", now);
  document.getElementById("title").className = sizeOf(now);
  put("places", places(picture.on_air));
  put("remaining", remaining());
}

function drawNext() {
  const list = document.getElementById("next");
  list.textContent = "";
  picture.next.forEach((item) => {
    const row = document.createElement("li");
    const part = (name, text) => {
      const made = document.createElement("span");
      made.className = name;
      made.textContent = text;
      row.appendChild(made);
    };
    part("time", clock(item.expected, zone));
    part("what", item.title);
    part("where", places(item));
    list.appendChild(row);
  });
  document.getElementById("next-box").hidden = !picture.next.length;
  document.getElementById("hall").classList.toggle("hall-alone", !picture.next.length);
}

line = connect("/shows/" + address + "/screen/socket", {
  onPicture: (newest) => {
    picture = newest;
    draw();
    drawNext();
  },
  onState: (state) => {
    document.getElementById("stale").hidden = state !== "stale";
  },
  poll: "/api/v1/shows/" + address,
});
setInterval(draw, 1000);
