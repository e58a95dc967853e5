"""The ports over a real database: what every storage must do (PostgreSQL will run the same)."""

import re
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, Select, event, select
from sqlalchemy.dialects import postgresql

from reunion.actions.ports import (
    Choice,
    Conflict,
    Deed,
    Deeds,
    NewRegistration,
    NotSaved,
    Order,
    Recorded,
    Search,
    Store,
    Upload,
)
from reunion.domain.access import Account, Role
from reunion.domain.cards import Card, CardSide
from reunion.domain.consent import Channel, Consent, Given, Purpose
from reunion.domain.entries import Noted, Started
from reunion.domain.instants import HOUR, Instant
from reunion.domain.people import Named, Pair, Party, Registration, Side, Source, Standing, Window
from reunion.domain.plans import Clue, MatchRow, MatchStanding, Segment
from reunion.domain.refusal import Refused
from reunion.domain.threads import Counted
from reunion.storage.database import Database
from reunion.storage.people import WITH_CODE, many_registrations
from reunion.storage.sealing import Seal
from reunion.storage.store import open_store
from reunion.storage.tables import registration
from tests.actions.gala import START, head, rundown, stored
from tests.actions.scenes import put_pairs, suggest
from tests.conftest import EVENING, GATHERING, SECRET
from tests.storage.explaining import ways

FULL = Registration(
    id="r-1",
    gathering="dongxing",
    side=Side.WORKER,
    number=1,
    name="单小䶮",
    phones=("+8613800138000", "+868322290868"),
    gender="f",
    township="511011100",
    village="双坳",
    group="3",
    place="温岭 大溪",
    others=(Named("李秀英", ("+8613900139000",), "母亲"), Named("阿依古丽·买买提", (), "嫂子")),
    relation="老妈",
    code_given="23456A",
    invite_code="ABCDEF",
    persons=3,
    dialect="sichuan",
    years_away=4,
    windows=(Window(Instant(5), Instant(9)),),
    story="四年没回家",
    message="妈，我很好",
    helper="a-7",
    source=Source.VOLUNTEER,
    consent=Consent({Purpose.ON_AIR: Given("2026-11", Channel.PAPER, Instant(7))}),
    created=Instant(3),
)


def plain(id_: str, side: Side = Side.FAMILY, name: str = "李秀英", **fields: object) -> Registration:
    return Registration(id=id_, gathering="dongxing", side=side, number=0, name=name, **fields)  # type: ignore[arg-type]


async def add(store: Store, *people: Registration) -> list[Registration]:
    return [
        added.registration
        for added in await store.registrations.add([NewRegistration(one) for one in people])
    ]


class Counting(Seal):
    """Counts what is opened."""

    opened = 0

    def open(self, sealed: bytes) -> Any:
        self.opened += 1
        return super().open(sealed)


async def test_a_gathering_comes_back_as_it_was_put(store: Store) -> None:
    assert await store.gatherings.get("dongxing") == GATHERING
    changed = replace(GATHERING, title="新的名字")
    await store.gatherings.put(changed)
    assert await store.gatherings.every() == (changed,)
    assert await store.gatherings.get("nowhere") is None


async def test_a_registration_comes_back_as_it_was_stored(store: Store) -> None:
    assert await add(store, FULL) == [FULL]
    assert await store.registrations.get("r-1") == FULL
    assert await store.registrations.many(["r-1", "r-2"]) == {"r-1": FULL}
    assert await store.registrations.by_code("dongxing", "ABCDEF") == FULL
    assert await store.registrations.by_code("elsewhere", "ABCDEF") is None


async def test_who_was_read_before_is_read_as_another_server_wrote_it(
    store: Store, database: Database
) -> None:
    (stored,) = await add(store, FULL)
    elsewhere = open_store(database, SECRET.encode())
    assert await store.registrations.many(["r-1"]) == {"r-1": stored}
    corrected = replace(stored, name="李雷", phones=("+8613900139001",), revision=stored.revision + 1)
    await elsewhere.registrations.put(corrected, by="r-1", at=EVENING, action="correct")

    assert await store.registrations.many(["r-1"]) == {"r-1": corrected}


