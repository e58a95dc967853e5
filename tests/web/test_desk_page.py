import json
from dataclasses import replace

import pytest

from reunion.actions.ports import Rundown
from reunion.domain.access import Role
from reunion.domain.plans import ShowHead
from reunion.domain.refusal import CODES
from tests.browser.fake_desk import START, rundown
from tests.conftest import GATHERING, Site


@pytest.fixture
async def head(site: Site) -> ShowHead:
    """A show that was set up and has no rundown yet."""
    show, _ = rundown(3)
    made = ShowHead("gala", GATHERING.id, "第一场", "main", START, show.planned_end, 0)
    await site.store.shows.put(made)
    return made


async def publish(site: Site, head: ShowHead) -> None:
    show, cast = rundown(3)
    await site.store.shows.begin_run(replace(head, run=show.run), Rundown(show, cast.cards))


async def test_a_host_gets_the_desk_of_a_published_show(site: Site, head: ShowHead):
    await publish(site, head)

    page = await (await site.signed_in(Role.HOST)).get("/shows/gala/desk")

    text = await page.text()
    assert page.status == 200
    assert 'data-socket="/shows/gala/desk/socket"' in text
    assert 'data-zone="Asia/Shanghai"' in text
    words = json.loads(text.split('id="words">')[1].split("</script>")[0])
    assert (words["take"], words["ready.ready"]) == ("切播", "就绪")
    assert [code for code in CODES if f"refused.{code}" not in words] == []


async def test_before_a_rundown_is_published_the_page_says_what_to_do(site: Site, head: ShowHead):
    page = await (await site.signed_in(Role.PRODUCER)).get("/shows/gala/desk")

    text = await page.text()
    assert page.status == 200
    assert f"/staff/{GATHERING.id}/rundown" in text
    assert "data-socket" not in text


async def test_the_prompter_of_a_published_show_follows_the_same_line(site: Site, head: ShowHead):
    host = await site.signed_in(Role.HOST)
    before = await (await host.get("/shows/gala/desk/prompter")).text()
    await publish(site, head)

    text = await (await host.get("/shows/gala/desk/prompter")).text()

    assert ("data-socket" in before, f"/staff/{GATHERING.id}/rundown" in before) == (False, True)
    assert 'id="prompter" data-socket="/shows/gala/desk/socket"' in text


@pytest.mark.parametrize("path", ["/shows/gala/desk", "/shows/gala/desk/prompter"])
@pytest.mark.parametrize(
    ("role", "status"), [(Role.MEDIA, 403), (Role.VOLUNTEER, 403), (Role.ADMINISTRATOR, 200)]
)
async def test_the_desk_is_for_hosts(site: Site, head: ShowHead, role: Role, status: int, path: str):
    page = await (await site.signed_in(role)).get(path)
    assert page.status == status


@pytest.mark.parametrize("path", ["/shows/gala/desk", "/shows/gala/desk/prompter"])
async def test_a_stranger_is_asked_to_sign_in(site: Site, head: ShowHead, path: str):
    page = await site.client.get(path, allow_redirects=False)
    assert (page.status, page.headers["Location"]) == (303, f"/staff/sign-in?next={path}")


async def test_a_show_nobody_knows_is_not_found(site: Site):
    page = await (await site.signed_in(Role.ADMINISTRATOR)).get("/shows/nothing/desk")
    assert page.status == 404
