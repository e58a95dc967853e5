/** The rundown board: carry a pair, lock it, take it out; every place says beforehand whether it fits. */

import { html, render, useEffect, useRef, useState } from "../desk/preact.js";
import { readWords, t } from "../desk/words.js";
import { follow } from "./planning.js";
import { Marker, KeyCarry, carry } from "./rundown_carry.js";
import { Chosen, Column, Without, named, slots, where } from "./rundown_parts.js";
import { Hours, atOnce, axisOf } from "./rundown_time.js";
import { send, toast } from "./sending.js";

const place = document.getElementById("board");
const { api, office } = place.dataset;

/** What every place says, by version and pair; asked once each. */
const asked = new Map();

async function look(version, pair) {
  const key = `${version} ${pair}`;
  if (!asked.has(key)) {
    asked.set(key, fetch(`${api}/plan/places?pair=${encodeURIComponent(pair)}`).then((response) => (response.ok ? response.json() : null), () => null));
    if (asked.size > 60) asked.delete(asked.keys().next().value);
  }
  return asked.get(key);
}

/** Words above the board that the server's page printed. */
function say(board) {
  const line = document.getElementById("standing");
  line.textContent = `${t("version", { version: board.version, placed: board.placed, missing: board.missing })} `;
  const badge = document.createElement("span");
  badge.className = `badge ${board.published ? "badge-good" : "badge-warn"}`;
  badge.textContent = t(board.published ? "published" : "unpublished");
  line.append(badge);
  const button = document.getElementById("publish");
  if (button) button.classList.toggle("button-go", !board.published);
  for (const id of ["to-tell", "broken", "alarms"]) {
    const old = document.getElementById(id);
    if (old) old.hidden = true;
  }
}

const fits = (found) => t(found.moves ? "fits_moves" : "fits", { time: found.time, count: found.moves });

function words(found) {
  if (!found) return t("asking");
  if (!found.fits) return t("not_here", { why: found.says.join(" ") });
  return found.locks ? `${fits(found)} ${t("lock_moves", { time: found.time })}` : fits(found);
}

/** To whoever is at the same height on the stage beside this one. */
function beside(tile, step) {
  const columns = [...place.querySelectorAll("[data-show]")];
  const next = columns[columns.indexOf(tile.closest("[data-show]")) + step];
  const height = (one) => Math.abs(one.getBoundingClientRect().top - tile.getBoundingClientRect().top);
  const near = next && [...next.querySelectorAll("[data-pair]")].sort((one, other) => height(one) - height(other))[0];
  if (near) near.focus();
}

