from collections import Counter

import pytest
from aiohttp import web

from reunion.domain.access import STAFF, Role
from reunion.web.guard import ROUTE
from reunion.web.routes import ROUTES, add_routes
from reunion.web.routing import Kind
from tests.conftest import Site


def test_a_method_and_an_address_stand_in_the_table_once():
    rows = Counter((route.method, route.path) for route in ROUTES)
    assert [row for row, times in rows.items() if times > 1] == []


def test_every_row_names_who_may_come():
    assert [route.path for route in ROUTES if not route.roles] == []


def test_every_aiohttp_route_has_its_row_and_head_is_get():
    app = web.Application()
    rows = add_routes(app)
    served = list(app.router.routes())

    assert set(rows) == set(served)
    heads = {route.resource.canonical: rows[route] for route in served if route.method == "HEAD"}  # type: ignore[union-attr]
    assert heads == {route.path: route for route in ROUTES if route.method == "GET"}


async def test_the_application_holds_the_table(site: Site):
    assert set(site.app[ROUTE].values()) == set(ROUTES)


@pytest.mark.parametrize("begins", ["/staff/{gathering}", "/api/v1/gatherings/{gathering}/"])
def test_what_is_of_a_gatherings_staff_is_not_public(begins: str):
    sign_ups = {"/api/v1/gatherings/{gathering}/registrations"}
    public = {route.path for route in ROUTES if route.path.startswith(begins) and Role.PUBLIC in route.roles}
    assert public <= sign_ups


def test_only_a_screen_takes_programs_without_an_origin():
    assert {route.path for route in ROUTES if route.open_origin} == {"/shows/{show}/screen/socket"}
    assert {route.kind for route in ROUTES if route.open_origin} == {Kind.SOCKET}


def test_what_is_a_familys_own_is_closed_to_staff():
    own = [route for route in ROUTES if route.path.startswith(("/me/", "/api/v1/me"))]
    assert {route.roles for route in own} == {frozenset({Role.FAMILY})}
    assert not any(route.roles & STAFF for route in own)


def test_what_programs_use_says_what_it_does():
    assert [route.path for route in ROUTES if route.kind is Kind.API and not route.summary] == []
