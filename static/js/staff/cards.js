/** Pages with a list of cards: ↑ ↓ choose a card, a letter presses its button; and buttons that copy a text first. */

const cards = Array.from(document.querySelectorAll(".card-item"));
let at = 0;
let pressed = false;

function choose(next, moves = true) {
  if (!cards.length) return;
  at = Math.max(0, Math.min(cards.length - 1, next));
  for (const [place, card] of cards.entries()) card.classList.toggle("card-chosen", place === at);
  cards[at].focus({ preventScroll: true });
  if (moves) cards[at].scrollIntoView({ block: "nearest" });
}

for (const [place, card] of cards.entries()) card.addEventListener("click", () => choose(place));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(at + (event.key === "ArrowDown" ? 1 : -1));
    return;
  }
  // the chosen card's button, else the page's own: what was decided last is taken back from anywhere
  const wanted = `form[data-key="${CSS.escape(event.key.toLowerCase())}"]`;
  const form = (cards.length && cards[at].querySelector(wanted)) || document.querySelector(`form.notice${wanted.slice(4)}`);
  if (!form) return;
  event.preventDefault();
  // one press, one answer: until the next page is there a second key would decide the same card again
  if (event.repeat || pressed) return;
  pressed = true;
  form.submit();
});

window.addEventListener("pageshow", () => {
  pressed = false;
});

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => {
    const text = document.getElementById(button.dataset.copy);
    text.select();
    const say = () => {
      const words = button.querySelector("[data-words]");
      if (words) words.textContent = JSON.parse(document.getElementById("words").textContent).copied;
    };
    const byHand = () => document.execCommand("copy") && say();
    if (navigator.clipboard) navigator.clipboard.writeText(text.value).then(say, byHand);
    else byHand();
  });
}

if (cards.length) choose(0, false);
