import pytest

from reunion.domain.access import Role
from reunion.domain.doubles import DECIDED, Double, DoubleStanding
from reunion.domain.people import Side
from reunion.domain.plans import Clue, MatchRow, MatchStanding

from .offices import AT, bare, fill, post, post_json, text_of

PAGE = f"{AT}/links/doubles"
BOTH = {"first": "w2", "second": "w3"}


@pytest.fixture
async def producer(site):
    await fill(site)
    seen = Double("w2", "w3", Side.WORKER, DoubleStanding.REVIEW, (Clue("village", "same", 0.0),))
    await site.store.doubles.notice("dongxing", ["w2"], [seen])
    return await site.signed_in(Role.PRODUCER)


async def standing(site):
    return [one.standing for one in await site.store.doubles.every("dongxing")]


async def test_doubles_stand_side_by_side_and_are_merged_and_taken_back(site, producer):
    page = await text_of(producer, PAGE)
    assert "重复登记 1" in page
    assert "同村" in page
    page = bare(await (await post(producer, PAGE, BOTH | {"standing": "merged"})).text())
    assert "已合并，两条算作一人。" in page
    assert await standing(site) == [DoubleStanding.MERGED]
    (pair,) = await site.store.pairs.of("w3")
    assert pair.worker.registrations == ("w2", "w3")
    await post(producer, PAGE, BOTH | {"standing": "review"})
    assert DECIDED.isdisjoint(await standing(site))
    # linking looks at both anew, and may have found them a family each by now
    assert [pair for pair in await site.store.pairs.of("w3") if "w2" in pair.worker.registrations] == []
    (batch,) = await site.store.reviews.batches("dongxing", limit=5)
    assert batch.undone_by


async def test_two_people_are_called_two_people_and_that_is_taken_back(site, producer):
    page = bare(await (await post(producer, PAGE, BOTH | {"standing": "apart"})).text())
    assert "已记下：是两个人。" in page
    assert "陈静" in await text_of(producer, f"{PAGE}?standing=apart")
    await post(producer, PAGE, BOTH | {"standing": "review", "tab": "apart"})
    assert DECIDED.isdisjoint(await standing(site))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (BOTH | {"standing": "sure"}, 422),
        (BOTH | {"standing": ""}, 422),
        ({"first": "w2", "second": "f1", "standing": "merged"}, 404),
        ({"first": "w2", "second": "nobody", "standing": "apart"}, 404),
    ],
)
async def test_a_wrong_word_is_refused(producer, said, status):
    assert (await post(producer, PAGE, said)).status == status


async def test_a_merge_on_the_board_confirms_what_it_settles(site, producer):
    rows = [
        MatchRow("w2", "f2", 9900, MatchStanding.LINKED),
        MatchRow("w3", "f2", 6000, MatchStanding.REVIEW),
    ]
    await site.store.matches.suggest_for("dongxing", ["f2", "f3"], rows)
    api = "/api/v1/gatherings/dongxing/links"
    answer = await (await post_json(producer, f"{api}/merge", {"one": "w3", "other": "w2"})).json()
    assert (answer["links"], answer["review"]) == (1, 0)
    back = await (await post_json(producer, f"{api}/undo", {"batch": answer["batch"]})).json()
    assert (back["undone"], back["review"], back["doubles"]) == (1, 1, 1)
    assert (await post_json(producer, f"{api}/merge", {"one": "w3", "other": "f2"})).status == 404


async def test_what_one_decided_last_is_taken_back_from_any_tab_and_not_what_a_colleague_did(site, producer):
    await post(producer, PAGE, BOTH | {"standing": "apart"})
    assert "您最近的决定：2 号和 3 号是两个人。" in await text_of(producer, f"{PAGE}?standing=sure")
    colleague = await site.signed_in(Role.PRODUCER)
    assert "您最近的决定" not in await text_of(colleague, f"{PAGE}?standing=apart")
    await post(producer, PAGE, BOTH | {"standing": "review"})
    assert "您最近的决定" not in await text_of(producer, PAGE)
