import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import pytest

from reunion.actions import exporting
from reunion.actions.cueing import Correcting, Seen, Who
from reunion.actions.exporting import Reader
from reunion.actions.importing import KEPT_DAYS
from reunion.actions.pairing import make_pairs
from reunion.actions.ports import Choice, Conflict, Doubles, NotSaved, Registrations, Store
from reunion.actions.publishing import publish
from reunion.actions.registering import Registering, tombstone
from reunion.actions.returning import keep, look, take, taken, undo, undoable
from reunion.domain.access import Role
from reunion.domain.commands import Start, Take
from reunion.domain.doubles import Double, DoubleStanding
from reunion.domain.instants import DAY, later
from reunion.domain.people import Side
from reunion.domain.plans import MatchStanding
from reunion.domain.refusal import Refused
from reunion.domain.returning import Becomes
from reunion.exports.lists import contacts, rundown
from reunion.exports.pages import Form
from reunion.exports.zoned import clock as clock_of
from reunion.imports.returned import read_returned
from tests.actions.scenes import GATHERING, begin, clock, family, worker
from tests.actions.test_publishing import planned

READER = Reader(Role.PRODUCER, "a-1", "阿梅")
HEADINGS = {"Name": "name", "Telephone": "phone", "Township": "township", "Village": "village"}
HEADINGS |= {"Place": "place", "People": "persons"}
SIDES = {
    "Starts": "start",
    "Worker": "worker-name",
    "Worker's telephone": "worker-phone",
    "Away": "worker-place",
}
SIDES |= {"Message": "worker-message", "Family": "family-name", "Family's telephone": "family-phone"}


def say(msgid: str) -> str:
    return msgid


async def parse(data: bytes, filename: str):
    return read_returned(data, filename, HEADINGS | SIDES)


@pytest.fixture
async def registering(store):
    await begin(
        store,
        worker("w1", "张伟", phones=("+8613800138000",), message="妈，我很好", place="温岭"),
        family("f1", "李芳", phones=("+8613900139000",), village="双桥", story="等了三年"),
        family("f2", "王芳"),
    )
    return Registering(store, clock)


@dataclass
class Met:
    """Registrations before whose change of one person something else happens."""

    real: Registrations
    whose: str
    happens: Callable[[], Awaitable[None]]

    def __getattr__(self, name: str):
        return getattr(self.real, name)

    async def put(self, changed, **more) -> None:
        if changed.id == self.whose:
            await self.happens()
        await self.real.put(changed, **more)


@dataclass
class Asked:
    """Doubles; when everybody's are asked for, people have been read and nothing is changed yet."""

    real: Doubles
    happens: Callable[[], Awaitable[None]]

    async def every(self, gathering: str) -> tuple[Double, ...]:
        await self.happens()
        return await self.real.every(gathering)


class Killed(BaseException):
    """The process ends."""


def failing(error: BaseException) -> Callable[[], Awaitable[None]]:
    async def fail() -> None:
        raise error

    return fail


def met(store: Store, whose: str, happens: Callable[[], Awaitable[None]]) -> Registering:
    return Registering(replace(store, registrations=Met(store.registrations, whose, happens)), clock)


async def listed(store, form: Form) -> bytes:
    """The list as it goes out now."""
    (found,) = await exporting.contacts(store, GATHERING, READER, say)
    return contacts(found, exporting.cover_of(GATHERING, READER, clock()), form, say).data


async def sheet(store, *changes: tuple[str, str]) -> bytes:
    """The same with some texts in it changed."""
    text = (await listed(store, Form.CSV)).decode("utf-8-sig")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode("utf-8-sig")


async def brought(store, data: bytes, form: Form = Form.CSV) -> str:
    return await keep(store, GATHERING, f"通讯录.{form}", data, by="amei", clock=clock)


async def taking(store, registering, upload: str, *, clashes: bool = False):
    return await take(
        store, registering, GATHERING, upload, parse=parse, clashes=clashes, by="amei", clock=clock
    )


async def people(store):
    return {person.id: person for person in await store.registrations.every(GATHERING.id)}


@pytest.mark.parametrize("form", [Form.XLSX, Form.CSV])
async def test_a_list_that_was_not_changed_changes_nobody(store, registering, form):
    before = await people(store)
    upload = await brought(store, await listed(store, form), form)
    assert (await look(store, GATHERING, upload, parse=parse)).edits == ()
    taken = await taking(store, registering, upload)
    assert (taken.cells, taken.people, await people(store)) == (0, 0, before)


