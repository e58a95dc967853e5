/** The page's texts, from the JSON island that the template filled in. */

let texts = {};

export function readWords(document) {
  texts = JSON.parse(document.getElementById("words").textContent);
}

/** The text of `key` with its {fields} filled in; the key itself where a text is missing. */
export function t(key, fields = {}) {
  return (texts[key] || key).replace(/\{(\w+)\}/g, (_, name) => (fields[name] === undefined ? "" : fields[name]));
}

/** Why a command was not done, with who was first where that is the reason. */
export function refusal(code, by) {
  const key = by && texts[`refused.${code}.by`] ? `refused.${code}.by` : `refused.${code}`;
  return texts[key] ? t(key, { by }) : t("refused.other", { code });
}
