/** The top: the show's clock, how it stands against its plan, the connection, and who else is here. */
import { html } from "./preact.js";
import { endAfter, growth, span } from "./clock.js";
import { closing } from "./model.js";
import { t } from "./words.js";
import { useArmed, useNow } from "./hooks.js";

export function Header({ desk, state, air, next, expected, latest, wall }) {
  const armed = useArmed();
  const running = state.show.state === "live" || state.show.state === "held";
  return html`<header class="top ${desk.rehearsal ? "rehearsed" : ""}">
    <div class="show"><h1>${state.show.title}</h1>${desk.rehearsal ? html`<a class="phase rehearsal" href="../rehearsal">${t("rehearsal")}</a> ` : null}<span class="phase ${state.show.state}">${t(`phase.${state.show.state}`)}</span></div>
    <${Figures} desk=${desk} state=${state} air=${air} next=${next} expected=${expected} latest=${latest} wall=${wall} />
    <${Badge} desk=${desk} />
    <div class="tools">
      <${Hosts} names=${state.hosts} who=${desk.who} />
      ${!desk.rehearsal && state.show.state === "ready" ? html`<a class="plain" href="rehearsal">${t("rehearsal")}</a>` : null}
      <a class="plain" href="${location.pathname}/prompter" target="_blank" rel="noopener">${t("prompter")}</a>
      <button type="button" class="word" onClick=${() => desk.open("handover")}>${t("handover")}</button>
      ${state.auto ? html`<button type="button" class="auto-on" onClick=${() => desk.open("auto")}>${t("auto.on", { seconds: state.auto.after })}</button>` : null}
      <button type="button" class="plain" onClick=${() => desk.open("help")} aria-keyshortcuts="?" aria-label=${t("help")}>?</button>
      ${running ? html`<button type="button" class="end ${armed.on ? "armed" : ""}" onClick=${() => armed.press(() => desk.ask({ do: "end" }))}>
        ${armed.on ? t("end.again") : t("end")}</button>` : null}
    </div>
  </header>`;
}

const NAMED = 3;

/** Who sits at the desks of this show, oneself last; nothing when that is only oneself. */
function Hosts({ names, who }) {
  const others = names.filter((name) => name !== who);
  if (others.length === 0) return null;
  const more = others.length > NAMED ? ` +${others.length - NAMED}` : "";
  const here = names.includes(who) ? [t("hosts.you")] : [];
  return html`<p class="hosts" title=${[...others, ...here].join(" · ")}><span class="hidden">${t("hosts", { count: names.length })} </span>
    ${[...others.slice(0, NAMED), ...here].join(" · ")}${more}</p>`;
}

function Figures({ desk, state, air, next, expected, latest, wall }) {
  const now = useNow(desk);
  const { show, heard } = state;
  const grown = growth(show, air, next, heard, now);
  const over = typeof show.over_under === "number" ? show.over_under + Math.floor(grown / 1000) : null;
  const last = closing(state, latest);
  const place = next ? state.order.indexOf(next.id) : -1;
  const spare = place >= 0 && latest[place] !== null ? latest[place] - expected[place] : 0;
  const end = show.projected_end ? endAfter(show, grown, spare) : null;
  const kept = over > 0 && end !== null && end <= show.planned_end;
  return html`<dl class="figures">
    <div class="clock"><dt>${t("clock")}</dt><dd>${wall(now)}</dd></div>
    ${over === null ? null : html`<div class="over ${over > 0 ? "late" : over < 0 ? "early" : "even"}">
      <dt>${t(over > 0 ? "over" : over < 0 ? "under" : "on-time")}</dt><dd>${over === 0 ? "0:00" : span(over * 1000, { sign: true })}</dd></div>`}
    ${show.state === "ended" ? html`<div class="end-at"><dt>${t("ended-at")}</dt><dd>${wall(show.ended)}</dd></div>`
    : html`<div class="end-at"><dt>${t(kept ? "projected-end.kept" : "projected-end")}</dt><dd>${wall(end)}
      <small>${t("planned")} ${wall(show.planned_end)}</small></dd></div>`}
    ${last && show.state !== "ended" ? html`<div class="back"><dt>${t("back-time")}</dt><dd>${wall(last.at)} <small>${last.item.title}</small></dd></div>` : null}
  </dl>`;
}

/** Live, or for how long this page has been without news; nothing on it is to be trusted then. */
export function Badge({ desk }) {
  useNow(desk);
  const seconds = desk.heardAt === null ? 0 : Math.floor((desk.localNow() - desk.heardAt) / 1000);
  const text = desk.line === "stale" ? t("line.stale", { seconds }) : t(`line.${desk.line}`);
  const over = desk.line === "signed-out" || desk.line === "replaced";
  return html`<p class="badge ${desk.line}"><i aria-hidden="true"></i>${over ? html`<a href="">${text}</a>` : text}</p>
    <p class="hidden" role="status">${t(desk.line === "stale" ? "line.stale.said" : `line.${desk.line}`)}</p>`;
}
