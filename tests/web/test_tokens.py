import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from reunion.actions import admitting, registering
from reunion.config import Settings
from reunion.web.keys import SETTINGS
from reunion.web.tokens import FAMILY_COOKIE, STAFF_COOKIE, cookie_of, digest, drop_cookie, fresh, set_cookie
from tests.conftest import SECRET

PLAIN = Settings(secret=SECRET, session_hours=8)
SECURE = PLAIN.model_copy(update={"public_url": "https://reunion.example.cn"})


def asked(settings: Settings, cookie: str = "") -> web.Request:
    app = web.Application()
    app[SETTINGS] = settings
    return make_mocked_request("GET", "/", headers={"Cookie": cookie} if cookie else {}, app=app)


def given(settings: Settings, name: str) -> dict[str, str]:
    """The attributes of the one cookie that is set."""
    response = web.Response()
    set_cookie(asked(settings), response, name, "a-token")
    ((full, cookie),) = response.cookies.items()
    return {"name": full, "value": cookie.value} | {key: str(value) for key, value in cookie.items() if value}


def test_a_token_is_new_each_time_and_fits_an_address():
    tokens = {fresh() for _ in range(100)}

    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {32}
    assert all(token.replace("-", "").replace("_", "").isalnum() for token in tokens)


def test_only_the_digest_of_a_token_is_stored_and_everybody_makes_the_same():
    assert digest("a-token").hex().startswith("1f6076e3a47ba1de")
    assert digest("a-token") == admitting.digest("a-token") == registering.digest("a-token")
    assert len(digest("a-token")) == 32


def test_a_token_that_is_not_even_unicode_has_a_digest():
    assert digest("\ud800") != digest("\ud801")


@pytest.mark.parametrize(("name", "age"), [(STAFF_COOKIE, 8 * 3600), (FAMILY_COOKIE, 120 * 24 * 3600)])
def test_a_cookie_is_kept_from_scripts_and_from_other_sites(name: str, age: int):
    assert given(PLAIN, name) == {
        "name": name,
        "value": "a-token",
        "max-age": str(age),
        "path": "/",
        "httponly": "True",
        "samesite": "Lax",
    }


def test_over_https_a_cookie_is_bound_to_host_and_https():
    found = given(SECURE, STAFF_COOKIE)
    assert (found["name"], found["secure"]) == ("__Host-reunion-staff", "True")


def test_a_cookie_is_read_under_the_name_it_was_set_with():
    both = "reunion-staff=plain; __Host-reunion-staff=bound"
    assert cookie_of(asked(PLAIN, both), STAFF_COOKIE) == "plain"
    assert cookie_of(asked(SECURE, both), STAFF_COOKIE) == "bound"
    assert cookie_of(asked(SECURE, "reunion-staff=plain"), STAFF_COOKIE) == ""


@pytest.mark.parametrize("settings", [PLAIN, SECURE])
def test_what_is_dropped_is_what_was_set(settings: Settings):
    response = web.Response()
    drop_cookie(asked(settings), response, STAFF_COOKIE)

    ((name, cookie),) = response.cookies.items()
    assert name == given(settings, STAFF_COOKIE)["name"]
    assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", "0", "/")
