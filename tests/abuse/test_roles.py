"""S4: every route with every identity answers as the route table says; there is no second table."""

from reunion.domain.access import STAFF, Role
from reunion.web.routes import ROUTES
from reunion.web.routing import Kind, Route
from tests.abuse.world import World

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


LAST = ("/me/withdraw", "/staff/sign-out")
"""Whoever comes here has left afterwards."""


def wanted(route: Route, name: str) -> set[int] | None:
    """The statuses that the table demands; None where the handler may answer whatever fits."""
    foreign = name.startswith("foreign-")
    role = Role(name.removeprefix("foreign-"))
    scoped = "{gathering}" in route.path or "{show}" in route.path
    open_to_all = Role.PUBLIC in route.roles
    if open_to_all:
        return None
    if foreign and role in STAFF and scoped:
        return {404}
    if role in route.roles:
        return None
    if role is Role.PUBLIC:
        signs_in = route.kind is Kind.PAGE and route.method == "GET" and route.roles & STAFF
        return {303} if signs_in else {401}
    # By the end of the round the families have withdrawn; they are strangers then.
    return {401, 403} if route.path == LAST[-1] and role is Role.FAMILY else {403}


def methods(route: Route) -> tuple[str, ...]:
    return ("GET", "HEAD") if route.method == "GET" and route.kind is not Kind.SOCKET else (route.method,)


async def status(world: World, route: Route, name: str, method: str) -> int:
    headers = dict(SAME_SITE)
    if route.kind is Kind.SOCKET:
        headers |= UPGRADE | {"Origin": world.site.origin}
    path = world.path(route)
    async with world.clients[name].request(method, path, headers=headers, allow_redirects=False) as response:
        return response.status


async def test_every_route_answers_as_the_table_says(world: World) -> None:
    wrong = []
    for route in sorted(ROUTES, key=lambda route: route.path in LAST and LAST.index(route.path) + 1):
        for name in world.clients:
            demanded = wanted(route, name)
            for method in (
                ("GET", "HEAD")
                if route.method == "GET" and route.kind is not Kind.SOCKET
                else (route.method,)
            ):
                found = await status(world, route, name, method)
                fits = found in demanded if demanded else found < 500 and found not in (401, 403)
                if not fits:
                    wrong.append(f"{method} {route.path} as {name}: {found}, not {demanded or 'allowed'}")

    assert wrong == []


async def test_the_table_is_the_only_way_in(world: World) -> None:
    listed = {(route.method, route.path) for route in ROUTES}
    served = {
        (route.method, route.resource.canonical)
        for route in world.site.app.router.routes()
        if route.resource is not None and not route.resource.canonical.startswith("/static/")
    }

    assert {(method, path) for method, path in served if method != "HEAD"} == listed


async def test_an_unknown_address_does_not_exist_for_anybody(world: World) -> None:
    for client in world.clients.values():
        async with client.get("/staff/dongxing/no-such-page") as response:
            assert response.status == 404
        async with client.get("/wp-login.php") as response:
            assert response.status == 404


def test_a_route_without_roles_would_let_nobody_in() -> None:
    """The control: default deny does not hang on a list of forbidden ones."""
    silent = Route("GET", "/nobody", ROUTES[0].handler, frozenset())

    assert wanted(silent, "producer") == {403}
    assert wanted(silent, "public") == {401}
    assert all(route.roles for route in ROUTES)
