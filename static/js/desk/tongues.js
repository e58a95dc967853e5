/** The languages: a form of the server's, which is put where the page shows it, and put there again when that was drawn anew. */
const form = document.getElementById("tongues");

export function tongues(place) {
  if (!place) return;
  form.hidden = false;
  place.append(form);
}
