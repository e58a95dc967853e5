/** Where a desk's page finds its line, and whether its host may still use it. */

/** Opens the line of this page's show; `listens` asks for one that only hears. */
export function opener(root, listens = false) {
  return (query) => {
    const url = new URL(root.dataset.socket + query, location.href);
    if (listens) url.searchParams.set("listen", "1");
    url.protocol = url.protocol.replace("http", "ws");
    return new WebSocket(url.href);
  };
}

/** False only when the server sends this host to the sign-in page; a server that is down says nothing. */
export async function allowed() {
  try {
    const page = await fetch(location.pathname, { method: "HEAD", redirect: "manual" });
    return page.type !== "opaqueredirect" && page.status !== 401 && page.status !== 403;
  } catch (_) {
    return true;
  }
}
