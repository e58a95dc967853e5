import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request

from reunion.actions.admitting import Admitting
from reunion.actions.ports import Conflict, NewRegistration, NotSaved
from reunion.actions.registering import Registering
from reunion.app import build
from reunion.config import Settings
from reunion.domain.access import STAFF, Role
from reunion.domain.people import Registration, Side
from reunion.domain.refusal import Refused
from reunion.web.guard import HEADERS, ROUTE, guard, origins, refused, route_of
from reunion.web.keys import IDENTITY, LANGUAGE, NAMES, SETTINGS, STAGES, STORE
from reunion.web.requests import Refusal
from reunion.web.routing import Route
from reunion.web.tokens import digest
from tests.actions.gala import stored
from tests.conftest import EVENING, GATHERING, HandClock, Site

SAME = {"Sec-Fetch-Site": "same-origin"}
HTTPS = "https://reunion.example.cn"


async def family(site: Site, token: str = "own-token") -> TestClient[web.Request, web.Application]:
    """A browser that holds a family's link."""
    person = Registration("r-1", GATHERING.id, Side.FAMILY, 0, "李秀英", ("+8613800138000",), created=EVENING)
    await site.store.registrations.add([NewRegistration(person, link=digest(token))])
    client = await site.fresh()
    client.session.cookie_jar.update_cookies({"reunion-family": token}, site.client.make_url("/"))
    return client


def asked(site: Site, path: str = "/healthz", **given: str) -> web.Request:
    request = make_mocked_request("GET", path, headers=given, app=site.app)
    request[LANGUAGE] = "zh_Hans"
    return request


@pytest.mark.parametrize("path", ["/", "/healthz", "/nothing-here", "/staff", "/me"])
async def test_every_answer_carries_the_same_protection(site: Site, path: str):
    answer = await site.client.get(path, allow_redirects=False)
    assert {name: answer.headers[name] for name in HEADERS} == dict(HEADERS)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in answer.headers


async def test_files_that_never_change_may_be_kept(site: Site):
    page = await (await site.client.get("/")).text()
    sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = await site.client.get(sheet)
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_over_https_browsers_are_told_to_stay_there(settings: Settings, clock: HandClock):
    app = build(settings.model_copy(update={"public_url": HTTPS}), now=clock)
    async with TestClient(TestServer(app)) as client:
        answer = await client.get("/healthz")
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


async def test_a_header_of_the_answer_itself_is_left_alone(site: Site):
    async def handler(_request: web.Request) -> web.Response:
        return web.Response(headers={"Cache-Control": "no-cache"})

    answer = await guard(asked(site), handler)
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (Refusal(422, "invalid", "some fields are wrong"), 422, "invalid"),
        (Refused("already-taken"), 409, "already-taken"),
        (Conflict("name"), 409, "changed-meanwhile"),
        (NotSaved(), 503, "not-saved"),
        (web.HTTPNotFound(), 404, "not-found"),
        (web.HTTPMethodNotAllowed("PUT", ["GET"]), 405, "wrong-method"),
        (web.HTTPRequestEntityTooLarge(1, 2), 413, "too-large"),
        (web.HTTPConflict(), 409, "refused"),
    ],
)
async def test_whatever_a_handler_raises_becomes_a_plain_refusal(
    site: Site, raised: Exception, status: int, code: str
):
    async def handler(_request: web.Request) -> web.Response:
        raise raised

    answer = await guard(asked(site, "/api/v1/anything"), handler)

    assert isinstance(answer, web.Response)
    assert answer.status == status
    assert f'"code":"{code}"' in str(answer.text)


@pytest.mark.parametrize(
    ("path", "status"), [("/staff/dongxing/registrations", 403), ("/nowhere", 404), ("/staff/elsewhere", 404)]
)
async def test_staff_who_are_refused_are_led_back_to_their_own_pages(site: Site, path: str, status: int):
    host = await site.signed_in(Role.HOST)
    answer = await host.get(path)
    assert answer.status == status
    text = await answer.text()
    assert text.count('href="/staff/dongxing"') == 2
    assert 'href="/"' not in text
    stranger = await (await (await site.fresh()).get("/nowhere")).text()
    assert 'href="/"' in stranger


async def test_a_redirect_is_no_error(site: Site):
    async def handler(_request: web.Request) -> web.Response:
        raise web.HTTPFound("/elsewhere")

    with pytest.raises(web.HTTPFound):
        await guard(asked(site), handler)


async def test_a_mistake_of_ours_is_logged_with_the_number_the_visitor_sees(site: Site, capsys):
    async def handler(_request: web.Request) -> web.Response:
        raise ZeroDivisionError

    answer = await guard(asked(site, "/g/dongxing?phone=13800138000"), handler)

    logged = "".join(capsys.readouterr())
    reference = str(answer.text).split('class="number">')[1].split("<")[0]  # type: ignore[attr-defined]
    assert answer.status == 500
    assert reference in logged
    assert "13800138000" not in logged