async def test_rows_that_stand_as_they_were_are_opened_once(store: Store, database: Database) -> None:
    await add(store, FULL, plain("r-2"))
    seal = Counting(SECRET.encode())
    first = await database.read(many_registrations, ["r-1", "r-2"], seal)
    again = await database.read(many_registrations, ["r-2", "r-1", "nobody"], seal)

    assert (first, seal.opened) == (again, 2)


async def test_no_telephone_number_stands_in_the_file(store: Store, database: Database) -> None:
    await add(store, FULL)
    written = b"".join(path.read_bytes() for path in database.path.parent.glob("reunion.sqlite3*"))

    assert "单小䶮".encode() in written
    for number in (b"13800138000", b"13900139000", b"8322290868"):
        assert number not in written


async def test_registrations_are_numbered_in_the_order_they_came(store: Store) -> None:
    await add(store, plain("r-1"), plain("r-2"))
    await add(store, plain("r-3"))

    assert [one.number for one in await store.registrations.every("dongxing")] == [1, 2, 3]


async def test_the_same_row_of_a_roster_is_stored_once(store: Store) -> None:
    first = await store.registrations.add([NewRegistration(plain("r-1"), row_key=b"row")])
    again = await store.registrations.add([NewRegistration(plain("r-2"), row_key=b"row")])
    other_side = await store.registrations.add([NewRegistration(plain("r-3", Side.WORKER), row_key=b"row")])

    assert [added.fresh for added in (*first, *again, *other_side)] == [True, False, True]
    assert again[0].registration == first[0].registration
    assert [one.number for one in await store.registrations.every("dongxing")] == [1, 2]


async def test_a_withdrawn_row_is_not_brought_back_by_the_next_import(store: Store) -> None:
    (added,) = await store.registrations.add([NewRegistration(plain("r-1"), row_key=b"row")])
    gone = replace(added.registration, name="", standing=Standing.WITHDRAWN, revision=2)
    await store.registrations.put(gone, by="r-1", at=EVENING, action="withdraw")

    (again,) = await store.registrations.add([NewRegistration(plain("r-2"), row_key=b"row")])

    assert (again.fresh, again.registration) == (False, gone)
    assert await store.registrations.every("dongxing") == ()


async def test_a_personal_link_leads_to_its_holder_until_it_is_replaced(store: Store) -> None:
    await store.registrations.add([NewRegistration(plain("r-1"), link=b"old")])
    await store.registrations.set_link("r-1", b"new")

    found = await store.registrations.by_link(b"new")
    assert found is not None
    assert found.id == "r-1"
    assert await store.registrations.by_link(b"old") is None


async def test_of_two_corrections_at_once_the_second_is_told(store: Store) -> None:
    (before,) = await add(store, plain("r-1"))
    await store.registrations.put(
        replace(before, name="李秀兰", revision=2), by="r-1", at=EVENING, action="correct"
    )

    with pytest.raises(Conflict):
        await store.registrations.put(
            replace(before, name="李秀梅", revision=2), by="a-1", at=EVENING, action="correct"
        )

    found = await store.registrations.get("r-1")
    assert found is not None
    assert found.name == "李秀兰"
    assert [
        (deed.action, deed.by, deed.subject) for deed in await store.audit.newest("dongxing", limit=9)
    ] == [("correct", "r-1", "r-1")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("张", ["r-2", "r-1"]),
        ("zw", ["r-1"]),
        ("ZW", ["r-1"]),
        ("8000", ["r-1"]),
        ("13800138000", ["r-1"]),
        ("2", ["r-2"]),
        ("abcdef", ["r-2"]),
        ("%", []),
        ("99999999999999999999999", []),
        ("", ["r-3", "r-2", "r-1"]),
    ],
)
async def test_search_finds_by_name_initials_last_digits_number_and_code(
    store: Store, words: str, found: list[str]
) -> None:
    await add(
        store,
        plain("r-1", name="张伟", phones=("+8613800138000",)),
        plain("r-2", name="张小娟", phones=("+8613900139111",), invite_code="ABCDEF"),
        plain("r-3", name="王菊", standing=Standing.ACTIVE),
    )

    rows, total = await store.registrations.search("dongxing", Search(words=words), limit=10, offset=0)

    assert [row.id for row in rows] == found
    assert total == len(found)


