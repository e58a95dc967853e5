from dataclasses import replace

import pytest

from reunion.actions import exporting
from reunion.actions.exporting import Reader
from reunion.actions.registering import Registering, tombstone
from reunion.actions.returning import keep, look, take, undo
from reunion.domain.access import Role
from reunion.domain.returning import Becomes
from reunion.exports.lists import contacts
from reunion.exports.pages import Form
from reunion.imports.returned import read_returned
from tests.actions.scenes import GATHERING, begin, clock, family, worker

READER = Reader(Role.PRODUCER, "a-1", "阿梅")
HEADINGS = {"Name": "name", "Telephone": "phone", "Township": "township", "Village": "village"}
HEADINGS |= {"Place": "place", "People": "persons"}


def say(msgid: str) -> str:
    return msgid


async def parse(data: bytes, filename: str):
    return read_returned(data, filename, HEADINGS).rows


@pytest.fixture
async def registering(store):
    await begin(
        store,
        worker("w1", "张伟", phones=("+8613800138000",), message="妈，我很好", place="温岭"),
        family("f1", "李芳", phones=("+8613900139000",), village="双桥", story="等了三年"),
        family("f2", "王芳"),
    )
    return Registering(store, clock)


async def sheet(store, *changes: tuple[str, str]) -> bytes:
    """The list as it goes out now, with some texts in it changed."""
    (found,) = await exporting.contacts(store, GATHERING, READER, say)
    cover = exporting.cover_of(GATHERING, READER, clock())
    text = contacts(found, cover, Form.CSV, say).data.decode("utf-8-sig")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text.encode("utf-8-sig")


async def brought(store, data: bytes) -> str:
    return await keep(store, GATHERING, "通讯录.csv", data, by="amei", clock=clock)


async def taking(store, registering, upload: str, *, clashes: bool = False):
    return await take(
        store, registering, GATHERING, upload, parse=parse, clashes=clashes, by="amei", clock=clock
    )


async def people(store):
    return {person.id: person for person in await store.registrations.every(GATHERING.id)}


async def test_a_list_that_was_not_changed_changes_nobody(store, registering):
    before = await people(store)
    upload = await brought(store, await sheet(store))
    assert (await look(store, GATHERING, upload, parse=parse))[1] == ()
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
    edits = (await look(store, GATHERING, upload, parse=parse))[1]
    assert [(edit.cell, edit.old, edit.new, edit.becomes) for edit in edits] == [
        ("name", "李芬", "李方", Becomes.CLASH),
        ("phone", "13900139000", "13900139001", Becomes.TAKEN),
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
    (edit,) = (await look(store, GATHERING, upload, parse=parse))[1]
    assert (edit.becomes, edit.person) == (Becomes.REFUSED, "")
    assert (await taking(store, registering, upload)).cells == 0
    assert "f1" not in await people(store)


async def test_what_was_taken_is_on_record_with_ids_only(store, registering):
    data = await sheet(store, ("李芳", "李方"))
    taken = await taking(store, registering, await brought(store, data))
    deed = next(one for one in await store.audit.newest(GATHERING.id, limit=9) if one.action == "returned")
    assert (deed.by, deed.subject, deed.details) == ("amei", taken.upload, {"cells": 1, "people": ["f1"]})


async def test_rosters_and_foreign_gatherings_are_not_looked_at(store, registering):
    upload = await brought(store, await sheet(store))
    elsewhere = replace(GATHERING, id="elsewhere")
    with pytest.raises(LookupError):
        await look(store, elsewhere, upload, parse=parse)
    with pytest.raises(LookupError):
        await undo(store, registering, GATHERING, upload, by="amei", clock=clock)
    with pytest.raises(LookupError):
        await look(store, GATHERING, "no-such", parse=parse)
