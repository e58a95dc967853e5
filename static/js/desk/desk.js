/** The whole page, laid out; which of its parts a small screen shows is the host's choice. */
import { html, useEffect, useRef } from "./preact.js";
import { backTimes, expectedTimes, nextUp, onAir } from "./model.js";
import { Next, OnAir, Strip, Take } from "./air.js";
import { Cards } from "./cards.js";
import { Dialogs } from "./dialogs.js";
import { Handover } from "./handover.js";
import { Badge, Header } from "./header.js";
import { Rundown } from "./rundown.js";
import { t } from "./words.js";
import { useDesk } from "./hooks.js";

const VIEWS = ["now", "rundown", "cards"];

export function Desk({ desk }) {
  useDesk(desk);
  const { state } = desk;
  const times = useRef({ of: [] });
  const { order, drift, back, items } = state;
  if ([order, drift, back, items].some((part, at) => part !== times.current.of[at])) {
    times.current = { of: [order, drift, back, items], at: expectedTimes(state), latest: backTimes(state) };
  }
  useEffect(() => {
    if (state.show) document.title = `${state.show.title} · ${t("desk")}`;
  }, [state.show && state.show.title]);
  if (!state.show) return html`<div class="opening"><p>${t("opening")}</p><${Badge} desk=${desk} /></div>`;

  const air = onAir(state);
  const next = nextUp(state);
  const { at: expected, latest } = times.current;
  const selected = state.items.get(desk.selection) || next || air || state.items.get(state.order[0]);
  const { wall } = desk;
  return html`
    <${Header} desk=${desk} state=${state} air=${air} next=${next} expected=${expected} latest=${latest} wall=${wall} />
    <${Handover} desk=${desk} state=${state} />
    <nav class="views" aria-label=${t("views")}>${VIEWS.map((view) => html`<button type="button" key=${view}
      data-view=${view} aria-pressed=${String(desk.view === view)} onClick=${() => desk.show(view)}>${t(`view.${view}`)}</button>`)}</nav>
    <main class="board ${desk.line}" data-view=${desk.view}>
      <${Rundown} desk=${desk} state=${state} next=${next} expected=${expected} latest=${latest} selected=${selected} wall=${wall} />
      <div class="centre">
        <${OnAir} desk=${desk} state=${state} row=${air} />
        <${Next} desk=${desk} state=${state} row=${next} expected=${next && expected[state.order.indexOf(next.id)]} wall=${wall} />
        <${Strip} desk=${desk} pending=${desk.pending} />
        ${state.show.state === "ended" ? null : html`<${Take} desk=${desk} state=${state} pending=${desk.pending} next=${next} />`}
      </div>
      <${Cards} desk=${desk} state=${state} air=${air} next=${next} wall=${wall} />
      <${Dialogs} desk=${desk} state=${state} />
    </main>`;
}
