/* The lower third over the stream: names of the pair on air, nothing else, nothing when unsure. */

import { connect } from "./live.js";

const strip = document.getElementById("strip");
const address = strip.getAttribute("data-show");
let item = null;

function plate(id, words, place) {
  const element = document.getElementById(id);
  const name = element.querySelector(".plate-name");
  name.textContent = words;
  name.className = "plate-name" + (words.length > 24 ? " longer" : words.length > 12 ? " long" : "");
  element.querySelector(".plate-place").textContent = place;
  element.hidden = !words && !place;
}

function draw(picture) {
  const on = picture.state === "live" || picture.state === "held" ? picture.on_air : null;
  const changed = (on && on.item + on.title) !== item;
  item = on && on.item + on.title;
  if (!on) {
    strip.classList.remove("shown");
    return;
  }
  if (!changed) {
    return;
  }
  if (on.worker) {
    plate("worker", on.worker.name, on.worker.place);
    plate("family", on.family.name, on.family.place);
    plate("segment", "", "");
  } else {
    plate("worker", "", "");
    plate("family", "", "");
    plate("segment", on.title, "");
  }
  strip.classList.add("shown");
}

connect("/shows/" + address + "/screen/socket", { onPicture: draw, poll: "/api/v1/shows/" + address });
