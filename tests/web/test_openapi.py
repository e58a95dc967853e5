from aiohttp import web
from openapi_spec_validator import validate
from pydantic import BaseModel

from reunion.domain.access import EVERYONE, Role
from reunion.web.openapi import describe
from reunion.web.routes import ROUTES
from reunion.web.routing import Kind, Route
from tests.conftest import Site


class Wish(BaseModel):
    """What is asked."""

    name: str


class Granted(BaseModel):
    """What is answered."""

    wish: Wish


async def grant(_request: web.Request) -> web.Response:
    return web.Response()


GRANT = Route(
    "POST",
    "/api/v1/gatherings/{gathering}/wishes/{wish}",
    grant,
    frozenset({Role.FAMILY}),
    Kind.API,
    "Grant a wish",
    body=Wish,
    answer=Granted,
)
PAGE = Route("GET", "/wishes", grant, EVERYONE)


def test_only_what_programs_use_is_described():
    assert set(describe([GRANT, PAGE])["paths"]) == {GRANT.path}


def test_an_operation_is_made_of_its_row():
    operation = describe([GRANT])["paths"][GRANT.path]["post"]

    assert (operation["operationId"], operation["summary"]) == (
        "post_gatherings_gathering_wishes_wish",
        "Grant a wish",
    )
    assert [(one["name"], one["in"], one["required"]) for one in operation["parameters"]] == [
        ("gathering", "path", True),
        ("wish", "path", True),
    ]
    assert operation["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Wish"
    }
    assert operation["responses"]["200"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Granted"
    }
    assert operation["security"] == [{"bearer": []}, {"staff": []}, {"family": []}]


def test_every_refusal_has_the_one_shape():
    responses = describe([GRANT])["paths"][GRANT.path]["post"]["responses"]
    refused = {code: told for code, told in responses.items() if code != "200"}
    assert set(refused) == {"400", "401", "403", "404", "409", "413", "415", "422", "429"}
    assert {told["content"]["application/json"]["schema"]["$ref"] for told in refused.values()} == {
        "#/components/schemas/Error"
    }


def test_what_everybody_may_ask_needs_no_token():
    open_to_all = Route("GET", "/api/v1/wishes", grant, EVERYONE, Kind.API, "All wishes")
    operation = describe([open_to_all])["paths"]["/api/v1/wishes"]["get"]
    assert "security" not in operation
    assert "requestBody" not in operation
    assert operation["responses"]["200"]["content"]["application/json"]["schema"] == {"type": "object"}


def test_two_methods_of_an_address_stand_beside_each_other():
    other = Route("GET", GRANT.path, grant, EVERYONE, Kind.API, "A wish", answer=Granted)
    described = describe([GRANT, other])
    assert set(described["paths"][GRANT.path]) == {"post", "get"}
    assert set(described["components"]["schemas"]) == {"Wish", "Granted", "Error"}


def test_the_description_of_the_whole_server_is_valid_and_leaves_no_sentence_out():
    described = describe(ROUTES)
    validate(described)
    operations = [one for methods in described["paths"].values() for one in methods.values()]
    assert [one["operationId"] for one in operations if not one["summary"]] == []
    names = [one["operationId"] for one in operations]
    assert sorted(names) == sorted(set(names))


async def test_the_server_gives_its_own_description(site: Site):
    answer = await site.client.get("/openapi.json")
    assert (answer.status, await answer.json()) == (200, describe(ROUTES))
