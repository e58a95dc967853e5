from pathlib import Path

import jinja2
import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from reunion.domain.access import Identity, Role
from reunion.web.keys import IDENTITY, LANGUAGE, NAMES, PAGES, STATIC_ROOT
from reunion.web.locale import LANGUAGES
from reunion.web.pages import (
    Environments,
    answer,
    asset_folder,
    language_of,
    render,
    render_text,
    say,
    see_other,
    static_digest,
)
from reunion.web.requests import not_found
from tests.conftest import Site

TEMPLATES = sorted(
    str(path.relative_to(asset_folder("templates"))) for path in asset_folder("templates").rglob("*.html")
)


def asked(site: Site, language: str = "zh_Hans", **headers: str) -> web.Request:
    request = make_mocked_request("GET", "/g/dongxing", headers=headers, app=site.app)
    request[LANGUAGE] = language
    return request


def with_template(site: Site, text: str) -> None:
    """Lets `render` find a template of the test's own, called page.html."""
    for language in LANGUAGES:
        site.app[PAGES][language].loader = jinja2.DictLoader({"page.html": text})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_can_be_compiled_in_every_language(language: str):
    environment = Environments(strict=True)[language]
    assert {name for name in TEMPLATES if not environment.get_template(name)} == set()


async def test_a_page_says_its_language_and_depends_on_the_visitor(site: Site):
    page = render(asked(site, "en"), "public/error.html", status=404, refusal=not_found())
    assert (page.status, page.content_type, page.charset) == (404, "text/html", "utf-8")
    assert page.headers["Content-Language"] == "en"
    assert page.headers["Vary"] == "Cookie, Accept-Language"


async def test_a_text_from_outside_is_never_markup(site: Site):
    with_template(site, "<p>{{ name }}</p>")
    assert render_text(asked(site), "page.html", name="<b>&'") == "<p>&lt;b&gt;&amp;&#39;</p>"


async def test_half_a_sign_is_no_reason_to_answer_nothing(site: Site):
    with_template(site, "<p>{{ name }}</p>")
    assert render(asked(site), "page.html", name="\ud800").body == b"<p>?</p>"


async def test_every_template_knows_who_asks_and_where(site: Site):
    with_template(site, "{{ identity.role }} {{ who }} {{ here }} {{ language }} {{ size }}")
    request = asked(site, Cookie="reunion-size=huge")
    request[IDENTITY] = Identity(Role.HOST, "a-1")
    site.app[NAMES].known["a-1"] = "林导"
    assert render_text(request, "page.html") == "host 林导 /g/dongxing zh-Hans huge"


async def test_who_was_not_identified_is_the_public_and_a_strange_size_is_normal(site: Site):
    with_template(site, "{{ identity.role }}|{{ who }}|{{ size }}")
    request = asked(site, Cookie="reunion-size=<script>")
    assert render_text(request, "page.html") == "public||normal"


async def test_people_are_masked_by_a_filter(site: Site):
    with_template(site, "{{ '张伟'|masked }} {{ '+8613800138000'|masked_phone }}")
    assert render_text(asked(site), "page.html") == "张* 138****8000"


async def test_the_address_of_a_file_holds_the_digest_of_all_files(site: Site):
    with_template(site, "{{ static('css/family.css') }}")
    root = site.app[STATIC_ROOT]
    assert root == f"/static/{static_digest(asset_folder('static'))}"
    assert render_text(asked(site), "page.html") == f"{root}/css/family.css"
    assert (await site.client.get(f"{root}/css/family.css")).status == 200


def test_the_digest_changes_with_any_byte_and_any_name(tmp_path: Path):
    (tmp_path / "a.css").write_text("a")
    first = static_digest(tmp_path)
    (tmp_path / "a.css").write_text("b")
    second = static_digest(tmp_path)
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    third = static_digest(tmp_path)
    assert len({first, second, third}) == 3
    assert {len(first), len(second), len(third)} == {16}


async def test_a_sentence_is_said_in_the_visitors_language(site: Site):
    assert say(asked(site), "Not found") != "Not found"
    assert say(asked(site, "en"), "Not found") == "Not found"
    assert say(asked(site), "a sentence nobody has translated") == "a sentence nobody has translated"


async def test_before_the_language_is_known_it_is_chinese(site: Site):
    assert language_of(make_mocked_request("GET", "/", app=site.app)) == "zh_Hans"


def test_an_answer_is_json_in_utf8_as_short_as_it_goes():
    told = answer({"name": "张伟", "rows": [1, 2]}, status=201)
    assert (told.status, told.content_type, told.charset) == (201, "application/json", "utf-8")
    assert told.body == '{"name":"张伟","rows":[1,2]}'.encode()


def test_an_answer_that_is_not_unicode_is_still_an_answer():
    assert answer({"name": "\ud800"}).body == b'{"name":"?"}'


def test_after_a_change_the_browser_gets_the_page_anew():
    told = see_other("/me")
    assert (told.status, told.headers["Location"]) == (303, "/me")
