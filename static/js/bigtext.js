/* Letters and reading aloud: every page of the families and viewers loads this; both work on top of plain pages. */

const words = JSON.parse((document.getElementById("words") || { textContent: "{}" }).textContent);

/** Puts the focus where the server asked for it: the error summary, or the title of the step that came next. */
function focusFirst() {
  const target = document.querySelector("[data-focus]");
  if (target) {
    target.focus({ preventScroll: false });
  }
}

/** Changes the letters without a new page; the form's answer sets the cookie that remembers it. */
function lettersAtOnce(form) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=size]");
    if (!button) {
      return;
    }
    event.preventDefault();
    const root = document.documentElement;
    root.classList.remove("size-large", "size-huge");
    if (button.value !== "normal") {
      root.classList.add("size-" + button.value);
    }
    Array.prototype.forEach.call(form.querySelectorAll("button"), (other) => {
      other.setAttribute("aria-pressed", String(other === button));
    });
    const body = new URLSearchParams();
    body.set("size", button.value);
    body.set("back", "/");
    fetch(form.action, { method: "POST", body, credentials: "same-origin", redirect: "manual" }).catch(() => {});
  });
}

/** Texts of the page in the order they stand in, without what belongs to the eyes only. */
function spoken(main) {
  const parts = [];
  Array.prototype.forEach.call(
    main.querySelectorAll("h1, h2, h3, p, li, legend, label, dt, dd, td, .countdown-words, .countdown-when, .field-reason, .field-error"),
    (element) => {
      const hidden = element.closest("[hidden], .unseen, [aria-hidden=true]");
      const inner = element.parentElement && element.parentElement.closest("p, li, label, dd, td");
      if (!hidden && !(inner && main.contains(inner)) && element.offsetParent !== null) {
        parts.push(element.textContent.replace(/\s+/g, " ").trim());
      }
    },
  );
  return parts.filter((part) => part);
}

function readAloud(button) {
  const speech = window.speechSynthesis;
  if (!speech || typeof SpeechSynthesisUtterance !== "function") {
    return;
  }
  button.hidden = false;
  const stop = () => {
    speech.cancel();
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-label", words.read || "");
  };
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") {
      stop();
      return;
    }
    const parts = spoken(document.getElementById("main"));
    button.setAttribute("aria-pressed", "true");
    button.setAttribute("aria-label", words.stop || "");
    parts.forEach((part, index) => {
      const utterance = new SpeechSynthesisUtterance(part);
      utterance.lang = { "zh-Hans": "zh-CN", "zh-Hant": "zh-TW" }[document.documentElement.lang] || "en";
      utterance.rate = 0.9;
      if (index === parts.length - 1) {
        utterance.onend = stop;
      }
      speech.speak(utterance);
    });
  });
  window.addEventListener("pagehide", stop);
}

/** Copies the text of the field a button names; where there is no clipboard the text is selected for the hand. */
function copying(button) {
  button.addEventListener("click", () => {
    const field = document.getElementById(button.getAttribute("data-copy"));
    field.focus();
    field.select();
    const say = () => {
      button.querySelector("[data-words]").textContent = words.copied || "";
    };
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(field.value).then(say, () => document.execCommand("copy") && say());
    } else if (document.execCommand("copy")) {
      say();
    }
  });
}

function printing(button) {
  button.addEventListener("click", () => window.print());
}

/** A text to be copied is shown whole, also where the style cannot say so. */
function whole(field) {
  if (!window.CSS || !CSS.supports("field-sizing", "content")) {
    field.style.height = "auto";
    field.style.height = field.scrollHeight + 4 + "px";
  }
}

Array.prototype.forEach.call(document.querySelectorAll(".copy"), whole);
Array.prototype.forEach.call(document.querySelectorAll("[data-letters]"), lettersAtOnce);
Array.prototype.forEach.call(document.querySelectorAll("[data-copy]"), copying);
Array.prototype.forEach.call(document.querySelectorAll("[data-print]"), printing);
Array.prototype.forEach.call(document.querySelectorAll("#read-aloud"), readAloud);
focusFirst();
