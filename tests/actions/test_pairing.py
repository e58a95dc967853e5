import pytest

from reunion.actions.pairing import decide, make_pairs, pairs_of, suggestions
from reunion.actions.ports import Choice, Store
from reunion.actions.registering import Registering
from reunion.domain.codes import make_code
from reunion.domain.doubles import Double, DoubleStanding, ordered
from reunion.domain.people import Pair, Registration, Side
from reunion.domain.plans import MatchRow, MatchStanding
from tests.actions.scenes import GATHERING, begin, clock, family, worker

LINKED, REVIEW = MatchStanding.LINKED, MatchStanding.REVIEW


def numbered(*people: Registration) -> list[Registration]:
    from dataclasses import replace

    return [replace(person, number=number) for number, person in enumerate(people, start=1)]


def members(pair: Pair) -> tuple[str, str]:
    return "+".join(pair.worker.registrations), "+".join(pair.family.registrations)


def test_a_worker_with_two_linked_families_is_one_pair() -> None:
    people = numbered(worker("w1", "张伟"), family("f1", "李芳"), family("f2", "张建国"))
    rows = [MatchRow("w1", "f2", 9000, LINKED), MatchRow("w1", "f1", 9900, LINKED)]
    assert [members(pair) for pair in pairs_of("dongxing", people, rows)] == [("w1", "f1+f2")]


def test_a_family_with_two_workers_is_in_two_pairs() -> None:
    people = numbered(worker("w1", "张伟"), worker("w2", "张强"), family("f1", "张建国"))
    rows = [MatchRow("w1", "f1", 9900, LINKED), MatchRow("w2", "f1", 9900, LINKED)]
    pairs = pairs_of("dongxing", people, rows)
    assert [members(pair) for pair in pairs] == [("w1", "f1"), ("w2", "f1")]
    assert [pair.id for pair in pairs] == ["p-dongxing-1", "p-dongxing-2"]


def test_who_registered_twice_is_one_person() -> None:
    people = numbered(
        worker("w1", "张伟", phones=("+8613800138000",)),
        family("f1", "张建国"),
        worker("w2", "张玮", phones=("+8613800138000", "+8613900139000")),
    )
    rows = [MatchRow("w2", "f1", 9900, LINKED)]
    assert [members(pair) for pair in pairs_of("dongxing", people, rows)] == [("w1+w2", "f1")]


def test_two_brothers_with_one_telephone_stay_two_people() -> None:
    people = numbered(
        worker("w1", "张伟", phones=("+8613800138000",)),
        worker("w2", "张强", phones=("+8613800138000",)),
        family("f1", "张建国"),
    )
    rows = [MatchRow("w1", "f1", 9900, LINKED), MatchRow("w2", "f1", 9900, LINKED)]
    assert len(pairs_of("dongxing", people, rows)) == 2


def test_what_waits_for_review_makes_no_pair() -> None:
    people = numbered(worker("w1", "张伟"), family("f1", "李芳"))
    assert pairs_of("dongxing", people, [MatchRow("w1", "f1", 5000, REVIEW)]) == ()


def test_a_pair_keeps_its_id_when_the_first_of_two_registrations_goes() -> None:
    people = numbered(
        worker("w1", "张伟", phones=("+8613800138000",)),
        worker("w2", "张伟", phones=("+8613800138000",)),
        family("f1", "李芳"),
    )
    rows = [MatchRow("w1", "f1", 9900, LINKED), MatchRow("w2", "f1", 9900, LINKED)]
    before = pairs_of("dongxing", people, rows)
    after = pairs_of("dongxing", people[1:], rows, before)
    assert [(pair.id, *members(pair)) for pair in after] == [("p-dongxing-1", "w2", "f1")]


async def test_confirming_makes_the_pair_and_taking_it_back_ends_it(store: Store) -> None:
    await begin(store, worker("w1", "张伟"), family("f1", "李芳"))
    pairs = await decide(
        store, GATHERING.id, [Choice("w1", "f1", MatchStanding.CONFIRMED)], by="amei", clock=clock
    )
    assert [members(pair) for pair in pairs] == [("w1", "f1")]
    assert await store.pairs.of("f1") == pairs
    assert await decide(store, GATHERING.id, [Choice("w1", "f1", REVIEW)], by="amei", clock=clock) == ()
    assert [deed.action for deed in await store.audit.newest(GATHERING.id, limit=9)] == [
        "link-review",
        "link-confirmed",
    ]


