from dataclasses import replace

import pytest

from reunion.actions.pairing import pair_up
from reunion.actions.ports import Store
from reunion.actions.telling import EVEN, News, Step, news_of
from reunion.domain.people import Named, Registration
from reunion.domain.plans import MatchRow, MatchStanding
from tests.actions.scenes import GATHERING, begin, family, worker

LINKED, REVIEW = MatchStanding.LINKED, MatchStanding.REVIEW
FANG = family("f1", "李芳", "张伟", "儿子")
WEI = worker("w1", "张玮", "李方", "母亲")


async def told(store: Store, mine: Registration, *rows: MatchRow, looking: bool = False) -> News:
    await begin(store, mine, *(other for other in (WEI, FANG) if other.id != mine.id))
    await store.matches.suggest_for(GATHERING.id, ["f1"], rows)
    await pair_up(store, GATHERING.id, ["w1", "f1"])
    return await news_of(store, mine, looking=looking)


async def test_who_is_paired_reads_the_name_they_typed_themselves(store: Store) -> None:
    assert await told(store, FANG, MatchRow("w1", "f1", 9900, LINKED)) == News(Step.PAIRED, ("张伟",))


async def test_the_worker_reads_the_same_of_the_family(store: Store) -> None:
    assert await told(store, WEI, MatchRow("w1", "f1", 9900, LINKED)) == News(Step.PAIRED, ("李方",))


async def test_who_named_somebody_else_is_paired_but_reads_no_name(store: Store) -> None:
    other = replace(FANG, others=(Named("老王", (), "儿子"),))
    news = await told(store, other, MatchRow("w1", "f1", 9900, LINKED))
    assert news == News(Step.PAIRED, otherwise=("老王",))


async def test_who_named_nobody_is_just_paired(store: Store) -> None:
    nobody = replace(FANG, others=())
    assert await told(store, nobody, MatchRow("w1", "f1", 9900, LINKED)) == News(Step.PAIRED)


async def test_what_staff_still_have_to_confirm_is_said(store: Store) -> None:
    assert await told(store, FANG, MatchRow("w1", "f1", EVEN, REVIEW)) == News(Step.FOUND, found=("张伟",))


@pytest.mark.parametrize(
    "row",
    [
        MatchRow("w1", "f1", EVEN - 1, REVIEW),
        MatchRow("w1", "f1", 9900, MatchStanding.REFUSED),
    ],
)
async def test_a_faint_or_refused_suggestion_is_no_news(store: Store, row: MatchRow) -> None:
    assert await told(store, FANG, row) == News(Step.NOBODY, missing=("张伟",))


async def test_who_guesses_a_name_learns_of_nobody_else(store: Store) -> None:
    guess = replace(FANG, others=(Named("王强", (), "儿子"),))
    assert await told(store, guess, MatchRow("w1", "f1", 9000, REVIEW)) == News(
        Step.NOBODY, missing=("王强",)
    )


async def test_until_it_was_looked_at_the_page_says_so(store: Store) -> None:
    assert (await told(store, FANG, looking=True)).step is Step.LOOKING


async def test_of_two_who_are_named_each_is_told_of(store: Store) -> None:
    both = replace(FANG, others=(Named("张伟"), Named("张强")))
    assert await told(store, both, MatchRow("w1", "f1", 9900, LINKED)) == News(
        Step.PAIRED, ("张伟",), missing=("张强",)
    )
