"""The size of the letters and the language are remembered, and lead back only to pages of our own."""

import re

import pytest

from reunion.domain.access import Role
from reunion.web.locale import LANGUAGES, tag
from tests.web.walking import WORKER, Page, opened, pressed, sent


async def test_the_letters_are_remembered(site):
    client = await site.fresh()
    answer = await client.post(
        "/letters", data={"size": "huge", "back": "/g/dongxing"}, allow_redirects=False
    )
    assert (answer.status, answer.headers["Location"]) == (303, "/g/dongxing")
    assert 'class=" size-huge"' in await (await client.get("/g/dongxing")).text()


@pytest.mark.parametrize(
    "back",
    ["//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere", "x", "/a\r\nb", "//[", "//℀", ""],
)
async def test_the_letters_lead_back_only_to_our_own_pages(site, back):
    answer = await site.client.post("/letters", data={"size": "large", "back": back}, allow_redirects=False)
    assert answer.headers["Location"] == "/"


async def test_an_unknown_size_is_the_normal_one(site):
    client = await site.fresh()
    await client.post("/letters", data={"size": "<b>", "back": "/"}, allow_redirects=False)
    assert "size-" not in (await (await client.get("/g/dongxing")).text()).split("<head>")[0]


async def test_the_language_is_remembered(site):
    client = await site.fresh()
    answer = await client.post(
        "/language", data={"lang": "en", "back": "/privacy?g=dongxing"}, allow_redirects=False
    )
    assert (answer.status, answer.headers["Location"]) == (303, "/privacy?g=dongxing")
    page = await client.get("/g/dongxing")
    assert page.headers["Content-Language"] == "en"
    assert '<html lang="en"' in await page.text()


def by_night(text: str) -> str:
    """When the page wears its colours by night; empty for never."""
    found = re.search(r'dark\.css" media="([^"]+)"', text)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("theme", "media"),
    [
        ("device", "screen and (prefers-color-scheme: dark)"),
        ("light", ""),
        ("dark", "screen"),
        ("<b>", "screen and (prefers-color-scheme: dark)"),
    ],
)
async def test_the_colours_are_remembered_on_public_family_and_staff_pages(site, theme, media):
    for client in (await site.fresh(), await site.signed_in(Role.PRODUCER)):
        fields, same = {"theme": theme, "back": "/g/dongxing"}, {"Sec-Fetch-Site": "same-origin"}
        answer = await client.post("/theme", data=fields, headers=same, allow_redirects=False)
        assert (answer.status, answer.headers["Location"]) == (303, "/g/dongxing")
        for path in ("/g/dongxing", "/g/dongxing/signup/worker", "/me", "/staff/dongxing"):
            assert by_night(await (await client.get(path)).text()) == media, path


async def test_an_address_that_names_the_colours_is_remembered(site):
    client = await site.fresh()
    for path in ("/privacy?theme=dark", "/privacy", "/privacy?theme=<b>"):
        assert by_night(await (await client.get(path)).text()) == "screen"
    assert by_night(await (await client.get("/privacy?theme=light")).text()) == ""


async def test_an_unknown_language_changes_nothing(site):
    client = await site.fresh()
    await client.post("/language", data={"lang": "<b>", "back": "/"}, allow_redirects=False)
    assert (await client.get("/g/dongxing")).headers["Content-Language"] == "zh-Hans"


async def test_an_address_that_names_a_language_is_remembered_on_pages_only(site):
    client = await site.fresh()
    await client.get("/api/v1/shows/gala?lang=en")
    assert (await client.get("/g/dongxing")).headers["Content-Language"] == "zh-Hans"
    assert (await client.get("/g/dongxing?lang=zh-HK")).headers["Content-Language"] == "zh-Hant"
    assert (await client.get("/g/dongxing")).headers["Content-Language"] == "zh-Hant"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_layout_offers_the_three_languages_and_marks_its_own(site, language):
    staff = await site.signed_in(Role.PRODUCER)
    for client, path in ((site.client, "/g/dongxing"), (site.client, "/me"), (staff, "/staff/dongxing")):
        text = await (await client.get(path, headers={"Accept-Language": tag(language)})).text()
        offered = [name for name in ("简体中文", "繁體中文", "English") if f">{name}</button>" in text]
        assert offered == ["简体中文", "繁體中文", "English"], path
        assert f'lang="{tag(language)}" aria-pressed="true"' in text, path


@pytest.mark.parametrize(
    ("back", "page"),
    [
        ("/staff/dongxing/rundown/plan", "/staff/dongxing/rundown"),
        ("/staff/dongxing/links/again", "/staff/dongxing/links"),
        ("/g/dongxing/signup/worker", "/g/dongxing/signup/worker"),
        ("/me/answer", "/me"),
        ("/no/such/page", "/"),
    ],
)
async def test_from_the_answer_to_a_button_it_leads_to_the_nearest_page_above(site, back, page):
    answer = await site.client.post("/language", data={"lang": "en", "back": back}, allow_redirects=False)
    assert answer.headers["Location"] == page


async def test_in_the_middle_of_signing_up_nothing_filled_in_is_lost(site):
    client = await site.fresh()
    second = await pressed(client, await opened(client, "/g/dongxing/signup/worker"), **WORKER)
    typed = second.fields | {"1-other_name": "李秀英", "go": "stay"}
    answer = await sent(client, f"{second.action}?lang=en", typed)
    english = Page(await answer.text())
    assert "Step 2 of 4" in english.text
    assert (english.fields["1-other_name"], english.fields["kept"].count("张晓明")) == ("李秀英", 1)
    assert english.fields["ticket"] == second.fields["ticket"]
    dark = await sent(client, f"{second.action}?theme=dark", typed)
    assert by_night(text := await dark.text()) == "screen"
    assert Page(text).fields["1-other_name"] == "李秀英"
    assert "Step 3 of 4" in (await pressed(client, english, **WORKER)).text