async def test_whom_somebody_asks_for_is_found_by_the_whole_name_and_stands_nowhere_in_the_open(
    store: Store, database: Database
) -> None:
    await add(
        store,
        plain("r-1", name="李芳", others=(Named("欧阳菲菲", ("+8613800138000",), "女儿"),)),
        plain("r-2", name="王芳", others=(Named("欧阳", (), ""),)),
    )

    async def found(words: str) -> list[str]:
        rows, _ = await store.registrations.search("dongxing", Search(words=words), limit=10, offset=0)
        return [row.id for row in rows]

    assert [await found(words) for words in ("欧阳菲菲", "欧阳", "菲菲", "阳")] == [["r-1"], ["r-2"], [], []]
    raw = await database.read(lambda connection: connection.execute(select(registration)).all())
    assert "欧阳菲菲".encode() not in b"".join(row.sealed for row in raw)
    assert "欧阳菲菲" not in str([row._asdict() | {"sealed": b""} for row in raw])
    (first,) = (await store.registrations.many(["r-1"])).values()
    corrected = replace(first, others=(Named("欧阳非非", (), ""),), revision=2)
    await store.registrations.put(corrected, by="a", at=EVENING, action="correct")
    assert (await found("欧阳菲菲"), await found("欧阳非非")) == ([], ["r-1"])
    gone = replace(corrected, name="", others=(), standing=Standing.WITHDRAWN, revision=3)
    await store.registrations.put(gone, by="r-1", at=EVENING, action="withdraw")
    assert await found("欧阳非非") == []


async def test_a_name_is_found_in_whichever_script_it_was_written_and_is_looked_for(store: Store) -> None:
    await add(
        store,
        plain("r-1", name="張偉", others=(Named("劉麗", (), "妻子"),)),
        plain("r-2", name="张伟", others=(Named("刘丽", (), "妻子"),)),
        plain("r-3", name="张为"),
    )
    assert [await found_by(store, words) for words in ("张伟", "張偉", "张偉", "伟", "刘丽", "劉麗")] == [
        ["r-2", "r-1"]
    ] * 6


async def test_two_names_find_both_of_a_pair_and_who_asks_for_whom(store: Store) -> None:
    await add(
        store,
        plain("r-1", name="张伟"),
        plain("r-2", name="李芳"),
        plain("r-3", name="张伟", others=(Named("李芳", (), "母亲"),)),
        plain("r-4", name="李芳", phones=("+8613800138000",)),
        plain("r-5", name="张伟民"),
    )
    pair = Pair("p-1", "dongxing", Party(Side.WORKER, ("r-1",)), Party(Side.FAMILY, ("r-2",)))
    await put_pairs(store, [pair])
    assert await found_by(store, "张伟 李芳") == ["r-3", "r-2", "r-1"]
    assert await found_by(store, "李芳 ↔ 张伟") == ["r-3", "r-2", "r-1"]
    assert await found_by(store, "李芳 138 0013 8000") == ["r-4"]
    assert await found_by(store, "张 伟") == ["r-5", "r-3", "r-1"]


async def test_a_sign_between_names_without_a_name_finds_nobody(store: Store) -> None:
    await add(store, plain("r-1", name="张伟"), plain("r-2", name="李芳"))
    assert [await found_by(store, words) for words in ("↔", "、 ↔", "张伟、↔")] == [[], [], ["r-1"]]


async def test_a_number_is_found_however_it_is_written(store: Store) -> None:
    await add(
        store,
        plain("r-1", phones=("+8613800138000",)),
        plain("r-2", phones=("+868322290868",)),
        plain("r-3", phones=("+8613900130003",)),
    )
    numbers = ("138 0013 8000", "+86 138-0013-8000", "8613800138000", "138****8000", "1 号", "No. 1", "第1號")
    assert [await found_by(store, words) for words in numbers] == [["r-1"]] * 7
    assert [await found_by(store, words) for words in ("0832-2290868", "2290868", "0868")] == [["r-2"]] * 3
    assert [await found_by(store, words) for words in ("3", "3号", "1380013")] == [["r-3"], ["r-3"], []]