async def test_pages_are_refused_with_a_page_and_programs_with_json(site: Site):
    page = await site.client.get("/nothing-here")
    program = await site.client.get("/api/v1/nothing-here")

    assert (page.status, page.content_type) == (404, "text/html")
    assert "没有" in await page.text()
    assert program.status == 404
    assert await program.json() == {"error": {"code": "not-found", "message": "not-found", "fields": {}}}


async def test_after_a_body_that_was_too_large_the_connection_is_closed(site: Site):
    assert refused(asked(site), Refusal(413, "too-large")).keep_alive is False
    assert refused(asked(site), Refusal(404, "not-found")).keep_alive is None


@pytest.mark.parametrize(
    ("given", "query", "page_language"),
    [("", "", "zh-Hans"), ("en-GB,en;q=0.8", "", "en"), ("en", "?lang=zh", "zh-Hans"), ("fr", "", "en")],
)
async def test_a_page_comes_in_the_visitors_language(site: Site, given: str, query: str, page_language: str):
    answer = await site.client.get(f"/privacy{query}", headers={"Accept-Language": given} if given else {})
    assert answer.headers["Content-Language"] == page_language


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, 303),
        ({}, 303),
        ({"Cookie": "reunion-size=large"}, 403),
    ],
)
async def test_a_change_is_taken_from_our_own_pages_only(site: Site, sent: dict[str, str], status: int):
    answer = await site.client.post("/letters", data={"size": "large"}, headers=sent, allow_redirects=False)
    assert answer.status == status


async def test_a_program_with_a_token_needs_no_origin(site: Site):
    sent = await site.bearer(Role.PRODUCER) | {"Cookie": "reunion-size=large"}
    answer = await site.client.post("/letters", data={"size": "large"}, headers=sent, allow_redirects=False)
    assert answer.status == 303


async def test_our_origin_is_the_address_asked_for_or_the_one_that_was_set(site: Site, settings: Settings):
    assert origins(asked(site, Host="10.0.0.5:8080")) == {"http://10.0.0.5:8080", "https://10.0.0.5:8080"}
    named = build(settings.model_copy(update={"public_url": HTTPS}))
    request = make_mocked_request("GET", "/", headers={"Host": "evil.example"}, app=named)
    assert origins(request) == {HTTPS}


async def test_a_stranger_is_led_to_sign_in_and_back_to_the_page(site: Site):
    page = await site.client.get("/staff/dongxing/links", allow_redirects=False)
    assert (page.status, page.headers["Location"]) == (303, "/staff/sign-in?next=/staff/dongxing/links")
    program = await site.client.get("/api/v1/gatherings/dongxing/links", allow_redirects=False)
    assert program.status == 401


async def test_a_foreign_gathering_does_not_exist_and_a_foreign_role_is_not_allowed(site: Site):
    foreign = await site.signed_in(Role.PRODUCER, "elsewhere")
    media = await site.signed_in(Role.MEDIA)
    assert (await foreign.get("/staff/dongxing/links")).status == 404
    assert (await media.get("/staff/dongxing/links")).status == 403


async def test_a_show_belongs_to_its_gathering(site: Site):
    await stored(site.store)
    foreign, ours = await site.signed_in(Role.HOST, "elsewhere"), await site.signed_in(Role.HOST)
    found = {(await client.get("/shows/gala/desk")).status for client in (foreign,)}
    assert (found, (await ours.get("/shows/gala/desk")).status) == ({404}, 200)
    assert (await foreign.get("/shows/gala")).status == 200, "public pages are for everybody"


async def test_an_administrator_comes_everywhere(site: Site):
    client = await site.signed_in(Role.ADMINISTRATOR)
    assert (await client.get("/staff/dongxing/links")).status == 200


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
async def test_a_bearer_token_says_who_asks(site: Site, scheme: str):
    sent = await site.bearer(Role.PRODUCER)
    token = sent["Authorization"].removeprefix("Bearer ")
    answer = await site.client.get(
        "/api/v1/gatherings/dongxing/links", headers={"Authorization": f"{scheme}  {token}"}
    )
    assert answer.status == 200


async def test_a_session_token_is_no_bearer_token_and_the_other_way_round(site: Site):
    admitting = Admitting(site.store, site.clock)
    account = await admitting.create("林导", Role.PRODUCER, GATHERING.id)
    session = await admitting.sign_in(account, 12)
    program = (await site.bearer(Role.PRODUCER))["Authorization"].removeprefix("Bearer ")
    path = "/api/v1/gatherings/dongxing/links"

    as_bearer = await site.client.get(path, headers={"Authorization": f"Bearer {session}"})
    as_cookie = await site.client.get(path, headers={"Cookie": f"reunion-staff={program}"})

    assert (as_bearer.status, as_cookie.status) == (401, 401)


