/** The links board by keyboard: ↑ ↓ Y N A M U [ ]. The server's page does the same without it. */

import { html, render, useEffect, useLayoutEffect, useRef, useState } from "../desk/preact.js";
import { readWords, t } from "../desk/words.js";
import { Asking, Likely, Rivals, Versus, Waterfall } from "./links_open.js";
import { last, reducer, remember, same } from "./links_state.js";
import { send, toast } from "./sending.js";

const place = document.getElementById("board");
const { api, tab, people } = place.dataset;

function Tile({ row, chosen, choose }) {
  const self = useRef(null);
  useEffect(() => {
    if (chosen) self.current.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return html`<li ref=${self}><button type="button" class=${"tile" + (chosen ? " tile-chosen" : "")} aria-current=${chosen ? "true" : null} onClick=${choose}>
    <span class="body"><b>${row.worker_name} ↔ ${row.family_name}</b><br /><span class="soft small">${row.place}</span>${row.adds && tab === "review" && html` <span class="badge badge-note">${row.adds}</span>`}${row.asked && html` <span class="badge badge-warn">${t("asked")}</span>`}</span>
    <${Likely} row=${row} /></button></li>`;
}

function Judge({ row, judge, ask }) {
  return html`<div class="links-judge"><div class="links-rule">${row.sentence && html`<p class="links-sentence">${row.sentence}</p>`}<p><span class="badge">${t(row.standing)}</span> <span class="soft">${row.rule}</span></p>${row.asked && html`<p class="links-asked">${row.asked}</p>`}</div><div class="buttons">
    ${(row.standing === "confirmed" || row.standing === "refused") && html`<button type="button" class="button" onClick=${() => judge("review")}>${t("undo")}</button>`}
    ${row.standing === "review" && html`<button type="button" class="button" onClick=${() => ask("family")}><span class="key">A</span>${t("ask_family")}</button>`}
    ${row.standing !== "refused" && html`<button type="button" class="button button-bad" onClick=${() => judge("refused")}><span class="key">N</span>${t("no")}</button>`}
    ${row.standing !== "confirmed" && html`<button type="button" class="button button-go" onClick=${() => judge("confirmed")}><span class="key">Y</span>${t("yes")}</button>`}
  </div></div>`;
}

/** The numbers in the heading, on the tabs and beside the reasons after a change. */
function count(answer) {
  for (const [tab, number] of [["review", answer.review], ["linked", answer.linked], ["refused", answer.refusals], ["doubles", answer.doubles]]) {
    const badge = document.getElementById(`count-${tab}`);
    if (badge && number !== undefined) badge.textContent = number;
  }
  if (answer.pairs === undefined) return;
  document.getElementById("counts").textContent = t("counts", answer);
  if (tab !== "review") return;
  for (const option of document.querySelectorAll("[name=rule] [data-says]")) option.textContent = `${option.dataset.says} (${answer.rules[option.value] || 0})`;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (refused) {
    const box = document.getElementById("message");
    box.select();
    return document.execCommand("copy");
  }
}

/** One link as it stands now; the board counts anew with it. */
async function fetchLink({ worker, family }) {
  try {
    const response = await fetch(`${api}?${new URLSearchParams({ worker, family })}`);
    if (!response.ok) return null;
    const answer = await response.json();
    count(answer);
    return answer.links[0];
  } catch (failed) {
    return null;
  }
}

function press(form) {
  if (form) form.submit();
}

const turn = (page) => press(document.querySelector(`form[data-page="${page}"]`));

function Board({ first, total }) {
  const [state, show] = useState({ rows: first, at: Math.max(0, first.findIndex((row) => same(row, asked))) });
  const [asking, setAsking] = useState(null);
  const latest = useRef(state);
  const line = useRef(Promise.resolve());
  const row = state.rows[state.at];
  // a key that comes before the next painting means the row that will be painted, not the one just decided
  const current = () => latest.current.rows[latest.current.at];
  function change(by) {
    latest.current = reduce(latest.current, by);
    show(latest.current);
  }

  /** One after the other: whoever types faster than the server answers means the next row with the next key. */
  function inTurn(act) {
    line.current = line.current.then(act, act);
  }
  /** Sends it; says so when it was not stored. */
  async function store(path, body) {
    const answer = await send(api + path, body);
    if (answer && !answer.refused) return answer;
    const late = answer && answer.error && answer.error.code === "changed-meanwhile";
    toast(t(late ? "meanwhile" : "failed"));
    if (late) await asItStands(body);
    return late ? undefined : null;
  }

  /** A colleague was quicker: shows what they decided. */
  async function asItStands(ids) {
    const row = await fetchLink(ids);
    if (row) change({ decided: { row, standing: row.standing } });
  }

  async function judge(standing) {
    const of = current();
    const answer = of && (await store("", { worker: of.worker, family: of.family, standing, was: of.standing, decided: of.decided }));
    if (!answer) return;
    remember({ worker: of.worker, family: of.family, before: of.standing, was: standing, decided: answer.decided });
    kept.set(of.worker + of.family, of);
    change({ decided: { row: of, standing, decided: answer.decided } });
    count(answer);
    toast(t(`done_${standing}`, { worker: of.worker_name, family: of.family_name }), { words: t("undo"), press: () => inTurn(back) });
  }
  async function merge(rival) {
    const row = current();
    if (!row || !rival) return;
    const answer = await store("/merge", { one: row.worker, other: rival.worker });
    if (!answer) return;
    remember({ batch: answer.batch, worker: row.worker, family: row.family });
    kept.set(row.worker + row.family, row);
    if (answer.links) change({ gone: row });
    count(answer);
    toast(t("merged", { one: row.worker_name, other: rival.name }), { words: t("undo"), press: () => inTurn(back) });
  }
  async function ask(whom) {
    const row = current();
    if (!row) return;
    const answer = await store("/ask", { worker: row.worker, family: row.family, whom });
    if (answer) setAsking({ ...answer, whom, row });
  }
  async function copy() {
    const { row: about, whom } = asking;
    const done = await copied(asking.message);
    const answer = await store("/ask", { worker: about.worker, family: about.family, whom, sent: "yes" });
    if (!answer) return;
    remember({ worker: about.worker, family: about.family, whom });
    change({ asked: { row: about, words: answer.before[0] } });
    toast(t(done ? "copied" : "noted"), { words: t("undo"), press: () => inTurn(back) });
    if (done) setAsking(null);
  }
  async function back() {
    const deed = last();
    if (!deed) return;
    const ids = { worker: deed.worker, family: deed.family };
    const path = deed.batch ? "/undo" : deed.whom ? "/ask" : "";
    const body = deed.batch ? { batch: deed.batch } : deed.whom ? { ...ids, whom: deed.whom, sent: "back" } : { ...ids, standing: deed.before, was: deed.was, decided: deed.decided };
    const answer = await store(path, body);
    if (answer === null) return remember(deed);
    if (!answer) return;
    const was = kept.get(deed.worker + deed.family);
    const known = was && { ...was, decided: deed.before === was.standing && answer.decided ? answer.decided : was.decided };
    if (deed.whom) change({ asked: { row: ids, words: "" } });
    else if (known) change({ back: known });
    else {
      const row = await fetchLink(ids);
      if (row && deed.before === (tab === "review" ? "review" : row.standing)) change({ back: row });
    }
    count(answer);
    toast(known ? t("done_review", { worker: known.worker_name, family: known.family_name }) : t("back_done"));
  }

  // before the first paint: whoever sees the board can already use it
  useLayoutEffect(() => {
    const acts = {
      ArrowDown: () => change({ choose: latest.current.at + 1 }),
      ArrowUp: () => change({ choose: latest.current.at - 1 }),
      y: () => inTurn(() => judge("confirmed")),
      n: () => inTurn(() => judge("refused")),
      a: () => inTurn(() => ask("family")),
      m: () => inTurn(() => current() && merge(current().rivals[0])),
      u: () => inTurn(back),
      b: () => press(document.getElementById("batch-of-these")),
      "[": () => turn("prev"),
      "]": () => turn("next"),
    };
    const keys = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || asking || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) return;
      const act = acts[event.key] || acts[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      if (!event.repeat || event.key.startsWith("Arrow")) act();
    };
    document.addEventListener("keydown", keys);
    return () => document.removeEventListener("keydown", keys);
  });
  // a page that is worked off makes room for the next one, which by now is the first
  useEffect(() => {
    if (!row && total > first.length) location.reload();
  }, [row]);

  if (!row) return html`<div class="empty"><p>${t("empty")}</p></div>`;
  return html`<div class="links-board"><ol class="links-list" aria-label=${t("list")}>
      ${state.rows.map((one, at) => html`<${Tile} key=${one.worker + one.family} row=${one} chosen=${at === state.at} choose=${() => change({ choose: at })} />`)}</ol>
    <section class="links-open">
      <${Judge} row=${row} judge=${(standing) => inTurn(() => judge(standing))} ask=${(whom) => inTurn(() => ask(whom))} />
      ${asking && html`<${Asking} asking=${asking} copy=${() => inTurn(copy)} close=${() => setAsking(null)} other=${() => inTurn(() => ask(asking.whom === "family" ? "worker" : "family"))} />`}
      <${Versus} row=${row} people=${people} /><${Rivals} row=${row} people=${people} merge=${(rival) => inTurn(() => merge(rival))} /><${Waterfall} row=${row} /><p class="soft small keys">${t("keys")}</p>
    </section></div>`;
}

readWords(document);
const asked = Object.fromEntries(new URLSearchParams(location.search));
const kept = new Map();
const reduce = reducer(tab);
const { links, total } = JSON.parse(document.getElementById("links").textContent);
if (links.length) {
  place.textContent = "";
  render(html`<${Board} first=${links} total=${total} />`, place);
}
