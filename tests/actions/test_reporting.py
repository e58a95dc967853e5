from dataclasses import replace

from reunion.actions import reporting
from reunion.actions.ports import Store
from reunion.actions.publishing import publish
from reunion.actions.running import Stage, Stages
from reunion.domain.commands import Command, End, Extend, NoShow, Note, Recall, Skip, Start, Take, Undo
from reunion.domain.instants import HOUR, MINUTE, Instant
from reunion.domain.lists import Tally
from tests.actions.scenes import EVE_ONE, EVENING, GATHERING, NOON, clock
from tests.actions.test_publishing import planned

EVE = "2027-02-07"
"""EVENING in Shanghai: 19:33."""


async def published(store: Store, **second: object) -> Stages:
    stages = await planned(store, **second)
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    return stages


async def play(stages: Stages, *commands: Command) -> Stage:
    stage = await stages.get("s-1")
    assert stage is not None
    for command in commands:
        await stage.perform(command, f"c{stage.show.revision}-{stage.show.run}", "host")
    return stage


async def test_the_as_run_record_says_what_aired_first_and_what_never_did(store: Store) -> None:
    stages = await published(store)
    await play(
        stages,
        Start(),
        Take(None),
        Take("it-1", "it-3"),
        Skip("it-2", "线路断了"),
        Note("it-2", "没来"),
        End(),
    )
    run, _ = await reporting.as_run(store, GATHERING)
    assert [(row.id, row.state, row.worker, row.note, row.by) for row in run.rows] == [
        ("it-1", "aired", "", "", "host"),
        ("it-3", "aired", "张强", "", "host"),
        ("it-2", "skipped", "曾会莲", "线路断了；没来", "host"),
    ]
    assert (run.started, run.ended) == (NOON, NOON)


async def test_a_take_that_was_undone_is_said_to_be_and_a_changed_length_is_not_called_planned(
    store: Store,
) -> None:
    stages = await published(store)
    stage = await play(stages, Start(), Take(None), Extend("it-1", -30), Take("it-1"))
    planned = stage.loaded.rundown.show.items
    assert stage.show.undoable is not None
    await play(stages, Undo(stage.show.undoable), Take("it-1"), End())
    run, _ = await reporting.as_run(store, GATHERING)
    assert [(row.id, row.state, row.seconds) for row in run.rows][:4] == [
        ("it-1", "aired", planned["it-1"].seconds),
        ("it-2", "taken_back", planned["it-2"].seconds),
        ("it-1", "aired", planned["it-1"].seconds),
        ("it-2", "aired", planned["it-2"].seconds),
    ]


async def test_who_was_called_back_stands_twice_and_counts_once(store: Store) -> None:
    stages = await published(store)
    await play(
        stages, Start(), Take(None), Take("it-1"), Skip("it-2", "断线"), Take(None), Recall("it-2", None)
    )
    await play(stages, Take("it-3"), End())
    report = await reporting.daily(store, GATHERING, EVE)
    (run,) = report.shows
    assert [(row.id, row.state) for row in run.rows] == [
        ("it-1", "aired"),
        ("it-2", "skipped"),
        ("it-3", "aired"),
        ("it-2", "aired"),
    ]
    assert (report.total.placed, report.total.aired, report.total.skipped, report.total.recalled) == (
        2,
        2,
        0,
        1,
    )


async def test_a_report_counts_by_township(store: Store) -> None:
    stages = await published(store, township="511011103", created=Instant(EVENING - HOUR))
    await play(stages, Start(), Take(None), Take("it-1"), NoShow("it-3", "没人接"), End())
    report = await reporting.daily(store, GATHERING, EVE)
    assert report.townships == (
        Tally("田家镇", workers=2, families=1, pairs=1, placed=1, aired=1),
        Tally("石子镇", families=1, fresh=1, pairs=1, placed=1, missed=1),
    )
    assert report.total == Tally("", 2, 2, 1, 2, 2, 1, 0, 1, 0)


async def test_an_evening_over_midnight_counts_for_the_day_it_began_on(store: Store) -> None:
    stages = await published(store)
    assert [show.show for show in (await reporting.daily(store, GATHERING, EVE)).shows] == ["s-1"]
    late = replace(
        EVE_ONE, planned_start=Instant(EVENING + 4 * HOUR), planned_end=Instant(EVENING + 6 * HOUR)
    )
    await store.shows.put(replace(late, run="r1"))
    assert reporting.today(GATHERING, late.planned_end) == "2027-02-08"
    await play(stages, Start(), Take(None))
    report = await reporting.daily(store, GATHERING, EVE)
    assert [show.show for show in report.shows] == ["s-1"]
    assert [show.show for show in (await reporting.daily(store, GATHERING, "2027-02-08")).shows] == ["s-2"]
    assert (await reporting.days(store, GATHERING, NOON))[-1] == "2027-02-05"


async def test_the_day_is_that_of_the_gatherings_zone(store: Store) -> None:
    midnight = Instant(EVENING + 4 * HOUR + 26 * MINUTE + 40_000)
    await published(store, created=midnight)
    assert (await reporting.daily(store, GATHERING, EVE)).total.families == 1
    next_day = await reporting.daily(store, GATHERING, "2027-02-08")
    assert (next_day.total.families, next_day.total.fresh) == (2, 1)
    utc = replace(GATHERING, zone="UTC")
    assert (await reporting.daily(store, utc, EVE)).total.families == 2


async def test_a_show_begun_anew_in_another_run_counts_once(store: Store) -> None:
    stages = await published(store)
    await play(stages, Start(), Take(None), Undo(3), Undo(2))
    await publish(store, stages, GATHERING, by="amei", clock=clock)
    stage = await play(stages, Start(), Take(None), Take("it-1"), Take("it-2"), End())
    report = await reporting.daily(store, GATHERING, EVE)
    assert stage.show.run == "r2"
    assert [row.id for row in report.shows[0].rows] == ["it-1", "it-2", "it-3"]
    assert (report.total.placed, report.total.aired) == (2, 2)
