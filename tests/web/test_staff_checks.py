import re

import pytest

from reunion.domain.access import Role
from reunion.domain.plans import MatchStanding

from .offices import AT, bare, fill, post, text_of

PAGE = f"{AT}/links/checks"
LINK = {"worker": "w2", "family": "f2"}


@pytest.fixture
async def producer(site):
    await fill(site)
    return await site.signed_in(Role.PRODUCER)


async def test_a_link_nobody_looked_at_is_judged_and_the_precision_follows(site, producer):
    assert "刘强 ↔ 王芳" not in await text_of(producer, PAGE)
    assert await site.store.reviews.checks("dongxing") == ()  # looking draws nothing
    page = bare(await (await post(producer, f"{PAGE}/draw")).text())
    assert "还没有判过" in page
    assert "刘强 ↔ 王芳" in page
    assert "张伟 ↔ 李芳" not in page  # it was confirmed by a person
    assert "99.00% 是系统对自己 1 条自动配对的估计" in page
    page = bare(await (await post(producer, PAGE, LINK | {"verdict": "right"})).text())
    assert "100.00% 的抽查配对正确（1 条中 1 条）" in page
    assert "20.65% – 100.00%" in page
    (row,) = await site.store.matches.of("w2")
    assert row.standing is MatchStanding.CONFIRMED
    page = bare(await (await post(producer, PAGE, LINK | {"verdict": ""})).text())
    assert "还没有判过" in page


async def test_what_one_judged_last_is_taken_back_from_the_top_of_the_page(site, producer):
    def offered(page):
        found = re.search(r'<form class="notice[^>]*data-key="u">.*?</form>', page, re.DOTALL)
        return dict(re.findall(r'name="(\w+)" value="(\w*)"', found[0])) if found else None

    await post(producer, f"{PAGE}/draw")
    judged = await (await post(producer, PAGE, LINK | {"verdict": "wrong"})).text()
    colleague = await (await (await site.signed_in(Role.ADMINISTRATOR)).get(PAGE)).text()
    assert (offered(judged), offered(colleague)) == (LINK | {"verdict": ""}, None)
    assert "您刚才判的：刘强 ↔ 王芳，配错了。" in bare(judged)
    back = await (await post(producer, PAGE, offered(judged))).text()
    assert offered(back) is None
    assert (await site.store.matches.of("w2"))[0].standing is MatchStanding.LINKED


@pytest.mark.parametrize(
    ("said", "status"),
    [({"verdict": "perhaps"}, 422), ({"worker": "w1", "family": "f1", "verdict": "right"}, 404)],
)
async def test_what_is_in_no_sample_is_not_judged(producer, said, status):
    await post(producer, f"{PAGE}/draw")
    assert (await post(producer, PAGE, LINK | said)).status == status