async def found_by(store: Store, words: str) -> list[str]:
    rows, _ = await store.registrations.search("dongxing", Search(words=words), limit=9, offset=0)
    return [row.id for row in rows]


async def test_a_search_asks_postgresql_for_functions_that_it_has(store: Store, database: Database) -> None:
    asked: list[str] = []

    def hear(connection: Connection, statement: Select[Any], *_: object) -> None:
        asked.append(str(statement.compile(dialect=postgresql.dialect())))

    event.listen(database.engine, "before_execute", hear)
    for words in ("张", "芳", "8000", "wei", "张伟 李芳"):
        await store.registrations.search("dongxing", Search(words=words), limit=9, offset=0)
    called = set(re.findall(r"\b([a-z_]+)\(", " ".join(asked)))
    assert called == {"strpos"}


async def test_lists_come_in_pages_and_leave_out_the_withdrawn(store: Store) -> None:
    await add(
        store, *(plain(f"r-{number}", township="511011100" if number % 2 else "") for number in range(1, 8))
    )
    (gone, *_) = await store.registrations.every("dongxing")
    await store.registrations.put(
        replace(gone, standing=Standing.WITHDRAWN, revision=2), by="r-1", at=EVENING, action="withdraw"
    )

    rows, total = await store.registrations.search("dongxing", Search(), limit=2, offset=2)
    assert ([row.id for row in rows], total) == (["r-5", "r-4"], 6)
    _, townsfolk = await store.registrations.search(
        "dongxing", Search(township="511011100"), limit=2, offset=0
    )
    assert townsfolk == 3
    counts = await store.gatherings.counts("dongxing")
    assert (counts["families"], counts["withdrawn"], counts["unconsented"]) == (6, 1, 6)


async def test_active_registrations_are_counted_by_side_township_and_place(store: Store) -> None:
    town, place = "511011100", "温岭大溪"
    await add(
        store,
        *(plain(f"w-{number}", Side.WORKER, township=town, place=place) for number in (1, 2)),
        plain("f-1", township=town),
        plain("f-2", township=town),
    )
    gone = await store.registrations.get("f-2")
    assert gone is not None
    await store.registrations.put(
        replace(gone, standing=Standing.WITHDRAWN, revision=2), by="f-2", at=EVENING, action="withdraw"
    )
    assert sorted(await store.gatherings.joined("dongxing"), key=lambda one: one.people) == [
        Counted(Side.FAMILY, town, "", 1),
        Counted(Side.WORKER, town, place, 2),
    ]


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        (Order.NEWEST, [4, 3, 2, 1]),
        (Order.OLDEST, [1, 2, 3, 4]),
        (Order.NAME, [4, 2, 3, 1]),
        (Order.HOME, [3, 1, 4, 2]),
    ],
)
async def test_lists_are_sorted_as_a_clerk_looks_for_people(
    store: Store, order: Order, numbers: list[int]
) -> None:
    await add(
        store,
        plain("r-1", name="赵一", township="511011100", village="双桥"),
        plain("r-2", name="李四", township="511011101", village="乙村"),
        plain("r-3", name="周六", township="511011100", village="一村"),
        plain("r-4", name="陈三", township="511011100", village="高山"),
    )
    wanted = Search(order=order)
    first, _ = await store.registrations.search("dongxing", wanted, limit=2, offset=0)
    rest, total = await store.registrations.search("dongxing", wanted, limit=2, offset=2)
    assert ([row.number for row in (*first, *rest)], total) == (numbers, 4)


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize(
    "narrowed",
    [
        {},
        {"side": Side.FAMILY, "township": "511011100"},
        {"township": "511011100", "village": "双桥", "source": Source.ROSTER},
        {"unconsented": True},
        {"unpaired": True},
        {"standing": Standing.WITHDRAWN},
        {"words": "李"},
        {"words": "zxm"},
        {"words": "2468"},
    ],
    ids=lambda narrowed: " ".join(narrowed) or "everybody",
)
async def test_no_list_is_sorted_and_no_row_is_read_to_turn_it_to_a_page(
    store: Store, database: Database, order: Order, narrowed: dict[str, Any]
) -> None:
    """The control has the columns of no index: of a hundred thousand it took a fourth of a second."""

    async def way(wanted: Search) -> str:
        return await ways(database, store.registrations.search("dongxing", wanted, limit=9, offset=900))

    right = await way(Search(order=order, **narrowed))
    assert "SEARCH registration USING COVERING INDEX ix_registration_" in right
    assert not re.search("USING INDEX ix_registration_|TEMP B-TREE", right), right
    assert "USING INDEX ix_registration_" in await way(Search(order=order, **narrowed, helper="a-1"))


