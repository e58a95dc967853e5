/* The sign-up keeps a draft on this phone; without it the form works just the same. */

const words = JSON.parse(document.getElementById("words").textContent);
const form = document.querySelector("form[data-signup]");
const KEY = "reunion-draft-" + form.getAttribute("data-signup");
const WEEK = 7 * 24 * 3600 * 1000;

/** A volunteer's draft is another family's data: it goes when the page is closed. May throw where storage is refused. */
function drawer() {
  return form.hasAttribute("data-helper") ? sessionStorage : localStorage;
}

function stored() {
  try {
    const draft = JSON.parse(drawer().getItem(KEY));
    return draft && Date.now() - draft.at < WEEK ? draft : null;
  } catch (error) {
    return null;
  }
}

function forget() {
  try {
    drawer().removeItem(KEY);
  } catch (error) {
    // Private windows refuse storage; then there is no draft to forget.
  }
}

/** What the form holds now: what travelled, and the boxes of this page over it. */
function answers() {
  const kept = JSON.parse(form.elements.namedItem("kept").value || "{}");
  Array.prototype.forEach.call(form.elements, (box) => {
    if (!box.name || ["step", "kept", "ticket", "go", "seen", "revision", "again"].indexOf(box.name) >= 0) {
      return;
    }
    if (box.type === "radio" && !box.checked) {
      return;
    }
    if (box.type === "checkbox" && !box.checked) {
      delete kept[box.name];
    } else if (box.value) {
      kept[box.name] = box.value;
    } else {
      delete kept[box.name];
    }
  });
  return kept;
}

function keep() {
  const kept = answers();
  if (!kept.name && !kept["1-other_name"]) {
    return;
  }
  const draft = {
    at: Date.now(),
    step: form.getAttribute("data-step"),
    kept: JSON.stringify(kept),
    ticket: form.elements.namedItem("ticket").value,
  };
  try {
    drawer().setItem(KEY, JSON.stringify(draft));
  } catch (error) {
    // No room or no permission: the form still travels with its own hidden fields.
  }
}

function offer(draft) {
  const box = document.createElement("div");
  box.className = "notice";
  const inside = document.createElement("div");
  const sentence = document.createElement("p");
  sentence.textContent = words.draft;
  const buttons = document.createElement("div");
  buttons.className = "buttons";
  const button = (text, main, press) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = main ? "button button-main" : "button";
    made.textContent = text;
    made.addEventListener("click", press);
    buttons.appendChild(made);
  };
  button(words.draft_yes, true, () => resume(draft));
  button(words.draft_no, false, () => {
    forget();
    box.parentNode.removeChild(box);
  });
  inside.appendChild(sentence);
  inside.appendChild(buttons);
  box.appendChild(inside);
  form.insertBefore(box, form.querySelector("h1"));
}

function resume(draft) {
  const again = document.createElement("form");
  again.method = "post";
  again.action = form.action;
  const values = { step: draft.step, kept: draft.kept, ticket: draft.ticket, go: "show" };
  Object.keys(values).forEach((name) => {
    const box = document.createElement("input");
    box.type = "hidden";
    box.name = name;
    box.value = values[name];
    again.appendChild(box);
  });
  document.body.appendChild(again);
  again.submit();
}

/** After the phone's Back the page is as it was sent: put in what was filled in since. */
function refill() {
  const arrived = performance.getEntriesByType && performance.getEntriesByType("navigation")[0];
  const draft = stored();
  const ticket = form.elements.namedItem("ticket").value;
  if (!arrived || arrived.type !== "back_forward" || !draft || draft.ticket !== ticket) {
    return;
  }
  const kept = JSON.parse(draft.kept);
  form.elements.namedItem("kept").value = draft.kept;
  Array.prototype.forEach.call(form.elements, (box) => {
    const answer = Object.prototype.hasOwnProperty.call(kept, box.name) ? kept[box.name] : null;
    if (answer === null || box.type === "hidden" || box.type === "submit") {
      return;
    }
    if (box.type === "radio" || box.type === "checkbox") {
      box.checked = box.value === answer;
    } else if (!box.value) {
      box.value = answer;
    }
  });
}

/** Back from one's own page leads to it again: the form of whoever is signed up has nothing left to ask. */
function leaveWhenSignedUp() {
  let ticket = null;
  try {
    ticket = sessionStorage.getItem("reunion-signed-up");
  } catch (error) {
    // Without storage the last look stands there, and sending it again gives the same number.
  }
  if (ticket && form.elements.namedItem("ticket").value.indexOf(ticket) === 0) {
    location.replace("/me");
  }
}

/** Only the villages of the chosen township are suggested. */
function villages() {
  const island = document.getElementById("villages");
  const township = form.elements.namedItem("township");
  const list = document.getElementById("s-villages");
  if (!island || !township || !list) {
    return;
  }
  const known = JSON.parse(island.textContent);
  const all = Array.prototype.map.call(list.options, (option) => option.value);
  const fill = () => {
    list.textContent = "";
    (known[township.value] || all).forEach((name) => {
      const option = document.createElement("option");
      option.value = name;
      list.appendChild(option);
    });
  };
  township.addEventListener("change", fill);
  fill();
}

/** A second tap on a slow line must not send the form twice. */
function once() {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
    }
    sent = true;
    keep();
  });
  window.addEventListener("pageshow", () => {
    sent = false;
  });
}

if (words.draft && form.getAttribute("data-step") === "1" && !answers().name) {
  const draft = stored();
  if (draft) {
    offer(draft);
  }
}
if (words.draft) {
  refill();
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
}
villages();
once();
window.addEventListener("pageshow", leaveWhenSignedUp);
