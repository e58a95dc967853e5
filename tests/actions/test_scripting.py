from reunion.actions import scripting
from reunion.actions.ports import Store
from reunion.domain.commands import Skip
from tests.actions.scenes import EVENING, GATHERING
from tests.actions.test_exporting import MEDIA, PRODUCER, VOLUNTEER, published
from tests.actions.test_publishing import STORED_ONLY

SITE = "http://reunion.example"


async def test_a_script_follows_the_rundown_with_its_cards(store: Store) -> None:
    await published(store)
    first, second = await scripting.scripts(store, GATHERING)
    assert (first.title, first.stage, second.rows) == ("第一晚", "一号直播间", ())
    opening, slot, _ = first.rows
    assert (opening.card.title, opening.start) == ("开场", EVENING)
    assert slot.card.worker is not None
    assert (slot.card.worker.name, slot.card.worker.message) == ("曾会莲", "妈，我很好")


async def test_what_is_skipped_is_not_in_the_script_and_who_has_not_agreed_is_marked(store: Store) -> None:
    stages = await published(store, consent=STORED_ONLY)
    stage = await stages.get("s-1")
    assert stage is not None
    (before,) = await scripting.scripts(store, GATHERING, "s-1")
    assert [row.barred for row in before.rows] == [False, False, True]
    await stage.perform(Skip(stage.show.order[1], ""), "skip-1", "amei")
    (after,) = await scripting.scripts(store, GATHERING, "s-1")
    assert [row.start for row in after.rows] == [before.rows[0].start, before.rows[2].start]


async def test_guests_are_both_sides_of_every_slot_with_an_address_that_names_nobody(store: Store) -> None:
    await published(store)
    guests = await scripting.guests(store, GATHERING, MEDIA, SITE)
    assert [(one.side, one.name, one.other) for one in guests] == [
        ("worker", "曾会莲", "李芳"),
        ("family", "李芳", "曾会莲"),
        ("worker", "张强", "王芳"),
        ("family", "王芳", "张强"),
    ]
    people = {person.name: person.id for person in await store.registrations.every(GATHERING.id)}
    assert guests[1].address == f"{SITE}/staff/{GATHERING.id}/door/{people['李芳']}"
    assert guests[1].start - guests[1].gather == 20 * 60_000


async def test_a_volunteer_gets_the_guests_of_the_own_village(store: Store) -> None:
    await published(store, village="双桥")
    assert [one.name for one in await scripting.guests(store, GATHERING, VOLUNTEER, SITE)] == ["王芳"]
    assert len(await scripting.guests(store, GATHERING, PRODUCER, SITE, "s-2")) == 0
