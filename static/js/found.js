/* While nobody is found, or a correction is looked at: asks now and then, and loads the page anew when there is news. */

const box = document.getElementById("found");
const looking = document.getElementById("looking");
const FIRST_MS = 2000;
const LAST_MS = 60000;

function isNews(news) {
  if (looking) {
    return news.looking === false;
  }
  const shown = JSON.stringify(JSON.parse(box.getAttribute("data-news")));
  return Boolean(news.title) && JSON.stringify([news.step].concat(news.lines)) !== shown;
}

function ask(wait) {
  setTimeout(function () {
    if (document.hidden) {
      ask(wait);
      return;
    }
    fetch("/api/v1/me/found", { credentials: "same-origin" })
      .then((answer) => answer.json())
      .then((news) => isNews(news) && location.reload())
      .catch(() => undefined);
    ask(Math.min(wait * 2, LAST_MS));
  }, wait);
}

if (box || looking) {
  ask(FIRST_MS);
}
