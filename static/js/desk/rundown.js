/** The left side: every row with planned, expected and actual, and the actions for the row that is selected. */
import { html, useEffect, useMemo, useRef } from "./preact.js";
import { Light } from "./lights.js";
import { isParked, isToCome, minutesSince, silenceOf, writersOf } from "./model.js";
import { span } from "./clock.js";
import { t } from "./words.js";
import { drag } from "./drag.js";

/** Drawn again only when something in it changed: 255 rows must not cost a frame. */
function Row(props) {
  const { row, place, expected, next, selected, wall, silence, worker, family, writer, latest } = props;
  return useMemo(() => drawn(props), [row, place, expected, latest, next, selected, wall, silence, worker, family, writer]);
}

function drawn({ row, place, expected, next, selected, wall, silence, worker, family, writer, latest }) {
  const flags = [row.state, row.kind, next ? "up-next" : "", row.barred ? "barred" : "", silence ? `silent-${silence}` : ""].join(" ");
  const ahead = isToCome(row) && !row.barred;
  return html`<li id="row-${row.id}" class="row ${flags}" role="option" aria-selected=${String(selected)} data-id=${row.id}>
    <span class="place">${place + 1}${next && row.state === "planned" && !row.barred ? html`<small>${t("next")}</small>` : null}</span>
    <span class="lines">
      <span class="title">${row.title}</span>
      <span class="lights">${row.kind === "segment" && isToCome(row) ? html`<span class="elastic">${elastic(row)}</span>` : null}${row.kind === "slot" && !isOver(row) && !row.nobody ? html`
        <${Light} side="worker" state=${row.worker} since=${worker} /><${Light} side="family" state=${row.family} since=${family} />` : null}</span>
      <span class="state">${silence ? html`<b class="silence ${silence}">${t(`silent.${silence}`)}</b> ` : null}${row.agreed && !isOver(row) ? html`<b class="agreed">${t("agreed")}</b> ` : null}${writer ? html`<span class="writer">${t("writes.short", { by: writer })}</span> ` : null}${stateWord(row)}</span>
      <span class="times">
        <span class="planned"><span class="hidden">${t("planned")} </span>${wall(row.planned)}</span>
        <span class="expected"><span class="hidden">${t("expected")} </span>${ahead ? wall(expected) : ""}</span>
        ${ahead && latest ? html`<span class="latest"><span class="hidden">${t("latest")} </span>${wall(latest)}</span>`
        : html`<span class="actual"><span class="hidden">${t("actual")} </span>${row.started ? wall(row.started) : ""}</span>`}
        <span class="length"><span class="hidden">${t("length")} </span>${span(row.seconds * 1000)}</span>
      </span>
    </span>
    <span class="grip" aria-hidden="true">${isToCome(row) && expected ? "⠿" : ""}</span>
  </li>`;
}

/** "可缩至 1:30 · 可不播": what may be done to a segment when the show runs late. */
function elastic(row) {
  const cut = row.shortest === undefined ? "" : t("elastic.shortest", { length: span(row.shortest * 1000) });
  return [cut, row.optional ? t("elastic.optional") : ""].filter(Boolean).join(" · ");
}

/** What of a row grows old by itself: how loud its silence is, and for how many minutes each party is what it is. */
function standing(row, now) {
  const silence = silenceOf(row, now);
  return { silence: silence && silence.level, worker: minutesSince(row, "worker", now), family: minutesSince(row, "family", now) };
}

function isOver(row) {
  return row.state === "aired" || isParked(row);
}

function stateWord(row) {
  const word = row.barred && isToCome(row) ? "barred" : `state.${row.state}`;
  return html`${row.notes.length ? html`<span class="noted" title=${t("notes")}>✎</span>` : null}${word === "state.planned" ? "" : t(word)}`;
}

