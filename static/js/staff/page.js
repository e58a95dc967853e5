/** Small comforts of the staff's pages; everything works without them. */

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

/* A file that is dropped or chosen is sent at once. */
for (const box of document.querySelectorAll(".drop")) {
  const input = box.querySelector("input[type=file]");
  input.addEventListener("change", () => input.files.length && box.submit());
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    box.submit();
  });
}

/* Ticking the box in the head ticks the whole column. */
for (const head of document.querySelectorAll("[data-tick-all]")) {
  head.addEventListener("change", () => {
    for (const box of document.getElementsByName(head.dataset.tickAll)) box.checked = head.checked;
  });
}

/* A big list takes seconds and then arrives without a new page: until then something has to say that it comes. */
const MAKING_MS = 8000;
for (const form of document.querySelectorAll("[data-making]")) {
  form.addEventListener("submit", () => {
    const said = document.createElement("p");
    said.className = "toast";
    said.textContent = form.dataset.making;
    document.getElementById("toasts").replaceChildren(said);
    setTimeout(() => said.remove(), MAKING_MS);
  });
}
