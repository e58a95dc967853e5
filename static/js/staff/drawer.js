/** What was typed or pressed and is not stored yet: the browser keeps it for one account, also over a page that is loaded anew.

The account stands last in the key: nobody else who signs in here finds it, and what waits in a tab goes when the account signs out. */

/** `shelf` gives the browser's storage of a tab or of all; where storage is refused or full it lasts as long as the page. */
export function drawer(shelf, key, account) {
  const name = `${key} ${account}`;
  let alone = false;
  let kept = null;
  return {
    get() {
      try {
        return alone ? kept : JSON.parse(shelf().getItem(name));
      } catch (_) {
        return kept;
      }
    },
    put(words) {
      kept = words;
      try {
        if (words) shelf().setItem(name, JSON.stringify(words));
        else shelf().removeItem(name);
        alone = false;
      } catch (_) {
        alone = true;
      }
    },
  };
}

/** As many drawers as there are things to keep, each under an id: two tabs that keep and drop at once lose nothing of each other's. */
export function drawers(shelf, key, account) {
  const [start, end] = [`${key} `, ` ${account}`];
  const opened = new Map();
  const at = (id) => opened.get(id) || opened.set(id, drawer(shelf, start + id, account)).get(id);
  const ids = () => {
    try {
      return Object.keys(shelf()).filter((name) => name.startsWith(start) && name.endsWith(end)).map((name) => name.slice(start.length, -end.length));
    } catch (_) {
      return [];
    }
  };
  return {
    all: () => [...new Set([...opened.keys(), ...ids()])].map((id) => at(id).get()).filter(Boolean),
    put: (id, words) => at(id).put(words),
    drop: (id) => at(id).put(null),
  };
}

/** Everything of that account leaves this shelf. */
export function clear(shelf, account) {
  Object.keys(shelf).filter((key) => key.endsWith(` ${account}`)).forEach((key) => shelf.removeItem(key));
}