async def test_a_session_ends_at_its_hour(site: Site):
    client = await site.signed_in(Role.PRODUCER)
    site.clock.move(seconds=12 * 3600 - 1)
    assert (await client.get("/staff/dongxing/links", allow_redirects=False)).status == 200
    site.clock.move(seconds=2)
    assert (await client.get("/staff/dongxing/links", allow_redirects=False)).status == 303


async def test_whoever_was_shut_out_is_out_at_once(site: Site):
    client = await site.signed_in(Role.PRODUCER)
    (account,) = [one for one in await site.store.accounts.every() if one.role is Role.PRODUCER]
    await Admitting(site.store, site.clock).disable(account)
    assert (await client.get("/staff/dongxing/links", allow_redirects=False)).status == 303


async def test_the_name_of_staff_is_known_from_their_first_request(site: Site):
    client = await site.signed_in(Role.HOST)
    await client.get("/staff")
    (account,) = await site.store.accounts.every()
    assert site.app[NAMES].of(account.id) == account.name
    assert site.app[NAMES].of("nobody") == ""


async def test_a_family_comes_by_its_link_and_only_to_its_own_page(site: Site):
    client = await family(site)
    assert (await client.get("/me")).status == 200
    assert (await client.get("/staff/dongxing/links", allow_redirects=False)).status == 403
    stranger = await site.fresh()
    assert (await stranger.get("/me/correct", allow_redirects=False)).status == 401


async def test_staff_that_hold_a_family_link_too_see_both_pages(site: Site):
    client = await family(site)
    other = await site.signed_in(Role.PRODUCER)
    cookies = {cookie.key: cookie.value for cookie in other.session.cookie_jar}
    client.session.cookie_jar.update_cookies(cookies, site.client.make_url("/"))
    assert (await client.get("/me")).status == 200
    assert (await client.get("/staff/dongxing/links")).status == 200


async def test_a_family_that_withdrew_is_nobody(site: Site):
    client = await family(site)
    assert (await client.get("/me/correct", allow_redirects=False)).status == 200
    await Registering(site.store, site.clock, site.app[STAGES]).withdraw("r-1", by="r-1")
    assert (await client.get("/me/correct", allow_redirects=False)).status == 401


@pytest.mark.parametrize(("roles", "status"), [(frozenset[Role](), 403), (STAFF, 200)])
async def test_nothing_but_the_table_lets_anybody_in(
    settings: Settings, clock: HandClock, roles: frozenset[Role], status: int
):
    async def handler(request: web.Request) -> web.Response:
        return web.json_response(request[IDENTITY].role)

    app = build(settings, now=clock)
    added = app.router.add_get("/silent", handler, allow_head=False)
    app[ROUTE] = {**app[ROUTE], added: Route("GET", "/silent", handler, roles)}
    async with TestClient(TestServer(app)) as client:
        token = await Admitting(app[STORE], clock).program(Role.ADMINISTRATOR, "", 12)
        answer = await client.get("/silent", headers={"Authorization": f"Bearer {token}"})
        assert answer.status == status


async def test_what_the_table_does_not_name_has_no_row(site: Site):
    assert route_of(asked(site, "/nothing")) is None


@pytest.mark.parametrize(
    ("forwarded", "seen"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 127.0.0.1", "203.0.113.9"),
        ("no address", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
async def test_our_own_proxy_says_who_comes(site: Site, forwarded: str, seen: str):
    async def handler(request: web.Request) -> web.Response:
        return web.Response(text=request.remote)

    request = asked(site, **{"X-Forwarded-For": forwarded}).clone(remote="127.0.0.1")
    site.app._state[SETTINGS] = site.app[SETTINGS].model_copy(update={"trusted_proxies": ("127.0.0.1",)})
    answer = await guard(request, handler)
    assert isinstance(answer, web.Response)
    assert answer.text == seen


async def test_nobody_else_can_say_so(site: Site):
    async def handler(request: web.Request) -> web.Response:
        return web.Response(text=request.remote)

    answer = await guard(asked(site, **{"X-Forwarded-For": "203.0.113.9"}).clone(remote="127.0.0.1"), handler)
    assert isinstance(answer, web.Response)
    assert answer.text == "127.0.0.1"


async def test_a_file_that_is_missing_is_not_kept_as_missing(site: Site):
    page = await (await site.client.get("/")).text()
    sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = await site.client.get(sheet + ".gone")
    assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-store")


@pytest.mark.parametrize("path", ["/api/v1/gatherings", "/g/dongxing/signup/worker"])
async def test_a_wrong_method_is_told_which_ones_there_are(site: Site, path: str):
    answer = await site.client.request("TRACE", path)
    assert answer.status == 405
    assert "GET" in answer.headers["Allow"].split(",")
