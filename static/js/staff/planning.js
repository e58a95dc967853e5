/** How far the planner is; the page is loaded anew when it has finished. */

const EVERY_MS = 700;

export function follow(box, address) {
  if (!box || box.hidden) return;
  const bar = box.querySelector("progress");
  const ask = async () => {
    try {
      const answer = await (await fetch(address)).json();
      bar.value = answer.percent;
      if (!answer.running) return location.replace(location.pathname);
    } catch (failed) {
      // the server is away for a moment: ask again
    }
    setTimeout(ask, EVERY_MS);
  };
  setTimeout(ask, EVERY_MS);
}
