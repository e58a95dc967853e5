import json
from types import MappingProxyType

from reunion.demo.script import Mirror, Script
from reunion.domain import commands as do
from reunion.domain.instants import SECOND, Instant
from reunion.domain.people import Side
from reunion.domain.readiness import Ready
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Item, Kind, Phase, Show, State
from reunion.domain.show import apply, decide
from reunion.domain.timing import project
from reunion.live import rows
from reunion.live.cast import Cast
from reunion.live.wire import asked

OPENS = Instant(1_700_000_000_000)


def a_show(slots: int, barred: frozenset[str] = frozenset()) -> Show:
    items = {"it-0": Item("it-0", Kind.SEGMENT, 60, OPENS)}
    for number in range(1, slots + 1):
        planned = Instant(OPENS + (60 + number * 40) * SECOND)
        items[f"it-{number}"] = Item(f"it-{number}", Kind.SLOT, 40, planned, Instant(0), f"p-{number}")
    end = Instant(OPENS + (60 + slots * 40) * SECOND)
    return Show("s", "r1", OPENS, end, 0, MappingProxyType(items), tuple(items), barred=barred)


def hello(show: Show, now: Instant) -> dict:
    return json.loads(rows.hello(show, project(show, now), Cast(), now))


class Evening:
    """The pure domain under the script: what the server would do, with time that is handed in."""

    def __init__(self, show: Show, seed: int) -> None:
        self.show, self.now = show, Instant(show.planned_start - 5 * SECOND)
        self.desk, self.script = Mirror(), Script(seed)
        self.desk.read(hello(show, self.now))
        self.said: list[str] = []
        self.refused: list[str] = []

    def perform(self, command: do.Command) -> None:
        before = self.show
        entry = decide(before, command, self.now)
        self.show = apply(before, entry)
        stored = rows.Stored(before, self.show, entry, "host")
        text = rows.change(stored, project(self.show, self.now), Cast(), self.now)
        self.desk.read(json.loads(text))

    def run(self) -> None:
        for _ in range(200_000):
            step = self.script.next(self.desk, self.now)
            if step is None:
                if self.show.phase is Phase.ENDED:
                    return
                self.now = Instant(self.now + SECOND)
                continue
            self.said.append(step["do"])
            try:
                self.perform(asked(json.dumps({"type": "do", "id": "x", **step})).command)
            except Refused as refused:
                self.refused.append(refused.code)
                self.now = Instant(self.now + SECOND)
        raise AssertionError("the show never ended")


def test_the_script_runs_a_show_to_its_end_with_every_kind_of_command():
    evening = Evening(a_show(250), seed=1)
    evening.run()
    assert set(evening.said) >= {"start", "take", "hold", "resume", "extend", "no_show", "skip", "move"}
    assert set(evening.said) >= {"note", "undo", "ready", "recall", "end"}
    assert evening.refused == []
    states = {item.state for item in evening.show.items.values()}
    assert states <= {State.AIRED, State.SKIPPED, State.NO_SHOW}


def test_the_script_does_not_start_before_the_planned_start():
    evening = Evening(a_show(3), seed=1)
    assert evening.script.next(evening.desk, evening.now) is None
    assert evening.script.next(evening.desk, OPENS) == {"do": "start"}


def test_a_pair_that_turned_up_late_is_recalled():
    evening = Evening(a_show(4), seed=1)
    evening.now = OPENS
    here = [do.MarkReady("it-2", side, Ready.READY) for side in Side]
    for command in (do.Start(), *here, do.NoShow("it-2"), do.Take(None), do.Take("it-0"), do.Take("it-1")):
        evening.perform(command)
    evening.run()
    assert "recall" in evening.said
    assert evening.show.items["it-2"].state is State.AIRED


def test_a_barred_pair_is_passed_over():
    evening = Evening(a_show(5, frozenset({"it-3"})), seed=2)
    evening.run()
    assert evening.show.items["it-3"].state is State.PLANNED
    assert evening.refused == []


def test_the_same_seed_says_the_same_things():
    evenings = [Evening(a_show(40), seed=5) for _ in range(2)]
    for evening in evenings:
        evening.run()
    assert evenings[0].said == evenings[1].said
