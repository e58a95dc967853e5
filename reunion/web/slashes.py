"""An address with a slash too many at its end leads to the page that was meant."""

from aiohttp import web


async def without_slash(request: web.Request) -> str:
    """The same address without slashes at its end, when something of ours is there; else nothing."""
    # One slash at its beginning: with two the browser would take the first word for another host.
    path = "/" + request.rel_url.raw_path.strip("/")
    if path == request.rel_url.raw_path or not request.rel_url.raw_path.endswith("/"):
        return ""
    query = request.rel_url.raw_query_string
    meant = request.clone(rel_url=f"{path}?{query}" if query else path)
    found = await request.app.router.resolve(meant)
    return "" if found.http_exception else str(meant.rel_url)
