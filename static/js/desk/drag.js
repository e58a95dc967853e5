/** Moving a row by its grip, with mouse, pen or finger. The row stays where it is until the server has moved it. */

const EDGE = 48;

/** Listens on the list until the returned function is called. */
export function drag(list, desk) {
  let held = null;

  const rowAt = (y) => [...list.children].find((row) => {
    const box = row.getBoundingClientRect();
    return y >= box.top && y < box.bottom;
  });

  const down = (event) => {
    const grip = event.target.closest(".grip");
    if (!grip || !grip.textContent) return;
    event.preventDefault();
    held = { id: grip.closest("[data-id]").dataset.id, over: null, run: desk.state.run };
    list.setPointerCapture(event.pointerId);
    list.classList.add("dragging");
  };

  const move = (event) => {
    if (!held) return;
    const box = list.getBoundingClientRect();
    if (event.clientY < box.top + EDGE) list.scrollTop -= 16;
    if (event.clientY > box.bottom - EDGE) list.scrollTop += 16;
    mark(rowAt(event.clientY));
  };

  const mark = (row) => {
    if (held.over) held.over.classList.remove("drop");
    held.over = row || null;
    if (row) row.classList.add("drop");
  };

  const up = (event) => {
    if (!held) return;
    const { id, over, run } = held;
    mark(null);
    held = null;
    list.classList.remove("dragging");
    if (event.type === "pointerup" && over && over.dataset.id !== id && run === desk.state.run) desk.move(id, [...list.children].indexOf(over) + 1);
  };

  const heard = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up };
  for (const [name, act] of Object.entries(heard)) list.addEventListener(name, act);
  return () => {
    for (const [name, act] of Object.entries(heard)) list.removeEventListener(name, act);
  };
}
