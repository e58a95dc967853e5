/** The centre: what is on air, what is next, and TAKE. */
import { html } from "./preact.js";
import { Light } from "./lights.js";
import { airTime, span } from "./clock.js";
import { minutesSince, readinessOf, silenceOf, takeVerdict } from "./model.js";
import { ASIDE } from "./host.js";
import { Way } from "./way.js";
import { t } from "./words.js";
import { useArmed, useNow } from "./hooks.js";

const LAST_SECONDS = 10000;
/** A party that is not there three minutes before its time needs the host's eye (6-pages). */
const SOON_MS = 180000;

export function OnAir({ desk, state, row }) {
  const live = state.show.state === "live" || state.show.state === "held";
  if (!row) return html`<section class="air idle" aria-label=${t("on-air")}><p class="big">${t(`idle.${state.show.state}`)}</p></section>`;
  const held = state.show.state === "held";
  const extend = (seconds, label) => html`<button type="button" onClick=${() => desk.extend(row.id, seconds)}
    aria-label=${t(seconds < 0 ? "extend.shorter" : "extend.longer", { seconds: Math.abs(seconds) })}>${label}</button>`;
  return html`<section class="air ${held ? "held" : "live"}" aria-label=${t("on-air")}>
    <h2><span class="tally" aria-hidden="true"></span>${t("on-air")}${held ? html`<b class="flag">${t("held")}</b>` : null}</h2>
    <p class="who">${row.title}</p>
    <${Countdown} desk=${desk} row=${row} heldSince=${state.show.held_since} />
    <div class="buttons">
      <button type="button" class="hold" aria-pressed=${String(held)} disabled=${!live} onClick=${() => desk.hold()}
        aria-keyshortcuts="H">${held ? t("resume") : t("hold")}<kbd>H</kbd></button>
      ${extend(-15, "−15")}${extend(15, "+15")}${extend(30, "+30")}
    </div>
  </section>`;
}

function Countdown({ desk, row, heldSince }) {
  const now = useNow(desk);
  const time = airTime(row, heldSince, now);
  if (!time) return null;
  const over = time.remaining < 0;
  const mood = over ? "over" : time.remaining <= LAST_SECONDS ? "last" : "";
  const share = Math.min(1, Math.max(0, time.remaining / (row.seconds * 1000)));
  return html`<div class="countdown ${mood}">
    <p class="remaining" role="timer"><span class="label">${over ? t("overrun") : t("remaining")}</span>
      <span class="figure">${over ? `+${span(-time.remaining)}` : span(time.remaining, { up: true })}</span></p>
    <p class="elapsed"><span class="label">${t("elapsed")}</span><span class="figure">${span(time.elapsed)}</span></p>
    <div class="bar" aria-hidden="true"><i style=${{ transform: `scaleX(${share.toFixed(4)})` }}></i></div>
  </div>`;
}

export function Next({ desk, state, row, expected, wall }) {
  if (!row) {
    return html`<section class="next none" aria-label=${t("next")}><p class="big">${state.show.state === "ended" ? t("ended.note") : t("next.none")}</p></section>`;
  }
  const worse = readinessOf(row);
  const mark = (side) => html`<button type="button" class="party" onClick=${() => desk.open("ready", row.id, side)}
    aria-label="${t(`side.${side}`)} ${t(`ready.${row[side]}`)} ${t("ready.change")}"><${Light} side=${side} state=${row[side]} long=${true} since=${minutesSince(row, side, desk.now())} /></button>`;
  return html`<section class="next ${worse === null || worse === "ready" ? "good" : "waiting"}" aria-label=${t("next")}>
    <h2>${t("next")}<${Due} desk=${desk} state=${state} row=${row} expected=${expected} wall=${wall} /></h2>
    <p class="who">${row.title}</p>
    ${row.kind === "slot" ? html`<div class="parties">${mark("worker")}${mark("family")}</div>` : html`<p class="segment">${t("segment")}</p>`}
  </section>`;
}

function Due({ desk, state, row, expected, wall }) {
  const now = useNow(desk);
  const due = expected === undefined ? row.planned : expected;
  const worse = readinessOf(row);
  const late = worse !== null && worse !== "ready" && state.show.state === "live" && due - now < SOON_MS;
  const silence = silenceOf(row, now);
  return html`<span class="due"><b>${wall(due)}</b> ${span(row.seconds * 1000)}</span>
    ${late && !silence ? html`<b class="flag amber">${t("not-there")}</b>` : null}
    ${silence ? html`<button type="button" class="ring ${silence.level}" onClick=${() => desk.open("phone", row.id)}>
      ${t(`silent.${silence.level}`)} · ${t("phone")}</button>` : null}`;
}

/** The strip above TAKE: what is being stored, what was refused, what can be taken back. Always there, so nothing jumps. */
export function Strip({ desk, pending }) {
  useNow(desk);
  const waiting = pending.filter((command) => !ASIDE.has(command.body.do) && desk.localNow() - command.at > 1000);
  const unsaved = waiting[0] && html`<p class="unsaved"><b>${t("unsaved", { what: t(`do.${waiting[0].body.do}`) })}</b>
    <span class="seconds" aria-hidden="true">${span(desk.localNow() - waiting[0].at)}</span>
    <button type="button" onClick=${() => desk.forget(waiting[0].id)}>${t("unsaved.forget")}</button></p>`;
  const { kind, text } = (!unsaved && desk.notice) || {};
  const undo = html`<button type="button" onClick=${() => desk.undo()}>${t("undo")}<kbd>U</kbd></button>`;
  return html`<div class="strip">
    <div role="alert">${kind === "refused" ? html`<p class="refused">${text}</p>` : null}</div>
    <div role="status">${unsaved}${kind === "undo" || kind === "note" ? html`<p class=${kind}>${text}${kind === "undo" ? undo : null}</p>` : null}
      ${!unsaved && !kind ? html`<${Way} desk=${desk} />` : null}</div>
  </div>`;
}

export function Take({ desk, state, pending, next }) {
  const armed = useArmed();
  if (state.show.state === "ready") {
    return html`<button type="button" class="take start ${armed.on ? "armed" : ""}" onClick=${() => armed.press(() => desk.ask({ do: "start" }))}>
      <span>${armed.on ? t("start.again") : t("start")}</span><small>${t("start.note")}</small></button>`;
  }
  const verdict = takeVerdict(state, pending, desk.localNow());
  const worse = readinessOf(next);
  const mood = worse !== null && worse !== "ready" ? "unready" : "good";
  const words = verdict === "pending" ? t("taking") : t("take");
  return html`<button type="button" class="take ${mood} ${verdict}" disabled=${verdict !== "go" && verdict !== "resting" && verdict !== "pending"}
    aria-keyshortcuts="Space" onClick=${() => desk.take()}>
    <span>${words}<kbd>${t("key.space")}</kbd></span>
    <small>${next ? `${mood === "unready" ? `${t("take.unready", { state: t(`ready.${worse}`) })} · ` : ""}${next.title}` : t("next.none")}</small>
  </button>`;
}