function Board({ first }) {
  const [board, setBoard] = useState(first);
  const [chosen, setChosen] = useState(place.dataset.chosen);
  const [seen, setSeen] = useState(null);
  const [day, setDay] = useState("");
  const [byTime, setByTime] = useState(atOnce(first.shows));
  const [sought, setSought] = useState({ words: first.words, page: first.page });
  const [list, setList] = useState(first);
  const whole = { ...board, unplaced: list.unplaced };
  const now = useRef({});
  now.current = { board: whole, chosen, seen };

  // With the board comes one page of who has no slot; any other is asked for, as is a chosen pair that is not there.
  useEffect(() => {
    let gone = false;
    const { chosen: pair } = now.current;
    if (sought.words === board.words && sought.page === board.page && (!pair || where(board, pair))) setList(board);
    else send(`${api}/plan/missing`, { ...sought, chosen: pair }).then((found) => !gone && (found && !found.refused ? setList(found) : toast(t("unread"))));
    return () => (gone = true);
  }, [sought, board]);

  useEffect(() => {
    let gone = false;
    setSeen(null);
    if (chosen) look(board.version, chosen).then((found) => !gone && setSeen(found));
    return () => (gone = true);
  }, [chosen, board.version]);

  async function change(path, body, said) {
    const before = now.current.board.version;
    const answer = await send(`${api}/plan/${path}`, body);
    if (!answer || answer.refused) {
      const { code, message } = (answer && answer.error) || {};
      return toast(code === "impossible" ? message : t(code === "changed-meanwhile" ? "changed" : "failed"));
    }
    setBoard(answer);
    say(answer);
    const undo = path === "take-back" ? null : { words: t("undo"), press: () => change("take-back", { version: before }, t("undone")) };
    toast(said, undo);
    const tile = document.querySelector(`[data-pair="${now.current.chosen}"]`);
    if (tile) tile.focus({ preventScroll: true });
  }
  const placeOf = (pair, show, before) => {
    const { seen: found } = now.current;
    return found && found.pair === pair ? (found.shows[show] || []).find((one) => one.before === before) : null;
  };
  const all = (found) => Object.entries(found ? found.shows : {}).flatMap(([show, row]) => row.map((one) => ({ ...one, show })));
  const stands = (pair) => {
    const found = where(now.current.board, pair);
    if (!found.show) return { show: "", before: null };
    const next = slots(found.show)[found.at + 1];
    return { show: found.show.id, before: next ? next.pair : null };
  };
  const act = {
    fits,
    choose: setChosen,
    seek: setSought,
    show: (pair) => {
      setDay("");
      setChosen(pair);
      // once every day is there
      requestAnimationFrame(() => {
        const tile = place.querySelector(`[data-show] [data-pair="${pair}"]`);
        if (tile) tile.focus();
      });
    },
    place: placeOf,
    begin: setChosen,
    fitting: (pair) => {
      const from = stands(pair);
      const free = all(now.current.seen).filter((one) => one.fits && !(one.show === from.show && one.before === from.before));
      return free.sort((one, other) => one.moves - other.moves);
    },
    move: (pair, show, before) => {
      const found = pair !== before && where(now.current.board, pair);
      if (!found) return;
      setChosen(pair);
      change("move", { pair, show, before }, t(found.row.locked ? "moved_locked" : "moved", { pair: named(found.row) }));
    },
    drop: (pair, show, before, found) => {
      const from = stands(pair);
      if (from.show === show && from.before === before) return;
      if (found && !found.fits) return toast(words(found));
      act.move(pair, show, before);
    },
    by: (row, steps) => {
      const found = where(now.current.board, row.pair);
      const rest = slots(found.show).filter((one) => one.pair !== row.pair);
      const before = rest[found.at + steps];
      if (found.at + steps >= 0) act.move(row.pair, found.show.id, before ? before.pair : null);
    },
    decide: (row, does, show, time) => change("decide", { pair: row.pair, does, ...(show ? { show } : {}), ...(time ? { time } : {}) }, t(`did_${does}`, { pair: named(row) })),
    key: async (event, row) => {
      if (event.ctrlKey || event.metaKey) return;
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step && event.altKey) act.by(row, step);
      else if (step) {
        const tiles = [...event.currentTarget.closest("ol").querySelectorAll("[data-pair]")];
        const next = tiles[tiles.indexOf(event.currentTarget) + step];
        if (next) next.focus();
      } else if (aside) beside(event.currentTarget, aside);
      else if (event.key === "m" || event.key === "M") {
        setChosen(row.pair);
        const found = await look(now.current.board.version, row.pair);
        now.current.keys.begin(row.pair, all(found), stands(row.pair));
      } else if (event.key === "l" || event.key === "L") act.decide(row, row.locked ? "unlock" : "lock");
      else if (event.key === "Delete" && row.time) act.decide(row, "out");
      else return;
      event.preventDefault();
    },
    recheck: async () => {
      const response = await fetch(`${api}/plan/why?${new URLSearchParams(now.current.board.unplaced.map((row) => ["pair", row.pair]))}`).catch(() => null);
      if (!response || !response.ok) return toast(t("unread"));
      const why = await response.json();
      setList((old) => ({ ...old, unplaced: old.unplaced.map((row) => (why[row.pair] && !row.out ? { ...row, why: why[row.pair] } : row)) }));
    },
  };
  const keys = useRef(null);
  now.current.keys = keys.current;
  const again = useRef(null);
  useEffect(() => {
    const marker = new Marker();
    // The newest act is asked each time: this effect runs once.
    const latest = { words, place: placeOf, begin: setChosen, drop: (...of) => now.current.act.drop(...of) };
    again.current = carry(place, marker, latest);
    keys.current = new KeyCarry(place, marker, latest);
  }, []);
  now.current.act = act;
  useEffect(() => again.current && again.current.again(), [seen]);

  const days = [...new Set(board.shows.map((show) => show.day))];
  // Evenings apart have no axis in common: by time, one evening is shown.
  const shownDay = day || (byTime ? days[0] : "");
  const shown = board.shows.filter((show) => !shownDay || show.day === shownDay);
  const axis = byTime ? axisOf(shown) : null;
  const press = (words, held, does) => html`<button type="button" class="button" aria-pressed=${held ? "true" : "false"} onClick=${does}>${words}</button>`;
  const mine = seen && seen.pair === chosen ? seen : null;
  return html`<p class="rundown-days" role="group">${press(t("in_a_row"), !byTime, () => setByTime(false))}${press(t("by_time"), byTime, () => setByTime(true))}
    ${days.length > 1 && html`<span class="rundown-evenings">${!byTime && press(t("evening_all"), !day, () => setDay(""))}${days.map((one) => press(one, one === shownDay, () => setDay(one)))}</span>`}</p>
    <div class="rundown"><div key=${byTime ? "time" : "rows"} class=${byTime ? "rundown-shows by-time" : "rundown-shows"}>${byTime && html`<${Hours} axis=${axis} shows=${shown} />`}${shown.map((show) => html`<${Column} key=${show.id} show=${show} chosen=${chosen} seen=${mine} act=${act} axis=${axis} />`)}</div>
    <aside class="rundown-side"><${Chosen} board=${whole} chosen=${chosen} seen=${mine} act=${act} /><${Without} list=${list} missing=${board.missing} planned=${board.version > 0} chosen=${chosen} act=${act} /></aside></div>`;
}

readWords(document);
const board = JSON.parse(document.getElementById("rows").textContent);
if (board.shows.length) {
  place.textContent = "";
  render(html`<${Board} first=${board} />`, place);
}
follow(document.getElementById("progress"), `${api}/planning`, `${office}/rundown`);
