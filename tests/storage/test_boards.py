"""The ports of the links board over a real database."""

from dataclasses import replace

import pytest

from reunion.actions.ports import Choice, Conflict, Store
from reunion.actions.ports.reviewing import Adds, Asked, Checked, Filter, Weighing
from reunion.domain.doubles import Double, DoubleStanding
from reunion.domain.instants import Instant
from reunion.domain.people import Side, Standing
from reunion.domain.plans import Clue, MatchRow, MatchStanding
from reunion.domain.spotchecks import Verdict
from reunion.storage.database import Database
from tests.actions.scenes import GATHERING, NOON, begin, family, suggest, worker
from tests.storage.explaining import ways

AT = GATHERING.id
REVIEW, LINKED, CONFIRMED = MatchStanding.REVIEW, MatchStanding.LINKED, MatchStanding.CONFIRMED
WAITING = Filter((REVIEW,))


@pytest.fixture
async def full(store: Store) -> Store:
    """Three workers and four families; f1 and w1 are in a pair already."""
    await begin(
        store,
        worker("w1", "张伟", village="双桥", phones=("+8613800138000",)),
        worker("w2", "刘强", village="正子"),
        worker("w3", "陈静", village="大坪", township="511011102"),
        family("f1", "李芳", village="双桥"),
        family("f2", "王芳", village="正子"),
        family("f3", "陈大爷", village="大坪", township="511011102"),
        family("f4", "张大爷", village="双桥"),
    )
    await suggest(
        store,
        [
            MatchRow("w1", "f1", 9990, LINKED, rule="sure"),
            MatchRow("w2", "f1", 5000, REVIEW, rule="close-second"),
            MatchRow("w1", "f4", 4900, REVIEW, (Clue("name", "equal", 6.0),), rule="not-sure-enough"),
            MatchRow("w3", "f3", 9000, REVIEW, rule="not-sure-enough"),
            MatchRow("w2", "f2", 6000, REVIEW, rule="not-sure-enough"),
        ],
    )
    return store


async def ids(store: Store, wanted: Filter = WAITING, **page: int) -> list[str]:
    rows, _ = await store.reviews.queue(AT, wanted, **{"limit": 10, **page})
    return [f"{row.match.worker}-{row.match.family}" for row in rows]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("张伟 张大爷", ["w1-f4"]),
        ("陳靜", ["w3-f3"]),
        ("138 0013 8000", ["w1-f4"]),
        ("2号", ["w2-f2", "w2-f1"]),
        ("张伟 王芳", []),
        ("陈静、王芳", ["w2-f2", "w3-f3"]),
    ],
)
async def test_links_are_found_as_a_clerk_means_them(full: Store, words: str, found: list[str]) -> None:
    assert await ids(full, replace(WAITING, words=words)) == found


async def test_what_adds_a_pair_comes_first_and_the_doubtful_before_the_clear(full: Store) -> None:
    rows, total = await full.reviews.queue(AT, WAITING, limit=10)

    assert [(row.match.worker, row.match.family, row.adds) for row in rows] == [
        ("w2", "f2", Adds.PAIR),
        ("w3", "f3", Adds.PAIR),
        ("w1", "f4", Adds.FAMILY),
        ("w2", "f1", Adds.NOTHING),
    ]
    assert total == 4
    assert rows[2].match.clues == (Clue("name", "equal", 6.0),)


async def test_of_what_stands_the_least_certain_that_nobody_looked_at_comes_first(full: Store) -> None:
    await full.matches.decide(
        AT, [Choice("w2", "f2", CONFIRMED), Choice("w3", "f3", LINKED)], by="amei", at=NOON
    )

    assert await ids(full, Filter((LINKED, CONFIRMED))) == ["w3-f3", "w1-f1", "w2-f2"]


async def test_a_page_is_a_part_of_the_whole(full: Store) -> None:
    assert await ids(full, limit=2, offset=1) == ["w3-f3", "w1-f4"]


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({"township": "511011102"}, ["w3-f3"]),
        ({"village": "正子"}, ["w2-f2", "w2-f1"]),
        ({"words": "陈大"}, ["w3-f3"]),
        ({"words": "cj"}, ["w3-f3"]),
        ({"words": "2"}, ["w2-f2", "w2-f1"]),
        ({"words": "8000"}, ["w1-f4"]),
        ({"words": "100%"}, []),
        ({"rule": "close-second"}, ["w2-f1"]),
        ({"least": 6000}, ["w2-f2", "w3-f3"]),
    ],
)
async def test_the_queue_is_narrowed(full: Store, narrowed: dict[str, str], found: list[str]) -> None:
    assert await ids(full, replace(WAITING, **narrowed)) == found


