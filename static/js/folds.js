/* What is folded away is printed too: opened before, closed again after. */

const FOLDS = "details.fold:not([open])";
let opened = [];

window.addEventListener("beforeprint", () => {
  opened = Array.prototype.slice.call(document.querySelectorAll(FOLDS));
  opened.forEach((fold) => (fold.open = true));
});
window.addEventListener("afterprint", () => {
  opened.forEach((fold) => (fold.open = false));
  opened = [];
});