async def test_only_the_changed_cells_change_and_one_undo_takes_all_of_them_back(store, registering):
    before = await people(store)
    data = await sheet(store, ("13900139000", "13900139001"), (",双桥,", ",长岩村八社,"), ("张伟", "张维"))
    taken = await taking(store, registering, await brought(store, data))
    assert (taken.cells, taken.people, taken.left) == (4, 2, 0)
    after = await people(store)
    assert after["f1"] == replace(
        before["f1"], phones=("+8613900139001",), village="长岩", group="8", revision=2
    )
    assert after["w1"] == replace(before["w1"], name="张维", revision=2)
    assert after["f2"] == before["f2"]
    assert await undo(store, registering, GATHERING, taken.upload, by="amei", clock=clock) == 2
    assert await people(store) == {
        **before,
        "f1": replace(before["f1"], revision=3),
        "w1": replace(before["w1"], revision=3),
    }
    with pytest.raises(LookupError):
        await undo(store, registering, GATHERING, taken.upload, by="amei", clock=clock)


async def test_what_a_colleague_changed_meanwhile_stays_unless_the_file_is_to_win(store, registering):
    data = await sheet(store, ("李芳", "李方"), ("13900139000", "13900139001"))
    await registering.change("f1", lambda before: replace(before, name="李芬", story="改过"), by="lao")
    upload = await brought(store, data)
    edits = (await look(store, GATHERING, upload, parse=parse)).edits
    assert [(edit.cell, edit.old, edit.new, edit.becomes) for edit in edits] == [
        ("name", "李芬", "李方", Becomes.CLASH),
        ("phone", "139****9000", "13900139001", Becomes.TAKEN),
    ]
    taken = await taking(store, registering, upload)
    standing = (await people(store))["f1"]
    assert (standing.name, standing.phones, standing.story) == ("李芬", ("+8613900139001",), "改过")
    assert (taken.cells, taken.left) == (1, 1)
    await taking(store, registering, await brought(store, data), clashes=True)
    assert (await people(store))["f1"].name == "李方"


async def test_undo_leaves_what_was_changed_after_the_file(store, registering):
    data = await sheet(store, ("李芳", "李方"), ("张伟", "张维"))
    taken = await taking(store, registering, await brought(store, data))
    await registering.change("f1", lambda before: replace(before, name="李芬"), by="lao")
    assert await undo(store, registering, GATHERING, taken.upload, by="amei", clock=clock) == 1
    found = await people(store)
    assert (found["f1"].name, found["w1"].name) == ("李芬", "张伟")


async def test_who_withdrew_since_the_list_went_out_does_not_come_back(store, registering):
    data = await sheet(store, ("李芳", "李方"))
    gone = tombstone((await people(store))["f1"])
    await store.registrations.put(gone, by="f1", at=clock(), action="withdraw")
    upload = await brought(store, data)
    (edit,) = (await look(store, GATHERING, upload, parse=parse)).edits
    assert (edit.becomes, edit.person) == (Becomes.REFUSED, "")
    assert (await taking(store, registering, upload)).cells == 0
    assert "f1" not in await people(store)


async def test_what_was_taken_is_on_record_with_ids_only(store, registering):
    data = await sheet(store, ("李芳", "李方"))
    taken = await taking(store, registering, await brought(store, data))
    deed = next(one for one in await store.audit.newest(GATHERING.id, limit=9) if one.action == "returned")
    details = {"cells": 1, "people": ["f1"], "left": 0}
    assert (deed.by, deed.subject, deed.details) == ("amei", taken.upload, details)


async def test_rosters_and_foreign_gatherings_are_not_looked_at(store, registering):
    upload = await brought(store, await sheet(store))
    elsewhere = replace(GATHERING, id="elsewhere")
    with pytest.raises(LookupError):
        await look(store, elsewhere, upload, parse=parse)
    with pytest.raises(LookupError):
        await undo(store, registering, GATHERING, upload, by="amei", clock=clock)
    with pytest.raises(LookupError):
        await look(store, GATHERING, "no-such", parse=parse)


CHANGES = (("张伟", "张维"), ("李芳", "李方"), ("王芳", "王方"))


async def names(store) -> list[str]:
    return [person.name for person in (await people(store)).values()]


@pytest.mark.parametrize("error", [Conflict(), NotSaved(), Refused("not-saved")])
async def test_whoever_cannot_be_changed_is_left_and_the_others_are_undone_together(
    store, registering, error
):
    upload = await brought(store, await sheet(store, *CHANGES))
    taken = await taking(store, met(store, "f1", failing(error)), upload)
    assert await names(store) == ["张维", "李芳", "王方"]
    assert (taken.cells, taken.people, taken.left, taken.undoable) == (2, 2, 1, True)
    assert await undo(store, registering, GATHERING, taken.upload, by="amei", clock=clock) == 2
    assert await names(store) == ["张伟", "李芳", "王芳"]