async def test_who_withdrew_is_in_no_list_and_no_number(full: Store) -> None:
    person = await full.registrations.get("f2")
    assert person is not None
    gone = replace(person, standing=Standing.WITHDRAWN, revision=2)
    await full.registrations.put(gone, by="f2", at=NOON, action="withdraw")

    assert "w2-f2" not in await ids(full)
    assert (await full.reviews.tally(AT))["review"] == 3
    assert await full.reviews.rules(AT, [REVIEW]) == {"not-sure-enough": 2, "close-second": 1}


async def test_what_was_asked_comes_last_until_it_is_taken_back(full: Store) -> None:
    asked = Asked("f2", "w2", "amei", NOON)
    await full.reviews.ask(AT, asked)

    rows, _ = await full.reviews.queue(AT, WAITING, limit=10)
    assert (rows[-1].match.family, rows[-1].asked) == ("f2", asked)
    assert await full.reviews.asked(AT, "w2", "f2") == (asked,)
    await full.reviews.take_question_back(AT, "f2", "w2", at=NOON)
    assert await full.reviews.asked(AT, "w2", "f2") == ()
    assert (await ids(full))[0] == "w2-f2"


async def test_a_link_stays_with_the_day_it_was_drawn_and_with_its_verdict(full: Store) -> None:
    drawn = Checked("w1", "f1", "2027-02-01", 9990)
    await full.reviews.draw(AT, [drawn])
    judged = replace(drawn, verdict=Verdict.RIGHT, by="amei", at=NOON)
    assert await full.reviews.judge(AT, judged)
    await full.reviews.draw(AT, [replace(drawn, day="2027-02-02")])

    assert await full.reviews.checks(AT) == (judged,)
    assert await full.reviews.checks(AT, "2027-02-02") == ()


async def test_what_stands_without_a_look_is_counted(full: Store) -> None:
    assert await full.reviews.linked_ids(AT) == (("w1", "f1", 9990),)
    assert await full.reviews.expected(AT) == (1, 0.999)
    assert await full.reviews.expected("elsewhere") == (0, 0.0)


async def test_weights_are_kept_version_by_version(store: Store) -> None:
    await begin(store)
    first = Weighing(1, NOON, "amei", "{}", 40)
    await store.reviews.put_weighing(AT, first)
    with pytest.raises(Conflict):
        await store.reviews.put_weighing(AT, first)
    second = Weighing(2, Instant(NOON + 1), "amei")
    await store.reviews.put_weighing(AT, second)

    assert await store.reviews.weighings(AT) == (second, first)


async def test_what_staff_said_of_doubles_outlives_the_next_look(full: Store) -> None:
    seen = [
        Double("w1", "w2", Side.WORKER, DoubleStanding.REVIEW, (Clue("phone", "same", 0.0),)),
        Double("f1", "f4", Side.FAMILY, DoubleStanding.SURE),
    ]
    await full.doubles.notice(AT, ["w1", "f1"], seen)
    await full.reviews.say_of_two(AT, ("w1", "w2"), DoubleStanding.APART, by="amei", at=NOON)
    await full.doubles.notice(AT, ["w1", "f1"], [seen[0]])

    kept = replace(seen[0], standing=DoubleStanding.APART, decided_by="amei", decided_at=NOON)
    assert await full.doubles.every(AT) == (kept,)
    await full.doubles.notice(AT, ["f4"], [seen[1]])
    assert await full.doubles.of(["f1"]) == (seen[1],)
    await full.doubles.notice(AT, ["f4"], [])
    assert await full.doubles.every(AT, [DoubleStanding.SURE]) == ()
    assert await full.doubles.page(AT, DoubleStanding.APART, limit=5, offset=0) == ((kept,), 1)
    assert (await full.reviews.tally(AT))["double-apart"] == 1


async def test_a_page_reads_the_links_of_its_people_not_every_link_of_the_gathering(
    full: Store, database: Database
) -> None:
    links = [("w1", "f1"), ("w2", "f2")]
    keyed = "SEARCH match USING INDEX sqlite_autoindex_match_1 (gathering=? AND worker=?)"
    for asking in (full.reviews.rows(AT, links), full.reviews.standing(AT, links)):
        assert keyed in await ways(database, asking)
    rivals = await ways(database, full.reviews.rivals(["f1", "f2"]))
    assert "SEARCH match USING INDEX ix_match_family (family=?)" in rivals
    # the control asks for the whole gathering
    control = await ways(database, full.matches.every(AT))
    assert "SEARCH match USING INDEX ix_match_gathering_standing_score (gathering=?)" in control
