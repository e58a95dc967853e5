/** Words that were typed and are not stored yet: this tab keeps them, also over a page that is loaded anew, as in another language. */

export function drawer(key) {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(key));
  } catch (_) {
    // Without storage they last as long as the page.
  }
  return {
    get: () => kept,
    put(words) {
      kept = words;
      try {
        if (words) sessionStorage.setItem(key, JSON.stringify(words));
        else sessionStorage.removeItem(key);
      } catch (_) {
        // Without storage they last as long as the page.
      }
    },
  };
}