async def test_what_a_stop_in_the_middle_left_is_undone_or_taken_to_the_end(store, registering):
    for end in ("undone", "taken"):
        upload = await brought(store, await sheet(store, *CHANGES))
        assert not (await look(store, GATHERING, upload, parse=parse)).begun
        with pytest.raises(Killed):
            await taking(store, met(store, "f1", failing(Killed())), upload)
        assert await names(store) == ["张维", "李芳", "王芳"]
        assert (await look(store, GATHERING, upload, parse=parse)).begun
        if end == "taken":
            assert (await taking(store, registering, upload)).people == 2
            assert await names(store) == ["张维", "李方", "王方"]
        back = await undo(store, registering, GATHERING, upload, by="amei", clock=clock)
        assert (back, await names(store)) == (1 if end == "undone" else 3, ["张伟", "李芳", "王芳"])


@pytest.mark.parametrize(
    ("who", "left"), [("w1", ["李方", "王方"]), ("f1", ["张维", "王方"]), ("f2", ["张维", "李方"])]
)
async def test_who_withdraws_while_the_list_is_taken_stays_in_no_file(store, registering, who, left):
    async def withdraw() -> None:
        await registering.withdraw(who)

    upload = await brought(store, await sheet(store, *CHANGES))
    # before w1 nobody is changed, before f1 w1 is, and f2 not yet
    taken = await taking(store, met(store, "w1" if who != "w1" else "f1", withdraw), upload)
    assert (await names(store), taken.undoable) == (left, False)
    with pytest.raises(LookupError):
        await undo(store, registering, GATHERING, upload, by="amei", clock=clock)


@pytest.mark.parametrize("withdraws", [True, False])
async def test_who_withdraws_before_the_undo_is_kept_stays_in_no_file_either(store, registering, withdraws):
    async def withdraw() -> None:
        if withdraws:
            await registering.withdraw("f1")

    upload = await brought(store, await sheet(store, *CHANGES))
    between = replace(store, doubles=Asked(store.doubles, withdraw))
    taken = await taking(between, registering, upload)
    assert (taken.people, taken.undoable) == ((2, False) if withdraws else (3, True))
    kept = await store.uploads.get(f"{upload}-undo")
    assert (kept is None) is withdraws


async def test_what_changed_between_the_look_and_the_change_is_left(store, registering):
    async def rename() -> None:
        await registering.change("f1", lambda before: replace(before, name="李芬"), by="lao")

    upload = await brought(store, await sheet(store, *CHANGES))
    taken = await taking(store, met(store, "w1", rename), upload)
    assert (await names(store), taken.left) == (["张维", "李芬", "王方"], 1)


async def test_what_came_of_a_list_and_its_undo_are_found_again_until_it_is_undone(store, registering):
    first = await brought(store, await sheet(store, ("张伟", "张维")))
    came = await taking(store, registering, first)
    second = await brought(store, await sheet(store, ("李芳", "李方"), ("王芳", "王方")))
    with pytest.raises(Killed):
        await taking(store, met(store, "f2", failing(Killed())), second)
    unchanged = await brought(store, await sheet(store))
    assert not (await taking(store, registering, unchanged)).undoable
    assert await taken(store, GATHERING, first) == came
    found = {(one.upload, one.filename, one.by, one.cut_off) for one in await undoable(store, GATHERING)}
    assert found == {(first, "通讯录.csv", "amei", False), (second, "通讯录.csv", "amei", True)}
    assert await undoable(store, replace(GATHERING, id="elsewhere")) == ()
    for upload in (second, first):
        await undo(store, registering, GATHERING, upload, by="amei", clock=clock)
    assert (await names(store), await undoable(store, GATHERING)) == (["张伟", "李芳", "王芳"], ())
    assert await taken(store, GATHERING, first) == replace(came, undoable=False)
    for upload in (second, "no-such"):
        with pytest.raises(LookupError):
            await taken(store, GATHERING, upload)


async def test_what_a_list_was_is_kept_for_a_week(store, registering):
    old = await brought(store, await sheet(store, ("张伟", "张维")))
    await taking(store, registering, old)
    for later_by, stays in ((KEPT_DAYS * DAY, True), (KEPT_DAYS * DAY + 1, False)):
        then = later(clock(), milliseconds=later_by)
        await keep(store, GATHERING, "通讯录.csv", b"x", by="amei", clock=lambda then=then: then)
        assert [one.upload for one in await undoable(store, GATHERING)] == [old] * stays


