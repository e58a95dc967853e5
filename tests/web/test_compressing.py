import gzip
from dataclasses import replace

import pytest
from aiohttp.test_utils import make_mocked_request

from reunion.domain.access import Role
from reunion.domain.people import Pair, Party, Side
from reunion.web.compressing import LEAST, takes_gzip
from reunion.web.keys import KEPT, LINKING, STATIC_FILES, STATIC_ROOT

from ..actions import gala
from ..actions.scenes import put_pairs
from ..conftest import GATHERING
from .offices import AT, fill
from .walking import FAMILY, signed_up

TAKES = {"Accept-Encoding": "gzip, deflate, br"}
TAKES_NONE = {"Accept-Encoding": "identity"}
KEPT_PATHS = ("/g/dongxing", "/shows/gala", "/shows/gala/schedule.json")


@pytest.fixture
async def live(site):
    await gala.stored(site.store)
    return site


async def sent(client, path, headers):
    """The answer, whether it was packed, and its bytes unpacked."""
    answer = await client.get(path, headers=headers, auto_decompress=False)
    data = await answer.read()
    coding = answer.headers.get("Content-Encoding", "")
    return answer, coding, gzip.decompress(data) if coding == "gzip" else data


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        ("gzip, deflate, br", True),
        ("br, GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000, br", False),
        ("x-gzip, deflate", False),
        ("", False),
    ],
)
def test_who_takes_gzip_says_so(header, takes):
    assert takes_gzip(make_mocked_request("GET", "/", {"Accept-Encoding": header})) is takes


async def test_a_file_is_packed_for_who_takes_it_and_the_same_bytes_for_everybody(site):
    for name, path in site.app[STATIC_FILES].items():
        at, whole = f"{site.app[STATIC_ROOT]}/{name}", path.read_bytes()
        plain, none, as_it_is = await sent(site.client, at, TAKES_NONE)
        packed, coding, unpacked = await sent(site.client, at, TAKES)
        assert (plain.status, none, as_it_is, packed.status, unpacked) == (200, "", whole, 200, whole), name
        text = path.suffix in (".css", ".js", ".svg", ".json", ".webmanifest", ".txt")
        assert coding == ("gzip" if text and len(whole) >= LEAST else ""), name
        assert packed.content_type == plain.content_type
        assert (packed.headers["Cache-Control"], packed.headers.get("Vary")) == (
            plain.headers["Cache-Control"],
            plain.headers.get("Vary"),
        )
        assert ("Vary" in packed.headers) or not coding


@pytest.mark.parametrize("name", ["css/nothing.css", "../pyproject.toml", "%2e%2e/pyproject.toml", "css", ""])
async def test_what_is_no_file_of_ours_is_not_there(site, name):
    answer = await site.client.get(f"{site.app[STATIC_ROOT]}/{name}", headers=TAKES)
    assert answer.status == 404


@pytest.mark.parametrize("path", KEPT_PATHS)
async def test_what_all_see_alike_is_packed_once_for_each_state(live, path):
    answers = [await sent(live.client, path, TAKES) for _ in range(3)]
    plain, none, text = await sent(live.client, path, TAKES_NONE)
    assert {(coding, body) for _, coding, body in answers} == {("gzip", text)}
    assert (none, live.app[KEPT].made) == ("", 2)
    tag = answers[0][0].headers["ETag"]
    assert tag != plain.headers["ETag"]
    again = await live.client.get(path, headers={**TAKES, "If-None-Match": tag})
    assert (again.status, await again.read()) == (304, b"")
    assert "Accept-Encoding" in plain.headers["Vary"]


async def test_a_page_for_one_person_is_packed_unless_another_site_made_them_ask(site):
    """By the length of what it makes somebody load, another site could guess at what stands there beside its words."""
    await fill(site)
    client = await site.signed_in(Role.PRODUCER)
    for where in ({"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}):
        answer, coding, text = await sent(client, f"{AT}/registrations", TAKES | where)
        assert (answer.status, coding, answer.headers["Vary"].split(", ")[-1]) == (
            200,
            "gzip",
            "Accept-Encoding",
        )
        assert "张伟" in text.decode()
    for where in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {}):
        _, coding, text = await sent(client, f"{AT}/registrations", TAKES | where)
        assert (coding, "张伟" in text.decode()) == ("", True)


async def test_a_stranger_gets_every_page_packed_wherever_the_link_was(live):
    for path in ("/g/dongxing/join", "/nothing-here"):
        for where in ({"Sec-Fetch-Site": "cross-site"}, {}):
            _, coding, text = await sent(await live.fresh(), path, TAKES | where)
            assert (coding, b"<!doctype html>" in text.lower()) == ("gzip", True)


async def one_under_its_tag(client, path):
    """Whether it is long enough to be packed, and the same bytes under the same tag however it is asked for."""
    packed, coding, text = await sent(client, path, TAKES | {"Sec-Fetch-Site": "same-origin"})
    plain, none, as_it_is = await sent(client, path, TAKES_NONE)
    assert (packed.status, coding, none, text) == (200, "", "", as_it_is)
    return len(text) >= LEAST and packed.headers["ETag"] == plain.headers["ETag"]


async def test_a_calendar_has_a_tag_of_its_own_and_is_sent_as_it_is(site):
    """Packed on the way it would be other bytes under the tag of these."""
    await gala.stored(site.store, slots=40)
    assert await one_under_its_tag(site.client, "/shows/gala/schedule.ics")


async def test_ones_own_calendar_is_sent_as_it_is_too(site):
    await site.store.gatherings.put(replace(GATHERING, title="云团聚" * 99))
    await gala.stored(site.store)
    mother = await signed_up(site, "family", FAMILY)
    assert await site.app[LINKING].caught_up("dongxing")
    (family,) = await site.store.registrations.every("dongxing")
    pair = Pair("p-2", "dongxing", Party(Side.WORKER, ()), Party(Side.FAMILY, (family.id,)))
    await put_pairs(site.store, [pair])
    assert await one_under_its_tag(mother, "/me/slot.ics")


async def test_a_program_with_a_token_gets_its_answers_packed_and_short_ones_as_they_are(site):
    await fill(site)
    bearer = await site.bearer(Role.PRODUCER)
    client = await site.fresh()
    _, coding, text = await sent(client, "/api/v1/gatherings/dongxing/registrations", TAKES | bearer)
    assert (coding, b"f1" in text) == ("gzip", True)
    _, coding, text = await sent(client, "/healthz", TAKES)
    assert (coding, len(text) < LEAST) == ("", True)
