from reunion.domain.doubles import (
    Double,
    DoubleStanding,
    folded,
    grouped,
    ordered,
    parted,
    perhaps_one,
    somebody_else,
    sounds_signed_up,
)
from reunion.domain.people import Named, Registration, Side

SURE, MERGED, APART = DoubleStanding.SURE, DoubleStanding.MERGED, DoubleStanding.APART


def double(one: str, other: str, standing: DoubleStanding) -> Double:
    return Double(*ordered(one, other), Side.WORKER, standing)


def person(id_: str, **more: object) -> Registration:
    return Registration(id_, "dongxing", Side.WORKER, int(id_[1:]), f"张{id_}", **more)  # type: ignore[arg-type]


def test_one_person_is_whoever_hangs_together() -> None:
    groups = grouped("abcd", [double("a", "b", SURE), double("c", "b", MERGED)])
    assert [groups[id_] for id_ in "abcd"] == [("a", "b", "c")] * 3 + [("d",)]


def test_who_may_be_the_same_person_is_whoever_was_not_called_two_people() -> None:
    stands = [("a", "b", DoubleStanding.REVIEW), ("b", "c", SURE), ("c", "d", MERGED), ("a", "d", APART)]
    found = perhaps_one(double(*one) for one in stands)
    assert found == {"a": {"b"}, "b": {"a", "c"}, "c": {"b", "d"}, "d": {"c"}}


def test_what_waits_and_who_is_not_there_joins_nobody() -> None:
    groups = grouped("ab", [double("a", "b", DoubleStanding.REVIEW), double("a", "z", MERGED)])
    assert groups == {"a": ("a",), "b": ("b",)}


def test_the_engine_never_brings_together_what_staff_called_two_people() -> None:
    rows = [double("a", "b", SURE), double("b", "c", SURE), double("a", "c", APART)]
    assert grouped("abc", rows)["c"] == ("c",)


def test_staff_may_bring_together_what_staff_parted() -> None:
    rows = [double("a", "b", MERGED), double("b", "c", MERGED), double("a", "c", APART)]
    assert grouped("abc", rows)["c"] == ("a", "b", "c")
    assert parted(("a", "b", "c"), frozenset({("a", "c")}))
    assert not parted(("a", "b", "c"), frozenset())


def test_who_registered_twice_is_listed_once_with_everything_they_said() -> None:
    first = person("w1", phones=("1",), village="", persons=1)
    second = person("w2", phones=("1", "2"), village="双桥", persons=3, others=(Named("李芳"),), years_away=2)
    (one, other) = folded([first, second, person("w3")], [double("w1", "w2", MERGED)])
    assert (one.id, one.name, one.phones, one.village) == ("w1", "张w1", ("1", "2"), "双桥")
    assert (one.persons, one.years_away, one.others) == (3, 2, (Named("李芳"),))
    assert other.id == "w3"


def test_a_name_with_another_number_is_somebody_else_and_without_a_number_the_name_must_do() -> None:
    one = person("p1", phones=("+8613900139000", "+868322290868"))
    asked = {phones: sounds_signed_up(one, one.name, phones) for phones in ((), one.phones[1:], ("+861",))}
    assert asked == {(): True, one.phones[1:]: True, ("+861",): False}
    assert not sounds_signed_up(one, "李秀英", one.phones)


def test_whom_staff_called_somebody_else_is_known_from_either() -> None:
    rows = [double("a", "c", APART), double("a", "b", APART), double("b", "c", MERGED)]
    assert somebody_else(rows) == {"a": ("b", "c"), "b": ("a",), "c": ("a",)}