async def test_lists_of_everybody_and_of_ticked_people_both_come_back_for_who_registered_twice(
    store, registering
):
    double = Double("f1", "f2", Side.FAMILY, DoubleStanding.MERGED)
    await store.doubles.notice(GATHERING.id, ["f1", "f2"], [double])
    await registering.change("f2", lambda before: replace(before, phones=("+8613700137000",)), by="lao")
    everybody = await people(store)
    found = exporting.contacts_of([everybody["f1"], everybody["f2"]], GATHERING, READER, say)
    cover = exporting.cover_of(GATHERING, READER, clock())
    ticked = contacts(found, cover, Form.CSV, say).data.decode("utf-8-sig")
    for text in (
        ticked.replace("13900139000", "13900139001").replace("13700137000", "13700137001"),
        (await sheet(store, ("13900139000", "13900139001"))).decode("utf-8-sig"),
    ):
        upload = await brought(store, text.encode("utf-8-sig"))
        edits = (await look(store, GATHERING, upload, parse=parse)).edits
        assert {(edit.cell, edit.becomes) for edit in edits} == {("phone", Becomes.TAKEN)}


async def test_a_list_may_bear_any_name_and_is_never_taken_for_an_undo(store, registering):
    data = await sheet(store, ("李芳", "李方"))
    upload = await keep(store, GATHERING, "undo.json", data, by="amei", clock=clock)
    (edit,) = (await look(store, GATHERING, upload, parse=parse)).edits
    assert (edit.person, edit.new) == ("李芳", "李方")
    with pytest.raises(LookupError):
        await undo(store, registering, GATHERING, upload, by="amei", clock=clock)
    taken = await taking(store, registering, upload)
    with pytest.raises(LookupError):
        await look(store, GATHERING, f"{taken.upload}-undo", parse=parse)


async def test_lists_are_stamped_and_compared_beside_the_loop(store, registering):
    threads = []

    class Watched(dict[str, str]):
        def items(self):
            threads.append(threading.current_thread())
            return super().items()

    async def watching(data: bytes, filename: str):
        return tuple(replace(row, cells=Watched(row.cells)) for row in await parse(data, filename))

    def saying(msgid: str) -> str:
        threads.append(threading.current_thread())
        return msgid

    await look(store, GATHERING, await brought(store, await sheet(store)), parse=watching)
    await exporting.contacts(store, GATHERING, READER, saying)
    assert threads
    assert threading.main_thread() not in threads


async def board(store, form: Form = Form.CSV) -> bytes:
    """The rundown as it goes out now."""
    shows = await exporting.rundowns(store, GATHERING, READER)
    return rundown(shows, exporting.cover_of(GATHERING, READER, clock()), form, say).data


def edited(data: bytes, *changes: tuple[str, str]) -> bytes:
    text = data.decode("utf-8-sig")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode("utf-8-sig")


@pytest.mark.parametrize("form", [Form.XLSX, Form.CSV])
async def test_a_rundown_that_was_not_changed_changes_nobody(store, form):
    stages = await planned(store)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    upload = await keep(store, GATHERING, f"串联单.{form}", await board(store, form), by="amei", clock=clock)
    assert (await look(store, GATHERING, upload, parse=parse)).edits == ()


async def test_changed_cells_of_a_rundown_reach_people_and_cards_and_one_undo_takes_them_back(store):
    stages = await planned(store)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    registering = Registering(store, clock, stages)
    before = await people(store)
    data = edited(
        await board(store),
        *(("妈，我很好", "妈，我今年回不来"), ("13800138000", "13800138009"), ("温岭大溪", "温岭大溪鞋厂")),
    )
    taken = await taking(store, registering, await brought(store, data))
    assert (taken.cells, taken.people, taken.left) == (3, 2, 0)
    after = await people(store)
    assert after["w1"] == replace(before["w1"], message="妈，我今年回不来", place="温岭大溪鞋厂", revision=2)
    assert after["f1"] == replace(before["f1"], phones=("+8613800138009",), revision=2)
    stage = await stages.get("s-1")
    assert stage.loaded.rundown.cards["it-2"].worker.message == "妈，我今年回不来"
    assert await undo(store, registering, GATHERING, taken.upload, by="amei", clock=clock) == 2
    assert (await people(store))["w1"] == replace(before["w1"], revision=3)
    assert stage.loaded.rundown.cards["it-2"].worker.message == "妈，我很好"


