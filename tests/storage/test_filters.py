from dataclasses import replace

import pytest
from sqlalchemy import select

from reunion.actions.ports import Conflict, NewRegistration, Order, Search, Store
from reunion.domain.access import Account, Role
from reunion.domain.filters import MOST, SavedFilter
from reunion.domain.instants import Instant
from reunion.domain.people import Standing
from reunion.storage.database import Database
from reunion.storage.tables import saved_filter
from tests.actions.scenes import GATHERING, clock, family, worker

OWN = SavedFilter("fl-1", "a-1", GATHERING.id, "待打电话", {"consent": "missing"}, "李秀英")


@pytest.fixture
async def office(store: Store) -> Store:
    for number in (1, 2):
        await store.accounts.put(Account(f"a-{number}", f"职员{number}", Role.PRODUCER), at=clock())
    return store


async def kept(store: Store, staff: str = "a-1") -> list[str]:
    return [one.title for one in await store.filters.of(staff, GATHERING.id)]


async def test_a_filter_belongs_to_one_account_and_one_gathering(office: Store) -> None:
    await office.filters.put(OWN, at=clock())
    assert await office.filters.of("a-1", GATHERING.id) == (OWN,)
    assert await office.filters.of("a-2", GATHERING.id) == ()
    assert await office.filters.of("a-1", "elsewhere") == ()
    await office.filters.drop("a-2", OWN.id)
    assert await kept(office) == ["待打电话"]
    await office.filters.drop("a-1", OWN.id)
    assert await kept(office) == []


async def test_the_same_name_again_takes_the_place_of_the_older_one(office: Store) -> None:
    await office.filters.put(OWN, at=clock())
    await office.filters.put(replace(OWN, id="fl-2", fields={"side": "worker"}, words=""), at=clock())
    (only,) = await office.filters.of("a-1", GATHERING.id)
    assert (only.id, only.fields, only.words) == ("fl-2", {"side": "worker"}, "")


async def test_an_account_keeps_so_many_and_no_more(office: Store) -> None:
    for number in range(MOST):
        one = replace(OWN, id=f"fl-{number}", title=f"筛选{number}")
        await office.filters.put(one, at=Instant(clock() + number))
    with pytest.raises(Conflict):
        await office.filters.put(replace(OWN, id="fl-x", title="再来一个"), at=clock())
    await office.filters.put(replace(OWN, id="fl-y", title="筛选7"), at=Instant(clock() + MOST))
    await office.filters.put(replace(OWN, id="fl-z", staff="a-2", title="再来一个"), at=clock())
    assert await kept(office) == [f"筛选{number}" for number in range(MOST) if number != 7] + ["筛选7"]


async def test_no_word_of_it_stands_in_the_database_as_it_was_typed(
    office: Store, database: Database
) -> None:
    await office.filters.put(OWN, at=clock())
    row = await database.read(lambda connection: connection.execute(select(saved_filter)).one())
    assert OWN.words.encode() not in row.sealed
    assert OWN.title.encode() not in row.sealed


async def test_all_of_a_gathering_go_at_once(office: Store) -> None:
    await office.filters.put(OWN, at=clock())
    await office.filters.put(replace(OWN, id="fl-2", staff="a-2"), at=clock())
    await office.filters.drop_all("elsewhere")
    assert await kept(office) == ["待打电话"]
    await office.filters.drop_all(GATHERING.id)
    assert await kept(office) + await kept(office, "a-2") == []


async def test_who_withdraws_is_named_in_no_filter_any_more_and_the_others_stay(office: Store) -> None:
    await office.registrations.add([NewRegistration(family("f1", "李秀英", phones=("+8613800138000",)))])
    for number, words in enumerate(("李秀英", "李", "8000", "2468")):
        await office.filters.put(
            replace(OWN, id=f"fl-{number}", staff=f"a-{number % 2 + 1}", title=words, words=words), at=clock()
        )
    person = await office.registrations.get("f1")
    assert person is not None
    corrected = replace(person, name="李秀兰", revision=2)
    await office.registrations.put(corrected, by="a-1", at=clock(), action="correct")
    assert await kept(office) + await kept(office, "a-2") == ["李秀兰", "8000", "李", "2468"]
    await office.registrations.put(replace(person, revision=3), by="a-1", at=clock(), action="correct")
    gone = replace(person, name="", phones=(), standing=Standing.WITHDRAWN, revision=4)
    await office.registrations.put(gone, by="f1", at=clock(), action="withdraw")
    assert await kept(office) + await kept(office, "a-2") == ["李", "2468"]


