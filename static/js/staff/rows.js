/** Lists by keyboard: J and K go from row to row, X ticks, Enter opens (the row's link has the focus), / searches. */

const box = document.querySelector("[data-rows]");
const search = document.querySelector("[data-search]");
const bar = document.querySelector("[data-chosen]");
const rows = box ? [...box.querySelectorAll("[data-row]")] : [];

const here = () => rows.findIndex((row) => row.contains(document.activeElement));

function go(by) {
  const row = rows[Math.max(0, Math.min(rows.length - 1, here() < 0 ? 0 : here() + by))];
  if (!row) return;
  row.querySelector("[data-open]").focus();
  row.scrollIntoView({ block: "nearest" });
}

function tick() {
  const mark = here() < 0 ? null : rows[here()].querySelector("input[type=checkbox]");
  if (!mark) return;
  mark.checked = !mark.checked;
  count();
}

function count() {
  if (!bar) return;
  const words = bar.querySelector("[data-count]");
  const ticked = box.querySelectorAll("[data-row] input:checked").length;
  bar.classList.toggle("chosen-some", ticked > 0);
  if (ticked) words.textContent = words.dataset.count.replace("%(count)s", ticked);
}

const typing = (element) => /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) && element.type !== "checkbox";

const keys = { j: () => go(1), ArrowDown: () => go(1), k: () => go(-1), ArrowUp: () => go(-1), x: tick, "/": () => search && search.focus() };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && event.target === search) return go(0);
  const does = keys[event.key] || keys[event.key.toLowerCase()];
  if (!does || typing(event.target)) return;
  event.preventDefault();
  does();
});

if (box) {
  box.addEventListener("change", count);
  count();
}