async def test_words_that_a_desk_wrote_are_what_the_office_saw_and_corrects(store):
    stages = await planned(store)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    stage = await stages.get("s-1")

    async def say_at_the_desk(message: str) -> None:
        seen = Seen(stage.show.run, stage.loaded.rundown.cards["it-2"].version)
        desk = Correcting(store, stage, clock, Who("a-1", "阿梅"))
        await desk.reword("it-2", seen, {Side.WORKER: {"message": message}})

    await say_at_the_desk("妈，等我")
    data = edited(await board(store), ("妈，等我", "妈，等我回家"))
    upload = await brought(store, data)
    (edit,) = (await look(store, GATHERING, upload, parse=parse)).edits
    assert (edit.old, edit.new, edit.becomes) == ("妈，等我", "妈，等我回家", Becomes.TAKEN)
    back = await brought(store, edited(data, ("妈，等我回家", "妈，我很好")))
    (edit,) = (await look(store, GATHERING, back, parse=parse)).edits
    assert (edit.becomes, edit.wrong.code) == (Becomes.REFUSED, "returned-desk")
    await say_at_the_desk("妈，快了")
    (edit,) = (await look(store, GATHERING, upload, parse=parse)).edits
    assert (edit.old, edit.becomes) == ("妈，快了", Becomes.CLASH)
    await taking(store, Registering(store, clock, stages), upload, clashes=True)
    assert stage.loaded.rundown.cards["it-2"].worker.message == "妈，等我回家"


async def test_what_a_family_corrected_after_its_slot_aired_is_not_overwritten_unasked(store):
    stages = await planned(store)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    stage = await stages.get("s-1")
    data = edited(await board(store), ("妈，我很好", "妈，我今年回不来"))
    for number, command in enumerate((Start(), Take(None, "it-2"), Take("it-2", "it-3"))):
        await stage.perform(command, f"c-{number}", "host")
    await Registering(store, clock, stages).change("w1", lambda one: replace(one, message="改过"), by="w1")
    assert stage.loaded.rundown.cards["it-2"].worker.message == "妈，我很好"
    (edit,) = (await look(store, GATHERING, await brought(store, data), parse=parse)).edits
    assert (edit.old, edit.becomes) == ("改过", Becomes.CLASH)


async def test_a_rundown_of_a_parted_pair_comes_back_unchanged_or_with_what_was_corrected(store):
    stages = await planned(store)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    await store.matches.decide(
        GATHERING.id, [Choice("w1", "f1", MatchStanding.REFUSED)], by="amei", at=clock()
    )
    await make_pairs(store, GATHERING.id)
    data = await board(store)
    assert (await look(store, GATHERING, await brought(store, data), parse=parse)).edits == ()
    upload = await brought(store, edited(data, ("13800138000", "13800138009"), ("妈，我很好", "妈，等我")))
    edits = (await look(store, GATHERING, upload, parse=parse)).edits
    assert [(edit.registration, edit.cell, edit.becomes) for edit in edits] == [
        ("w1", "message", Becomes.TAKEN),
        ("f1", "phone", Becomes.TAKEN),
    ]


async def test_what_is_corrected_of_who_is_left_is_taken_when_the_other_side_withdrew(store):
    stages = await planned(store)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    await Registering(store, clock, stages).withdraw("f1")
    data = await board(store)
    assert (await look(store, GATHERING, await brought(store, data), parse=parse)).edits == ()
    upload = await brought(store, edited(data, ("妈，我很好", "妈，等我")))
    (edit,) = (await look(store, GATHERING, upload, parse=parse)).edits
    assert (edit.registration, edit.new, edit.becomes) == ("w1", "妈，等我", Becomes.TAKEN)


async def test_what_a_rundown_cannot_change_is_named(store):
    stages = await planned(store)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    start = clock_of((await store.journal.load("s-1")).rundown.show.items["it-2"].planned, GATHERING.zone)
    plain = await board(store)
    await Registering(store, clock, stages).change("w1", lambda one: replace(one, message="改过"), by="lao")
    data = edited(plain, (start, "23:59:00"), ("妈，我很好", "妈，我今年回不来"))
    edits = (await look(store, GATHERING, await brought(store, data), parse=parse)).edits
    assert [(edit.cell, edit.becomes, edit.wrong and edit.wrong.code) for edit in edits] == [
        ("message", Becomes.CLASH, None),
        ("start", Becomes.REFUSED, "returned-time"),
    ]