async def test_after_a_correction_a_filter_says_the_new_name_unless_the_old_one_is_somebody_elses_too(
    office: Store,
) -> None:
    people = [
        family("f1", "李秀英", phones=("+8613800138000",)),
        family("f2", "王大娘"),
        family("f3", "王大娘"),
    ]
    await office.registrations.add([NewRegistration(one) for one in people])
    for number, words in enumerate(("李秀英", "王大娘", "138000")):
        saved = replace(OWN, id=f"fl-{number}", title=f"找{words}", words=words)
        await office.filters.put(saved, at=Instant(clock() + number))
    for id_, name in (("f1", "李秀兰"), ("f2", "王大妈")):
        (person,) = (await office.registrations.many([id_])).values()
        after = replace(person, name=name, revision=2)
        await office.registrations.put(after, by="a-1", at=clock(), action="correct")
    found = await office.filters.of("a-1", GATHERING.id)
    assert [(one.title, one.words) for one in found] == [
        ("找李秀兰", "李秀兰"),
        ("找王大娘", "王大娘"),
        ("找138000", "138000"),
    ]
    (person,) = (await office.registrations.many(["f1"])).values()
    after = replace(person, phones=("+8613900139000",), revision=3)
    await office.registrations.put(after, by="a-1", at=clock(), action="correct")
    assert await kept(office) == ["找李秀兰", "找王大娘"]


async def test_the_filter_of_another_person_stays_when_a_name_or_number_within_it_is_corrected(
    office: Store,
) -> None:
    people = [
        family("f1", "张伟", phones=("+8613800138000",)),
        family("f2", "张伟民", phones=("+8613700138000",)),
        family("f3", "高阳", phones=("+8613600136000",)),
    ]
    await office.registrations.add([NewRegistration(one) for one in people])
    said = (("找张伟民", "张伟民"), ("张伟", "张伟"), ("8000", "8000"), ("高阳村", ""), ("6000", "6000"))
    for number, (title, words) in enumerate(said):
        saved = replace(OWN, id=f"fl-{number}", title=title, words=words)
        await office.filters.put(saved, at=Instant(clock() + number))
    for id_, name in (("f1", "张玮"), ("f3", "高洋")):
        (person,) = (await office.registrations.many([id_])).values()
        after = replace(person, name=name, phones=("+8613900139000",), revision=2)
        await office.registrations.put(after, by="a-1", at=clock(), action="correct")
    found = await office.filters.of("a-1", GATHERING.id)
    assert tuple((one.title, one.words) for one in found) == said[:-1]


async def test_a_filter_that_follows_a_corrected_name_still_finds_who_asks_for_the_name_as_it_was(
    office: Store,
) -> None:
    people = [
        worker("w1", "李秀英"),
        family("f1", "王大娘", meets="李秀英"),
        family("f2", "张大娘", meets="李秀兰"),
        family("f3", "何大娘"),
    ]
    await office.registrations.add([NewRegistration(one) for one in people])
    await office.filters.put(replace(OWN, title="找李秀英"), at=clock())
    (person,) = (await office.registrations.many(["w1"])).values()
    await office.registrations.put(
        replace(person, name="李秀兰", revision=2), by="a-1", at=clock(), action="correct"
    )
    (now,) = await office.filters.of("a-1", GATHERING.id)
    assert (now.title, now.words) == ("找李秀兰", "李秀兰、李秀英")
    search = Search(words=now.words, order=Order.OLDEST)
    found, total = await office.registrations.search(GATHERING.id, search, limit=9, offset=0)
    assert ([one.id for one in found], total) == (["w1", "f1", "f2"], 3)
