/* Camera and microphone, tried on this telephone only: a picture, a level, and nothing that leaves the page. */

import { pageWords } from "./live.js";

const words = pageWords();
const box = document.getElementById("trying");
const HEARD = 15; // percent of half the range; a quiet room stays below 8
const QUIET_AFTER_MS = 8000;

let stream = null;
let context = null;
let timer = null;
let heard = false;
let begun = 0;

function part(selector) {
  return box.querySelector(selector);
}

function tell(text, kind) {
  const said = part(".trying-said");
  if (said.textContent !== text) {
    said.textContent = text;
  }
  said.className = "trying-said notice notice-" + kind;
  said.hidden = false;
}

/** Why this page cannot try it, or nothing. */
function obstacle() {
  if (!window.isSecureContext) {
    return words.try_http;
  }
  return navigator.mediaDevices && navigator.mediaDevices.getUserMedia ? "" : words.try_none;
}

function begin() {
  stop();
  navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" }, audio: true }).then(show, (error) => {
    const why = { NotAllowedError: "try_refused", SecurityError: "try_refused", NotFoundError: "try_missing", NotReadableError: "try_busy" };
    tell(words[why[error.name] || "try_none"], "warn");
  });
}

function show(found) {
  stream = found;
  heard = false;
  begun = Date.now();
  const picture = part("#try-picture");
  picture.srcObject = found;
  const playing = picture.play();
  if (playing) {
    playing.catch(() => undefined);
  }
  part(".trying-picture").hidden = false;
  part(".trying-level").hidden = false;
  part("#try").hidden = true;
  tell(words.try_speak, "note");
  listen(found);
}

function listen(found) {
  const Context = window.AudioContext || window.webkitAudioContext;
  context = new Context();
  const meter = context.createAnalyser();
  // 85 ms at 48 kHz, looked at every 100 ms: on a busy telephone a short word must not fall between two looks.
  meter.fftSize = 4096;
  // Not joined to the loudspeaker: nobody wants to hear himself.
  context.createMediaStreamSource(found).connect(meter);
  if (context.resume) {
    context.resume().catch(() => undefined);
  }
  const samples = new Uint8Array(meter.fftSize);
  timer = setInterval(() => measure(meter, samples), 100);
}

function measure(meter, samples) {
  meter.getByteTimeDomainData(samples);
  let peak = 0;
  for (let at = 0; at < samples.length; at += 1) {
    peak = Math.max(peak, Math.abs(samples[at] - 128));
  }
  const level = Math.min(100, Math.round((peak / 64) * 100));
  part("#try-level").value = level;
  const seen = part("#try-picture").videoWidth > 0;
  if (level >= HEARD && seen && !heard) {
    heard = true;
    tell(words.try_heard, "good");
    part("#try-done").hidden = false;
  } else if (!heard && Date.now() - begun > QUIET_AFTER_MS) {
    tell(words.try_quiet, "warn");
  }
}

function stop() {
  clearInterval(timer);
  if (stream) {
    stream.getTracks().forEach((track) => track.stop());
    stream = null;
  }
  if (context) {
    context.close();
    context = null;
  }
}

if (box) {
  const why = obstacle();
  if (why) {
    part("#try").hidden = true;
    tell(why, "note");
  } else {
    part("#try").addEventListener("click", begin);
    // The camera's lamp goes out when nobody looks at the page.
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && stream) {
        stop();
        part("#try").hidden = false;
        part(".trying-picture").hidden = true;
        part(".trying-level").hidden = true;
      }
    });
    part("#try-done").addEventListener("submit", stop);
    window.addEventListener("pagehide", stop);
  }
}
