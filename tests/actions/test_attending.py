import pytest

from reunion.actions.attending import BY, Attending, Place
from reunion.actions.running import Stages
from reunion.domain.commands import MarkReady, Start, Take
from reunion.domain.people import Side
from reunion.domain.readiness import Origin, Ready

from . import gala

HOME = Place("gala", "p-2", Side.FAMILY)


class Ticks:
    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        return self.now


@pytest.fixture
async def stages(store, clock):
    await gala.stored(store)
    made = Stages(store.journal, clock, lambda _: None)
    await made.get("gala")
    return made


@pytest.fixture
def ticks():
    return Ticks()


@pytest.fixture
def attending(stages, ticks):
    return Attending(stages, ticks)


async def here(stages, origin=Origin.OWN, item="it-2"):
    stage = await stages.get("gala")
    await stage.perform(MarkReady(item, Side.FAMILY, Ready.WAITING, origin), f"here-{item}", "rg-1")
    return stage


async def passed(attending, ticks, seconds):
    for _ in range(seconds):
        ticks.now += 1000
        await attending.look()


async def test_a_page_that_closes_is_lost_after_twenty_seconds_and_one_that_returns_is_back(
    stages, attending, ticks
):
    attending.came(HOME)
    stage = await here(stages)
    await passed(attending, ticks, 60)
    attending.left(HOME)
    await passed(attending, ticks, 19)
    assert stage.show.side("it-2", Side.FAMILY)[0] is Ready.WAITING
    await passed(attending, ticks, 2)
    assert stage.show.side("it-2", Side.FAMILY)[0] is Ready.LOST
    attending.came(HOME)
    await passed(attending, ticks, 10)
    assert stage.show.side("it-2", Side.FAMILY)[0] is Ready.WAITING
    assert stage.show.revision == 3


async def test_a_side_with_two_pages_is_there_while_one_is(stages, attending, ticks):
    attending.came(HOME)
    attending.came(HOME)
    stage = await here(stages)
    attending.left(HOME)
    await passed(attending, ticks, 60)
    assert attending.is_open(HOME)
    assert stage.show.side("it-2", Side.FAMILY)[0] is Ready.WAITING


async def test_whom_the_crew_marked_needs_no_page(stages, attending, ticks):
    attending.came(HOME)
    stage = await here(stages, Origin.CREW)
    attending.left(HOME)
    await passed(attending, ticks, 120)
    assert stage.show.side("it-2", Side.FAMILY)[0] is Ready.WAITING


async def test_a_restart_marks_nobody_lost_who_comes_back_within_a_minute(store, stages, clock):
    for item in ("it-1", "it-2", "it-3"):
        await here(stages, item=item)
    ticks = Ticks()
    again = Stages(store.journal, clock, lambda _: None)
    stage = await again.get("gala")
    attending = Attending(again, ticks)
    await passed(attending, ticks, 30)
    for pair in ("p-1", "p-2"):
        attending.came(Place("gala", pair, Side.FAMILY))
    await passed(attending, ticks, 29)
    assert stage.show.revision == 3
    await passed(attending, ticks, 60)
    assert [stage.show.side(f"it-{n}", Side.FAMILY)[0] for n in (1, 2, 3)] == [
        Ready.WAITING,
        Ready.WAITING,
        Ready.LOST,
    ]


async def test_the_same_restart_without_the_time_to_return_marks_them_all(store, stages, clock):
    """The control: whoever counts as gone from the start is lost after twenty seconds."""
    from reunion.domain.readiness import Presence, by_line

    stage = await here(stages)
    gone = Presence(open=False, turned=0, gone=0)
    assert by_line(*stage.show.side("it-2", Side.FAMILY), gone, 30_000) is Ready.LOST


async def test_who_is_on_air_or_has_been_is_never_lost(stages, attending, ticks):
    attending.came(HOME)
    stage = await here(stages)
    for number, command in enumerate((Start(), Take(None, "it-2"))):
        await stage.perform(command, f"c{number}", "st-1")
    attending.left(HOME)
    await passed(attending, ticks, 60)
    assert stage.show.side("it-2", Side.FAMILY)[0] is Ready.WAITING
    await stage.perform(Take("it-2", "it-3"), "c3", "st-1")
    await passed(attending, ticks, 60)
    assert stage.show.side("it-2", Side.FAMILY)[0] is Ready.WAITING


async def test_a_round_without_news_asks_and_stores_nothing(stages, attending, ticks, store):
    attending.came(HOME)
    await passed(attending, ticks, 10)
    assert attending._turned == {}
    loaded = await store.journal.load("gala")
    assert loaded.entries == ()


async def test_the_journal_says_that_it_was_the_line(stages, attending, ticks, store):
    attending.came(HOME)
    await here(stages)
    attending.left(HOME)
    await passed(attending, ticks, 30)
    loaded = await store.journal.load("gala")
    assert [(one.by, one.entry.origin) for one in loaded.entries] == [
        ("rg-1", Origin.OWN),
        (BY, Origin.LINE),
    ]


async def test_a_page_that_only_polls_is_there_as_long_as_it_asks(store, stages, attending, ticks):
    await here(stages)
    for _ in range(6):
        attending.polled(HOME)
        await passed(attending, ticks, 10)
    stage = await stages.get("gala")
    there = attending.is_open(HOME), stage.show.sides("it-2")[1]
    await passed(attending, ticks, 16 + 20)

    assert there == (True, Ready.WAITING)
    assert (attending.is_open(HOME), stage.show.sides("it-2")[1]) == (False, Ready.LOST)
    attending.polled(HOME)
    await passed(attending, ticks, 6)
    assert stage.show.sides("it-2")[1] is Ready.WAITING