async def test_a_withdrawn_family_leaves_its_pair(store: Store) -> None:
    await begin(store, worker("w1", "张伟"), family("f1", "李芳"))
    await decide(store, GATHERING.id, [Choice("w1", "f1", MatchStanding.CONFIRMED)], by="amei", clock=clock)
    await Registering(store, clock).withdraw("f1")
    assert await make_pairs(store, GATHERING.id) == ()


async def test_nobody_is_linked_to_another_gathering_or_to_their_own_side(store: Store) -> None:
    await begin(store, worker("w1", "张伟"), worker("w2", "张强"), family("f1", "李芳"))
    with pytest.raises(LookupError):
        await decide(
            store, GATHERING.id, [Choice("w1", "w2", MatchStanding.CONFIRMED)], by="amei", clock=clock
        )
    with pytest.raises(LookupError):
        await decide(
            store, "elsewhere", [Choice("w1", "f1", MatchStanding.CONFIRMED)], by="amei", clock=clock
        )
    assert await store.matches.every(GATHERING.id) == ()


def test_the_engine_links_who_names_each_other_and_explains_it() -> None:
    people = numbered(
        worker("w1", "曾会莲", "李德秀", "母亲", village="双坳", invite_code="2345AB"),
        worker("w2", "刘伟", "刘大平", "父亲", village="火花", township="511011102"),
        family("f1", "李德秀", "曾会连", "女儿", village="双坳"),
    )
    (row,) = suggestions(people, GATHERING.home)
    assert (row.worker, row.family, row.standing) == ("w1", "f1", LINKED)
    assert {clue.field for clue in row.clues} >= {"name", "contact", "township", "village"}


def test_a_code_counts_whichever_side_typed_it() -> None:
    people = numbered(
        worker("w1", "张伟", code_given=make_code(3), invite_code=make_code(1)),
        worker("w2", "张伟", invite_code=make_code(2)),
        family("f1", "李芳", "张伟", "儿子", invite_code=make_code(3)),
    )
    rows = suggestions(people, GATHERING.home)
    assert [(row.worker, row.standing) for row in rows if row.standing is LINKED] == [("w1", LINKED)]


def twice(one: str, other: str, standing: DoubleStanding, side: Side = Side.WORKER) -> Double:
    return Double(*ordered(one, other), side, standing)


def test_who_was_merged_is_one_person_whatever_the_names_say() -> None:
    people = numbered(
        worker("w1", "张伟"), worker("w2", "小强"), family("f1", "张建国"), family("f2", "李芳")
    )
    rows = [MatchRow("w1", "f1", 9900, LINKED), MatchRow("w2", "f2", 9900, LINKED)]
    assert len(pairs_of("dongxing", people, rows)) == 2
    merged = [twice("w1", "w2", DoubleStanding.MERGED)]
    assert [members(pair) for pair in pairs_of("dongxing", people, rows, (), merged)] == [("w1+w2", "f1+f2")]


def test_whom_staff_called_two_people_stay_two_also_with_one_name_and_number() -> None:
    phone = ("+8613800138000",)
    people = numbered(
        worker("w1", "张伟", phones=phone), worker("w2", "张伟", phones=phone), family("f1", "李芳")
    )
    rows = [MatchRow("w1", "f1", 9900, LINKED), MatchRow("w2", "f1", 9900, LINKED)]
    assert len(pairs_of("dongxing", people, rows)) == 1
    assert len(pairs_of("dongxing", people, rows, (), [twice("w1", "w2", DoubleStanding.APART)])) == 2


def test_a_family_that_registered_twice_comes_into_the_pair_with_both_rows() -> None:
    people = numbered(worker("w1", "张伟"), family("f1", "李芳"), family("f2", "李芳"))
    rows = [MatchRow("w1", "f1", 9900, LINKED)]
    sure = [twice("f1", "f2", DoubleStanding.SURE, Side.FAMILY)]
    assert [members(pair) for pair in pairs_of("dongxing", people, rows, (), sure)] == [("w1", "f1+f2")]