export function Rundown({ desk, state, next, expected, latest, selected, wall }) {
  const list = useRef(null);
  const air = state.show.on_air;
  const over = state.show.state === "ended";
  useEffect(() => reveal(list.current, air || (next && next.id), "start"), [air, desk.view]);
  useEffect(() => { if (desk.selection) reveal(list.current, desk.selection, "nearest"); }, [desk.selection]);
  useEffect(() => drag(list.current, desk), [desk]);
  const choose = (event) => {
    const row = event.target.closest("[data-id]");
    if (row) desk.select(row.dataset.id);
  };
  return html`<section class="rundown" aria-labelledby="rundown-name">
    <header class="columns">
      <h2 id="rundown-name">${t("rundown")}</h2>
      <span class="times" aria-hidden="true">
        <span class="planned">${t("planned")}</span><span class="expected">${t("expected")}</span>
        <span class="actual">${t("actual-latest")}</span><span class="length">${t("length")}</span>
      </span>
    </header>
    <ol class="rows ${desk.selection ? "chosen" : ""}" ref=${list} role="listbox" tabindex="0" aria-labelledby="rundown-name" onClick=${choose}
        aria-activedescendant=${selected ? `row-${selected.id}` : undefined}>
      ${state.order.map((id, place) => html`<${Row} key=${id} row=${state.items.get(id)} place=${place} expected=${over ? null : expected[place]} latest=${over ? null : latest[place]}
        next=${Boolean(next) && next.id === id} selected=${Boolean(selected) && selected.id === id} wall=${wall}
        writer=${writersOf(state, id, desk.who).join(" ")} ...${standing(state.items.get(id), desk.now())} />`)}
    </ol>
    <${Actions} desk=${desk} state=${state} row=${selected} expected=${expected} latest=${latest} wall=${wall} />
  </section>`;
}

function reveal(list, id, block) {
  const row = id && list.querySelector(`#row-${CSS.escape(id)}`);
  if (!row) return;
  const above = row.offsetTop - list.offsetTop;
  const shown = list.clientHeight;
  if (block === "start") list.scrollTop = above - row.offsetHeight * 2;
  else if (above < list.scrollTop) list.scrollTop = above;
  else if (above + row.offsetHeight > list.scrollTop + shown) list.scrollTop = above + row.offsetHeight - shown;
}

/** The latest start with which the show still ends as planned, and how far away from it this row is. */
function Latest({ at, expected, wall }) {
  const spare = at - expected;
  return html`<span class="latest ${spare < 0 ? "late" : ""}">${t("latest")} ${wall(at)} ${t(spare < 0 ? "latest.over" : "latest.spare", { by: span(Math.abs(spare)) })}</span>`;
}

/** What can be done with the selected row (which is the next one unless the host chose another). */
function Actions({ desk, state, row, expected, latest, wall }) {
  const place = useRef(null);
  if (!row) return html`<div class="actions" />`;
  const at = state.order.indexOf(row.id);
  const ahead = isToCome(row);
  const toPlace = (event) => {
    event.preventDefault();
    desk.move(row.id, Number(place.current.value));
    place.current.value = "";
    place.current.blur();
  };
  const button = (label, press, enabled, key) => html`<button type="button" disabled=${!enabled} onClick=${press}
    aria-keyshortcuts=${key}>${label}${key ? html`<kbd>${key}</kbd>` : null}</button>`;
  return html`<div class="actions" role="group" aria-label=${t("actions.for", { title: row.title })}>
    <p class="target"><b>${at + 1}</b> <span class="title">${row.title}</span>${ahead && !row.barred && state.show.state !== "ended" && latest[at] ? html`<${Latest} at=${latest[at]} expected=${expected[at]} wall=${wall} />` : null}${desk.selection ? html`
      <button type="button" class="plain" onClick=${() => desk.select(null)}>${t("back-to-next")}<kbd>C</kbd></button>` : null}</p>
    ${state.show.state === "ended" ? html`<div class="buttons">${button(t("note"), () => desk.open("note", row.id), true)}
      ${button(t("undo"), () => desk.undo(), true, "U")}</div>` : html`<div class="buttons">
      ${button(t("standby"), () => desk.ask({ do: "standby", item: row.id }), row.state === "planned" && !row.barred)}
      ${button(t("no_show"), () => desk.ask({ do: "no_show", item: row.id }), row.kind === "slot" && !isOver(row), "N")}
      ${button(t("skip"), () => desk.ask({ do: "skip", item: row.id }), !isOver(row), "S")}
      ${button(t("recall"), () => desk.recall(), true, "R")}
      ${button(t("phone"), () => desk.open("phone", row.id), row.kind === "slot")}
      ${button(t("note"), () => desk.open("note", row.id), true)}
      ${button(t("up"), () => desk.move(row.id, at), ahead && at > 0)}
      ${button(t("down"), () => desk.move(row.id, at + 2), ahead && at < state.order.length - 1)}
      <form class="to-place" onSubmit=${toPlace}>
        <label>${t("to-place.before")}<input ref=${place} type="number" inputmode="numeric" min="1" max=${state.order.length}
          required disabled=${!ahead} aria-label=${t("to-place")} />${t("to-place.after")}</label>
        <button type="submit" disabled=${!ahead} aria-label=${t("to-place")}>↵</button>
      </form>
      ${button(t("insert"), () => desk.open("insert", row.id), true)}
    </div>`}
  </div>`;
}