async def test_those_in_no_pair_and_those_of_a_roster_are_listed(store: Store) -> None:
    await add(store, plain("w-1", Side.WORKER), plain("f-1"), plain("f-2", source=Source.ROSTER))
    await put_pairs(
        store, [Pair("p-1", "dongxing", Party(Side.WORKER, ("w-1",)), Party(Side.FAMILY, ("f-1",)))]
    )
    for wanted in (Search(unpaired=True), Search(source=Source.ROSTER)):
        rows, total = await store.registrations.search("dongxing", wanted, limit=9, offset=0)
        assert ([row.id for row in rows], total) == (["f-2"], 1)


async def test_the_record_is_turned_page_by_page_and_asked_by_whom_and_what_and_when(store: Store) -> None:
    await add(store)
    for number in range(5):
        by, action = ("a", "export") if number % 2 else ("b", "reveal")
        await store.audit.record(Deed("dongxing", by, Instant(number // 2), action, f"s-{number}", {}))

    first, past = await store.audit.page("dongxing", Deeds(), limit=3)
    rest, end = await store.audit.page("dongxing", Deeds(), limit=3, past=past)
    assert [deed.subject for deed in (*first, *rest)] == ["s-4", "s-3", "s-2", "s-1", "s-0"]
    assert end is None

    async def subjects(wanted: Deeds) -> list[str]:
        return [deed.subject for deed in (await store.audit.page("dongxing", wanted, limit=9))[0]]

    assert await subjects(Deeds(by="a")) == ["s-3", "s-1"]
    assert await subjects(Deeds(actions=("reveal",), since=Instant(1), until=Instant(2))) == ["s-2"]
    assert await subjects(Deeds(subject="s-4")) == ["s-4"]


async def test_suggestions_are_replaced_and_decisions_stay(store: Store) -> None:
    await add(store, plain("w-1", Side.WORKER), plain("w-2", Side.WORKER), plain("f-1"))
    sure = MatchRow("w-1", "f-1", 9990, MatchStanding.LINKED, (Clue("name", "equal", 9.5),), "code")
    unsure = MatchRow("w-2", "f-1", 6000, MatchStanding.REVIEW)
    await suggest(store, [sure, unsure])
    assert await store.matches.every("dongxing") == (unsure, sure)

    await store.matches.decide(
        "dongxing", [Choice("w-2", "f-1", MatchStanding.REFUSED)], by="a-1", at=EVENING
    )
    await suggest(store, [replace(unsure, score=9000)])

    assert await store.matches.of("f-1") == (
        replace(unsure, standing=MatchStanding.REFUSED, decided_by="a-1", decided_at=EVENING),
    )
    assert await store.matches.every("dongxing", MatchStanding.LINKED) == ()


async def test_only_links_that_stand_join_two(store: Store) -> None:
    await add(store, *(plain(f"w-{number}", Side.WORKER) for number in range(4)), plain("f-1"))
    standings = (MatchStanding.LINKED, MatchStanding.REVIEW, MatchStanding.LINKED, MatchStanding.LINKED)
    await suggest(store, [MatchRow(f"w-{at}", "f-1", 5000, one) for at, one in enumerate(standings)])
    said = {"w-2": MatchStanding.REFUSED, "w-3": MatchStanding.CONFIRMED}
    choices = [Choice(worker, "f-1", standing) for worker, standing in said.items()]
    await store.matches.decide("dongxing", choices, by="a-1", at=EVENING)
    assert await store.matches.joined("dongxing") == {("w-0", "f-1"), ("w-3", "f-1")}


async def test_staff_may_link_what_nobody_suggested(store: Store) -> None:
    await add(store, plain("w-1", Side.WORKER), plain("f-1"))
    await store.matches.decide(
        "dongxing", [Choice("w-1", "f-1", MatchStanding.CONFIRMED)], by="a-1", at=EVENING
    )

    (row,) = await store.matches.every("dongxing", MatchStanding.CONFIRMED)
    assert (row.worker, row.family, row.rule) == ("w-1", "f-1", "by-hand")


async def test_pairs_are_replaced_as_a_whole(store: Store) -> None:
    await add(store, plain("w-1", Side.WORKER), plain("w-2", Side.WORKER), plain("f-1"), plain("f-2"))
    one = Pair("p-1", "dongxing", Party(Side.WORKER, ("w-1",)), Party(Side.FAMILY, ("f-1", "f-2")))
    two = Pair("p-2", "dongxing", Party(Side.WORKER, ("w-2",)), Party(Side.FAMILY, ("f-1",)))
    await put_pairs(store, [one, two])
    assert await store.pairs.every("dongxing") == (one, two)
    assert await store.pairs.of("f-1") == (one, two)

    smaller = replace(one, family=Party(Side.FAMILY, ("f-2",)))
    await put_pairs(store, [smaller])
    assert await store.pairs.every("dongxing") == (smaller,)


async def test_slots_of_the_current_run_whose_pair_is_no_more_are_named(store: Store) -> None:
    await add(store, plain("w-1", Side.WORKER), plain("f-1"))
    one = Pair("p-1", "dongxing", Party(Side.WORKER, ("w-1",)), Party(Side.FAMILY, ("f-1",)))
    await put_pairs(store, [one])
    await store.shows.begin_run(head(slots=3), rundown(slots=3))
    await store.shows.begin_run(head(run="r2", slots=2), rundown(run="r2", slots=2))
    assert await store.shows.apart("gala") == {"p-2"}
    assert await store.shows.apart("another") == frozenset()


async def test_a_show_and_its_run_come_back(store: Store) -> None:
    heading = replace(
        head(), run="", segments=(Segment("开场", START, 60),), dialects=("mandarin", "sichuan")
    )
    await store.shows.put(heading)
    assert await store.journal.load("gala") is None
    assert await store.shows.every("dongxing") == (heading,)

    made = rundown()
    made = replace(made, show=replace(made.show, barred=frozenset({"it-2"})))
    await store.shows.begin_run(replace(heading, run="r1"), made)
    loaded = await store.journal.load("gala")
    assert loaded is not None
    assert (loaded.head, loaded.rundown, loaded.entries) == (replace(heading, run="r1"), made, ())
    assert await store.shows.items_of("p-2") == (("gala", "it-2"),)


async def test_setting_up_a_show_again_leaves_its_run_alone(store: Store) -> None:
    await stored(store)
    await store.shows.begin_run(head(run="r2"), rundown(run="r2"))
    await store.shows.put(replace(head(run="r1"), title="元宵云团聚"))

    found = await store.shows.get("gala")
    assert found is not None
    assert (found.title, found.run) == ("元宵云团聚", "r2")


async def test_a_run_that_somebody_else_began_is_a_conflict(store: Store) -> None:
    await stored(store)
    with pytest.raises(Conflict):
        await store.shows.begin_run(head(), rundown(slots=2))

    loaded = await store.journal.load("gala")
    assert loaded is not None
    assert loaded.rundown == rundown()


async def test_a_new_run_takes_the_words_of_the_old_one_with_it(store: Store, database: Database) -> None:
    await stored(store)
    noted = Recorded(1, "c-1", "ann", Noted(Instant(6), "it-1", "note-1"))
    await store.journal.append("gala", "r1", noted, {"note-1": "慢一点"}, Instant(6))
    await store.shows.begin_run(head(run="r2", slots=1), rundown(run="r2", slots=1))

    def runs(connection: Connection) -> list[object]:
        return [
            *connection.exec_driver_sql("SELECT DISTINCT run FROM rundown_item").scalars(),
            *connection.exec_driver_sql("SELECT DISTINCT run FROM text").scalars(),
        ]

    assert await database.read(runs) == ["r2"]


async def test_an_entry_of_an_older_run_is_a_conflict(store: Store) -> None:
    await stored(store)
    await store.shows.begin_run(head(run="r2"), rundown(run="r2"))
    with pytest.raises(Conflict):
        await store.journal.append(
            "gala", "r1", Recorded(1, "c-1", "ann", Started(Instant(5))), {}, Instant(5)
        )


async def test_a_journal_that_cannot_be_read_says_so(store: Store, database: Database) -> None:
    await database.write(lambda connection: connection.exec_driver_sql("DROP TABLE refusal") and None)
    await stored(store)
    with pytest.raises(NotSaved):
        await store.journal.load("gala")


async def test_a_new_invite_code_is_compared_in_its_own_index(store: Store, database: Database) -> None:
    def way(connection: Connection, asked: Select[Any]) -> list[str]:
        values = {"of": "dongxing", "code": "3JPVER"}
        sql = asked.params(values).compile(connection, compile_kwargs={"literal_binds": True})
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]

    (right,) = await database.read(way, WITH_CODE)
    assert "ix_registration_gathering_invite_code (gathering=? AND invite_code=?)" in right
    control = WITH_CODE.with_only_columns(registration.c.id)
    assert "COVERING INDEX ix_registration_by_home (gathering=?)" in (await database.read(way, control))[0]


async def test_digits_of_any_script_are_searched_for(store: Store) -> None:
    await add(store, plain("r-1"))
    for words in ("²", "①", "１", "1"):
        found, _ = await store.registrations.search("dongxing", Search(words=words), limit=9, offset=0)
        assert len(found) == (words != "²")


async def test_cards_are_replaced_one_by_one(store: Store) -> None:
    await stored(store)
    card = Card("", CardSide("张伟", "Zhāng Wěi", persons=2), CardSide("李秀英", story="等了四年"))
    await store.shows.put_cards("gala", "r1", {"it-1": card})

    loaded = await store.journal.load("gala")
    assert loaded is not None
    assert loaded.rundown.cards == {**rundown().cards, "it-1": card}


async def test_the_newest_promise_counts(store: Store) -> None:
    await stored(store)
    await store.shows.promise("gala", {"p-1": Instant(100), "p-2": Instant(200)}, told=Instant(1))
    await store.shows.promise("gala", {"p-1": Instant(150)}, told=Instant(2))
    await store.shows.promise("gala", {}, told=Instant(3))

    assert await store.shows.promises("gala") == {"p-1": 150, "p-2": 200}


async def test_a_journal_takes_each_revision_and_each_id_once(store: Store) -> None:
    await stored(store)
    started = Recorded(1, "c-1", "ann", Started(Instant(5)))
    await store.journal.append("gala", "r1", started, {}, Instant(5))
    noted = Recorded(2, "c-2", "ann", Noted(Instant(6), "it-1", "note-2"))
    for wrong in (replace(noted, revision=1), replace(noted, revision=3), replace(noted, command="c-1")):
        with pytest.raises(Conflict):
            await store.journal.append("gala", "r1", wrong, {"note-2": "慢"}, Instant(6))
    with pytest.raises(Conflict):
        await store.journal.append("gala", "r0", noted, {}, Instant(6))
    await store.journal.append("gala", "r1", noted, {"note-2": "慢一点"}, Instant(6))

    loaded = await store.journal.load("gala")
    assert loaded is not None
    assert loaded.entries == (started, noted)
    assert loaded.texts == {"note-2": "慢一点"}


async def test_words_of_a_remark_that_was_corrected_or_taken_away_are_stored_no_more(
    store: Store, database: Database
) -> None:
    await stored(store)
    texts = {1: "她耳背，请大声", 2: "请大声", 3: "", 4: "别的"}
    before = {1: "", 2: "note-1", 3: "note-2", 4: ""}
    left = []
    for revision, words in texts.items():
        key = f"note-{revision}" if words else ""
        noted = Recorded(revision, f"c-{revision}", "ann", Noted(Instant(6), "it-1", key, before[revision]))
        await store.journal.append("gala", "r1", noted, {key: words} if words else {}, Instant(6))
        loaded = await store.journal.load("gala")
        assert loaded is not None
        left.append(dict(loaded.texts))
    assert left == [{"note-1": "她耳背，请大声"}, {"note-2": "请大声"}, {}, {"note-4": "别的"}]
    rows = await database.read(lambda connection: connection.exec_driver_sql("SELECT words FROM text").all())
    assert [row.words for row in rows] == ["别的"]


async def test_a_refusal_is_remembered_as_it_was_first_given(store: Store) -> None:
    await stored(store)
    await store.journal.refuse("gala", "c-1", Refused("already-taken", by="ann"), 4)
    await store.journal.refuse("gala", "c-1", Refused("not-live"), 9)

    loaded = await store.journal.load("gala")
    assert loaded is not None
    assert loaded.refusals == {"c-1": ("already-taken", "ann", 4)}


async def test_a_journal_that_cannot_write_says_so(store: Store) -> None:
    with pytest.raises(NotSaved):
        await store.journal.refuse("no-such-show", "c-1", Refused("not-live"), 0)


async def test_accounts_and_their_tokens(store: Store) -> None:
    host = Account("a-1", "小王", Role.HOST, "dongxing")
    await store.accounts.put(host, at=EVENING)
    with pytest.raises(Conflict):
        await store.accounts.put(replace(host, id="a-2"), at=EVENING)
    await store.accounts.set_password("a-1", "hash")
    expires = Instant(EVENING + HOUR)
    for kind in ("session", "once", "bearer"):
        await store.accounts.add_token("a-1", kind.encode(), kind, at=EVENING, expires=expires)

    assert await store.accounts.by_name("小王") == (host, "hash")
    assert await store.accounts.by_token(b"session", "session", now=EVENING) == host
    assert await store.accounts.by_token(b"session", "bearer", now=EVENING) is None
    assert await store.accounts.by_token(b"session", "session", now=expires) is None
    assert await store.accounts.spend(b"once", now=EVENING) == host
    assert await store.accounts.spend(b"once", now=EVENING) is None
    await store.accounts.put(replace(host, disabled=True), at=EVENING)
    assert await store.accounts.by_token(b"bearer", "bearer", now=EVENING) is None
    assert await store.accounts.every() == (replace(host, disabled=True),)
    assert await store.accounts.get("a-9") is None


async def test_a_new_password_ends_every_session(store: Store) -> None:
    await store.accounts.put(Account("a-1", "小王", Role.HOST, "dongxing"), at=EVENING)
    for kind in ("session", "bearer"):
        await store.accounts.add_token(
            "a-1", kind.encode(), kind, at=EVENING, expires=Instant(EVENING + HOUR)
        )
    await store.accounts.set_password("a-1", "hash")

    assert await store.accounts.by_token(b"session", "session", now=EVENING) is None
    assert await store.accounts.by_token(b"bearer", "bearer", now=EVENING) is not None
    await store.accounts.drop_token(b"bearer")
    assert await store.accounts.by_token(b"bearer", "bearer", now=EVENING) is None


async def test_a_roster_waits_sealed(store: Store, database: Database) -> None:
    upload = Upload("u-1", "dongxing", Side.WORKER, "名单.csv", "a-1", EVENING, "姓名,13800138000".encode())
    await store.uploads.put(upload)

    assert await store.uploads.get("u-1") == upload
    written = b"".join(path.read_bytes() for path in database.path.parent.glob("reunion.sqlite3*"))
    assert b"13800138000" not in written
    await store.uploads.drop_older("dongxing", EVENING)
    assert await store.uploads.get("u-1") == upload
    await store.uploads.drop_older("elsewhere", Instant(EVENING + 1))
    assert await store.uploads.get("u-1") == upload
    await store.uploads.drop("u-1")
    assert await store.uploads.get("u-1") is None


async def test_deeds_are_kept_newest_first(store: Store) -> None:
    deeds = [Deed("dongxing", "a-1", Instant(n), "export", f"list-{n}", {"rows": n}) for n in range(3)]
    for deed in deeds:
        await store.audit.record(deed)

    assert await store.audit.newest("dongxing", limit=2) == (deeds[2], deeds[1])
