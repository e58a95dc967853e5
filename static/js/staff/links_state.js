/** What stands on the links board, what a decision makes of it, and what can still be taken back. */

const KEPT = "reunion-links-past";
const KEPT_MOST = 60;

export const same = (one, other) => one && other && one.worker === other.worker && one.family === other.family;

/** Ids only, and only for this window: a page that is loaded again can still take the last decisions back. */
export function past() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) || [];
  } catch (broken) {
    return [];
  }
}

export function remember(deed) {
  keep([...past(), { ...deed, board: location.pathname }].slice(-KEPT_MOST));
}

/** The last deed of this board, taken out. */
export function last() {
  const all = past();
  const mine = all.filter((deed) => deed.board === location.pathname);
  const deed = mine[mine.length - 1];
  if (deed) keep(all.filter((one) => one !== deed));
  return deed;
}

function keep(all) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(all));
  } catch (full) {
    // without storage only what is on this page can be taken back, by its button
  }
}

/** `at` stays where the next link will be. */
export function reducer(tab) {
  return (state, change) => {
    if (change.choose !== undefined) {
      return { ...state, at: Math.max(0, Math.min(state.rows.length - 1, change.choose)) };
    }
    if (change.decided) {
      const { row, standing, decided } = change.decided;
      const leaves = tab === "review" || (tab === "linked") !== (standing !== "refused") || standing === "review";
      return leaves ? without(state, row) : { ...state, rows: state.rows.map((one) => (same(one, row) ? { ...one, ...row, standing, decided: decided === undefined ? row.decided : decided } : one)) };
    }
    if (change.gone) return without(state, change.gone);
    if (change.asked) {
      const { row, words } = change.asked;
      return { ...state, rows: state.rows.map((one) => (same(one, row) ? { ...one, asked: words } : one)) };
    }
    if (change.back) {
      const row = change.back;
      const rest = state.rows.filter((one) => !same(one, row));
      const at = Math.min(state.at, rest.length);
      return { rows: [...rest.slice(0, at), row, ...rest.slice(at)], at };
    }
    return state;
  };
}

function without(state, row) {
  const rows = state.rows.filter((one) => !same(one, row));
  return { rows, at: Math.min(state.at, Math.max(0, rows.length - 1)) };
}
