/** Carrying a pair over the board by mouse, by finger or by the arrow keys: a line shows the place, a label whether it fits. */

const FAR = 6;
const EDGE = 44;
const STEP = 14;
const EVERY_MS = 40;

function make(kind) {
  const box = document.createElement("div");
  box.className = kind;
  box.hidden = true;
  document.body.append(box);
  return box;
}

/** The tiles of a column without the carried pair. */
const tiles = (column, pair) => [...column.querySelectorAll("[data-pair]")].filter((tile) => tile.dataset.pair !== pair);

/** What scrolls the rows of a column: its list, all columns together, or in a small window the page. */
const scroller = (column) => [column.querySelector(".board-body"), column.closest(".by-time")].find((box) => box && getComputedStyle(box).overflowY === "auto") || document.scrollingElement;

/** What of that is seen. */
const seenOf = (box) => (box === document.scrollingElement ? { top: 0, bottom: innerHeight } : box.getBoundingClientRect());

/** Draws the line where the pair would stand, and says below or beside it whether that can be. */
export class Marker {
  constructor() {
    this.line = make("plan-line");
    this.label = make("plan-label");
    this.label.setAttribute("role", "status");
  }

  show(column, before, pair, place, words) {
    const row = tiles(column, pair);
    const at = before ? row.findIndex((tile) => tile.dataset.pair === before) : row.length;
    const body = column.querySelector(".board-body").getBoundingClientRect();
    const seen = seenOf(scroller(column));
    const near = row[Math.min(at, row.length - 1)];
    const box = near && near.getBoundingClientRect();
    const y = box ? (at < row.length ? box.top - 3 : box.bottom + 1) : body.top + 4;
    const kind = place ? (place.fits ? " plan-fits" : " plan-bad") : "";
    this.line.className = `plan-line${kind}`;
    this.line.style.left = `${body.left}px`;
    this.line.style.width = `${body.width}px`;
    this.line.style.top = `${Math.max(seen.top, Math.min(y, seen.bottom))}px`;
    this.label.className = `plan-label${kind}`;
    this.label.textContent = words;
    this.line.hidden = this.label.hidden = false;
  }

  follow(x, y) {
    const wide = Math.min(340, innerWidth - 24);
    this.label.style.left = `${Math.max(8, Math.min(x + 16, innerWidth - wide - 8))}px`;
    this.label.style.top = `${y + 90 > innerHeight ? y - 76 : y + 22}px`;
  }

  hide() {
    this.line.hidden = this.label.hidden = true;
  }
}

/** Lets `root`'s tiles be carried by mouse or finger; a finger takes the handle, so that it can still scroll. */
export function carry(root, marker, act) {
  let held = null;
  let timer = 0;

  const end = () => {
    held = null;
    clearInterval(timer);
    marker.hide();
    root.classList.remove("plan-carrying");
  };
  const look = () => {
    const under = document.elementFromPoint(held.x, held.y);
    const column = under && under.closest("[data-show]");
    held.goes = null;
    if (!column || !column.dataset.open) return marker.hide();
    const next = tiles(column, held.pair).find((tile) => {
      const box = tile.getBoundingClientRect();
      return box.top + box.height / 2 > held.y;
    });
    const before = next ? next.dataset.pair : null;
    const place = act.place(held.pair, column.dataset.show, before);
    held.goes = { show: column.dataset.show, before, place };
    marker.show(column, before, held.pair, place, act.words(place));
    marker.follow(held.x, held.y);
    const body = scroller(column);
    const box = seenOf(body);
    held.scroll = held.y < box.top + EDGE ? [body, -STEP] : held.y > box.bottom - EDGE ? [body, STEP] : null;
  };

  root.addEventListener("pointerdown", (event) => {
    const tile = event.target.closest("[data-pair]");
    if (!tile || event.button || tile.dataset.fixed) return;
    if (event.pointerType !== "mouse" && !event.target.closest("[data-handle]")) return;
    held = { pair: tile.dataset.pair, from: [event.clientX, event.clientY], moving: false, goes: null, scroll: null };
    if (event.pointerType !== "mouse") event.preventDefault();
  });
  addEventListener("pointermove", (event) => {
    if (!held) return;
    [held.x, held.y] = [event.clientX, event.clientY];
    if (!held.moving) {
      if (Math.hypot(held.x - held.from[0], held.y - held.from[1]) < FAR) return;
      held.moving = true;
      root.classList.add("plan-carrying");
      act.begin(held.pair);
      timer = setInterval(() => {
        if (!held || !held.scroll) return;
        held.scroll[0].scrollTop += held.scroll[1];
        look();
      }, EVERY_MS);
    }
    look();
  });
  addEventListener("pointerup", () => {
    if (!held) return;
    const { pair, moving, goes } = held;
    end();
    if (moving && goes) act.drop(pair, goes.show, goes.before, goes.place);
  });
  addEventListener("pointercancel", () => held && end());
  addEventListener("keydown", (event) => event.key === "Escape" && held && end());
  return { again: () => held && held.moving && look() };
}

/** The same by keys: up and down from place to place, left and right from show to show, Enter, Escape. */
export class KeyCarry {
  constructor(root, marker, act) {
    Object.assign(this, { root, marker, act, pair: null, at: 0, places: [] });
    addEventListener("keydown", (event) => this.key(event), true);
  }

  begin(pair, places, stands) {
    if (!places.length) return;
    this.pair = pair;
    this.places = places;
    this.at = Math.max(0, places.findIndex((place) => place.show === stands.show && place.before === stands.before));
    this.draw();
  }

  key(event) {
    if (!this.pair) return;
    const { show } = this.places[this.at];
    const others = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 }[event.key];
    if (step) this.at = Math.max(0, Math.min(this.places.length - 1, this.at + step));
    else if (others) this.at = this.neighbour(show, others);
    else if (event.key === "Enter") return this.done(event, true);
    else if (event.key === "Escape" || event.key === "Tab") return this.done(event, false);
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.draw();
  }

  /** The first place of the show beside this one. */
  neighbour(show, step) {
    const shows = [...new Set(this.places.map((place) => place.show))];
    const wanted = shows[shows.indexOf(show) + step];
    return wanted ? this.places.findIndex((place) => place.show === wanted) : this.at;
  }

  done(event, put) {
    event.preventDefault();
    event.stopPropagation();
    const place = this.places[this.at];
    const { pair } = this;
    this.pair = null;
    this.marker.hide();
    if (put) this.act.drop(pair, place.show, place.before, place);
  }

  draw() {
    const place = this.places[this.at];
    const column = this.root.querySelector(`[data-show="${place.show}"]`);
    const row = tiles(column, this.pair);
    const near = row.find((tile) => tile.dataset.pair === place.before) || row[row.length - 1] || column;
    near.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.marker.show(column, place.before, this.pair, place, this.act.words(place));
    const box = this.marker.line.getBoundingClientRect();
    this.marker.follow(box.left + 40, box.top);
  }
}
