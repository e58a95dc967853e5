/** What the boards share: sending a change, and the line at the bottom that says it was done. */

/** Posts JSON; the answer, or null where it was refused or did not arrive. */
export async function send(address, body) {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    return response.ok ? answer : { error: answer.error, refused: true };
  } catch (failed) {
    return null;
  }
}

const SHOWN_MS = 8000;

/** Says it for eight seconds, with a button to take it back where there is one. */
export function toast(words, action) {
  const place = document.getElementById("toasts");
  place.textContent = "";
  const line = document.createElement("div");
  line.className = "toast";
  line.textContent = words;
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = action.words;
    button.addEventListener("click", () => {
      line.remove();
      action.press();
    });
    line.append(button);
  }
  place.append(line);
  setTimeout(() => line.remove(), SHOWN_MS);
}
