/** How far the planner is; when it has finished the proposal is opened, or the page loaded anew. */

const EVERY_MS = 700;

export function follow(box, address, page = location.pathname) {
  if (!box || box.hidden) return;
  const bar = box.querySelector("progress");
  const ask = async () => {
    try {
      const answer = await (await fetch(address)).json();
      bar.value = answer.percent;
      if (!answer.running) return location.replace(page + (answer.proposal ? "/proposal" : ""));
    } catch (failed) {
      // the server is away for a moment: ask again
    }
    setTimeout(ask, EVERY_MS);
  };
  setTimeout(ask, EVERY_MS);
}
