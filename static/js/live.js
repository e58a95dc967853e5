/* The live line of every page that only shows: pictures over a socket, and over plain polls when there is none.

   connect(url, { onPicture, onYou, onGone, onState, poll, silence }) -> { now(), close() }
     onPicture(picture)  the newest picture of the show (docs/protocol.md); never an older one than before
     onYou(line)         a family's own line
     onGone()            the family has no place in this show any more
     onState("live" | "stale" | "polling")
     poll                address of the same as JSON: a picture, or { picture, you }
     silence             milliseconds without a word after which the line counts as lost; a screen's unless given
     now()               UTC milliseconds by the server's clock
   The page never has to be loaded again by hand: it comes back by itself after sleep, silence and restarts. */

const SILENCE_MS = 45000; // two ticks of 20 s may be late
const FIRST_MS = 500;
const LONGEST_MS = 15000;
const POLL_MS = 10000;
const POLL_AFTER = 3; // failed attempts in a row

export function connect(url, options) {
  const line = new Line(url, options);
  line.open();
  return { now: () => line.now(), close: () => line.end() };
}

class Line {
  constructor(url, options) {
    const address = new URL(url, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    this.url = address.href;
    this.options = options;
    this.silence = options.silence || SILENCE_MS;
    this.patience = SILENCE_MS;
    this.answered = false;
    this.socket = null;
    this.ended = false;
    this.failures = 0;
    this.offset = null;
    this.run = null;
    this.revision = -1;
    this.state = null;
    this.timers = {};
    this.wake = () => this.look();
    document.addEventListener("visibilitychange", this.wake);
    window.addEventListener("pageshow", this.wake);
    window.addEventListener("online", this.wake);
  }

  now() {
    return Date.now() + (this.offset || 0);
  }

  open() {
    clearTimeout(this.timers.again);
    this.drop();
    let socket;
    try {
      socket = new WebSocket(this.url);
    } catch (error) {
      this.lost();
      return;
    }
    this.socket = socket;
    // a slow line may take longer to come about than it may be silent afterwards
    this.watch(SILENCE_MS);
    socket.onmessage = (event) => {
      if (socket === this.socket) {
        this.failures = 0;
        this.stopPolling();
        this.watch(this.silence);
        this.tell("live");
        this.take(JSON.parse(event.data), 0);
      }
    };
    socket.onclose = () => {
      if (socket === this.socket) {
        this.lost();
      }
    };
  }

  /** Takes the handlers off first: a socket that is given up must not speak any more. */
  drop() {
    const socket = this.socket;
    this.socket = null;
    if (socket) {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
  }

  lost() {
    this.drop();
    clearTimeout(this.timers.silence);
    this.tell(this.answered ? "polling" : "stale");
    this.failures += 1;
    if (this.failures >= POLL_AFTER) {
      this.startPolling();
    }
    const most = Math.min(LONGEST_MS, FIRST_MS * Math.pow(2, this.failures));
    // Jitter over the whole span: ten thousand pages must not come back at once.
    clearTimeout(this.timers.again);
    this.timers.again = setTimeout(() => this.ended || this.open(), FIRST_MS + Math.random() * most);
  }

  watch(patience) {
    this.heard = Date.now();
    this.patience = patience;
    clearTimeout(this.timers.silence);
    this.timers.silence = setTimeout(() => this.ended || this.lost(), patience);
  }

  /** The page is seen again: timers slept meanwhile, and a socket may be dead without knowing. */
  look() {
    if (this.ended || document.visibilityState === "hidden") {
      return;
    }
    const open = this.socket && this.socket.readyState <= WebSocket.OPEN;
    if (!open || Date.now() - this.heard > this.patience) {
      this.open();
    }
  }

  take(message, travelled) {
    if (typeof message.server_time === "number") {
      this.setClock(message.server_time, travelled);
    }
    if (message.type === "picture" && this.isNewer(message)) {
      this.run = message.run;
      this.revision = message.revision;
      this.options.onPicture && this.options.onPicture(message);
    } else if (message.type === "you") {
      this.options.onYou && this.options.onYou(message);
    } else if (message.type === "gone") {
      this.options.onGone && this.options.onGone();
    }
  }

  /** Nobody knows how long a message was under way, so the quickest of the last ones is right. */
  setClock(serverTime, travelled) {
    const offset = serverTime + travelled / 2 - Date.now();
    const jumped = this.offset !== null && Math.abs(offset - this.offset) > 5000;
    if (this.offset === null || jumped || offset > this.offset) {
      this.offset = offset;
    }
  }

  isNewer(picture) {
    return picture.run !== this.run || picture.revision >= this.revision;
  }

  tell(state) {
    if (state !== this.state) {
      this.state = state;
      this.options.onState && this.options.onState(state);
    }
  }

  startPolling() {
    if (this.timers.poll || !this.options.poll) {
      return;
    }
    const ask = () => {
      const asked = Date.now();
      fetch(this.options.poll, { credentials: "same-origin", cache: "no-store" })
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
        .then((found) => {
          if (!this.timers.poll) {
            return;
          }
          const travelled = Date.now() - asked;
          this.answered = true;
          this.tell("polling");
          if (found.type === "picture") {
            this.take(found, travelled);
          } else {
            this.take(found.you || { type: "gone" }, travelled);
            found.picture && this.take(found.picture, travelled);
          }
        })
        .catch(() => {
          this.answered = false;
          this.tell("stale");
        });
    };
    this.timers.poll = setInterval(ask, POLL_MS);
    ask();
  }

  stopPolling() {
    clearInterval(this.timers.poll);
    this.timers.poll = null;
    this.answered = false;
  }

  end() {
    this.ended = true;
    this.drop();
    this.stopPolling();
    clearTimeout(this.timers.again);
    clearTimeout(this.timers.silence);
    document.removeEventListener("visibilitychange", this.wake);
    window.removeEventListener("pageshow", this.wake);
    window.removeEventListener("online", this.wake);
  }
}

/** The texts of this page in its own language. */
export function pageWords() {
  const island = document.getElementById("words");
  return island ? JSON.parse(island.textContent) : {};
}

/** A text with its %(name)s placeholders filled. */
export function say(text, values) {
  return String(text || "").replace(/%\((\w+)\)[sd]/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Writes dates in a zone, or in the phone's own where it does not know that one. */
export function writer(language, options) {
  try {
    return new Intl.DateTimeFormat(language, options);
  } catch (error) {
    delete options.timeZone;
    return new Intl.DateTimeFormat(language, options);
  }
}

/** One for each zone, kept: to make one takes a hundred times as long as to use it, and a long evening has many rows. */
const clocks = {};
function clockOf(zone) {
  if (!clocks[zone]) {
    clocks[zone] = writer("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone });
  }
  return clocks[zone];
}

/** HH:MM in the gathering's zone, whatever the phone thinks; without a zone in the phone's own. */
export function clock(instant, zone) {
  return clockOf(zone).format(instant).replace(/^24/, "00");
}
