/* While nobody is found: asks now and then, and loads the page anew when there is news. */

const box = document.getElementById("found");
const FIRST_MS = 2000;
const LAST_MS = 60000;

function ask(wait) {
  setTimeout(function () {
    if (document.hidden) {
      ask(wait);
      return;
    }
    fetch("/api/v1/me/found", { credentials: "same-origin" })
      .then((answer) => answer.json())
      .then((news) => {
        const shown = JSON.stringify(JSON.parse(box.getAttribute("data-news")));
        if (news.title && JSON.stringify([news.step].concat(news.lines)) !== shown) {
          location.reload();
        }
      })
      .catch(() => undefined);
    ask(Math.min(wait * 2, LAST_MS));
  }, wait);
}

if (box) {
  ask(FIRST_MS);
}
