import pytest

from reunion.actions import exporting
from reunion.actions.exporting import Reader
from reunion.actions.merging import merge
from reunion.actions.ports import Store
from reunion.actions.publishing import publish
from reunion.actions.running import Stages
from reunion.domain import people
from reunion.domain.access import Role
from reunion.domain.instants import SECOND
from reunion.domain.lists import End as Side
from tests.actions.scenes import EVENING, GATHERING, NOON, clock
from tests.actions.test_publishing import STORED_ONLY, planned
from tests.actions.test_scheduling import OPEN

PRODUCER = Reader(Role.PRODUCER, "a-1", "阿梅")
MEDIA = Reader(Role.MEDIA, "a-2", "老陈")
VOLUNTEER = Reader(Role.VOLUNTEER, "a-3", "小李", "511011101", "双桥")


def say(msgid: str) -> str:
    return msgid


async def published(store: Store, **second: object) -> Stages:
    stages = await planned(store, **second)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    return stages


async def test_a_rundown_has_segments_and_slots_with_telephones_for_a_producer(store: Store) -> None:
    await published(store)
    first, second = await exporting.rundowns(store, GATHERING, PRODUCER)
    assert (first.title, first.stage, second.rows) == ("第一晚", "一号直播间", ())
    opening, row, _ = first.rows
    assert (opening.title, opening.start, opening.worker) == ("开场", EVENING, None)
    assert row.start == OPEN * SECOND
    assert row.worker == Side("曾会莲", "", "温岭大溪", "女儿")
    assert row.family == Side("李芳", "13800138000", "家里", "母亲")
    assert (row.township, row.persons, row.dialect, row.message) == ("田家镇", 4, "sichuan", "妈，我很好")


async def test_media_staff_see_masked_telephones(store: Store) -> None:
    await published(store)
    (first,) = await exporting.rundowns(store, GATHERING, MEDIA, "s-1")
    family = first.rows[1].family
    assert family is not None
    assert family.phone == "138****8000"


async def test_a_call_sheet_says_whom_to_gather_when(store: Store) -> None:
    await published(store, village="双桥", group="3", consent=STORED_ONLY)
    sheets = await exporting.callsheets(store, GATHERING, PRODUCER, say)
    assert [(sheet.township, sheet.village) for sheet in sheets] == [("田家镇", ""), ("田家镇", "双桥")]
    (call,) = sheets[1].calls
    assert call.start == (OPEN + 300) * SECOND
    assert call.gather == call.start - exporting.GATHER_MS
    assert (call.family.name, call.worker.name, call.group) == ("王芳", "张强", "3")
    assert call.note == "not agreed to be on air yet"


async def test_a_volunteer_sees_the_own_village_only(store: Store) -> None:
    await published(store, village="双桥")
    (sheet,) = await exporting.callsheets(store, GATHERING, VOLUNTEER, say)
    assert [call.family.name for call in sheet.calls] == ["王芳"]
    (contacts,) = await exporting.contacts(store, GATHERING, VOLUNTEER, say)
    assert [row.name for row in contacts.rows] == ["王芳"]


async def test_a_volunteer_without_a_village_sees_nobody(store: Store) -> None:
    await published(store, township="", village="")
    nowhere = Reader(Role.VOLUNTEER, "a-4", "小赵")
    assert await exporting.callsheets(store, GATHERING, nowhere, say) == ()
    (contacts,) = await exporting.contacts(store, GATHERING, nowhere, say)
    assert contacts.rows == ()


async def test_contacts_say_what_everybody_agreed_to(store: Store) -> None:
    await published(store, consent=STORED_ONLY)
    (contacts,) = await exporting.contacts(store, GATHERING, PRODUCER, say)
    assert [(row.number, row.name, row.others, row.consent) for row in contacts.rows] == [
        (1, "曾会莲", "李芳(母亲)", "store、being on air、recording、share the number"),
        (2, "张强", "王芳(妻子)", "store、being on air、recording、share the number"),
        (3, "李芳", "曾会莲(女儿)", "store、being on air、recording、share the number"),
        (4, "王芳", "", "store"),
    ]


async def test_every_export_is_recorded_with_what_it_showed(store: Store) -> None:
    await exporting.record_export(store, GATHERING.id, "contacts", "xlsx", MEDIA, rows=7, clock=clock)
    (deed,) = await store.audit.newest(GATHERING.id, limit=9)
    assert (deed.by, deed.action, deed.subject) == ("a-2", "export", "contacts")
    assert deed.details == {"format": "xlsx", "rows": 7, "phones": False}


@pytest.mark.parametrize(
    ("kind", "format_", "phones"),
    [
        ("contacts", "xlsx", True),
        ("rundown", "xlsx", True),
        ("rundown", "ics", False),
        ("callsheets", "page", True),
        ("programme", "xlsx", False),
        ("badges", "docx", False),
        ("notices", "txt", False),
        ("asrun", "csv", False),
        ("ontime", "json", False),
    ],
)
async def test_a_list_without_a_telephone_is_recorded_as_one(
    store: Store, kind: str, format_: str, phones: bool
) -> None:
    await exporting.record_export(store, GATHERING.id, kind, format_, PRODUCER, rows=7, clock=clock)
    (deed,) = await store.audit.newest(GATHERING.id, limit=9)
    assert deed.details["phones"] is phones
    assert exporting.cover_of(GATHERING, MEDIA, NOON).made_by == "老陈"


async def test_who_registered_twice_stands_in_a_list_once(store: Store) -> None:
    await published(store)
    (before,) = await exporting.contacts(store, GATHERING, PRODUCER, say)
    one, other = (await store.registrations.every(GATHERING.id, people.Side.FAMILY))[:2]
    await merge(store, GATHERING.id, one.id, other.id, by="amei", clock=lambda: EVENING)

    (after,) = await exporting.contacts(store, GATHERING, PRODUCER, say)
    gone = {row.number for row in before.rows} - {row.number for row in after.rows}
    assert gone == {other.number}
