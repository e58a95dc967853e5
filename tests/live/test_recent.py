from reunion.domain.calls import Call
from reunion.domain.entries import Called, Held, Marked, Skipped
from reunion.domain.people import Side
from reunion.domain.readiness import Origin, Ready
from reunion.live.recent import KEPT, Step, recent

from .staging import EIGHT


def test_what_comes_by_itself_pushes_nothing_out_that_somebody_did():
    skipped = Step(1, "王主持", Skipped(EIGHT, "it-2"))
    by_crew = Step(2, "王主持", Marked(EIGHT, "it-2", Side.FAMILY, Ready.READY, Origin.CREW))
    own = Marked(EIGHT, "it-2", Side.FAMILY, Ready.WAITING, Origin.OWN)
    itself = [Step(3 + number, "", own) for number in range(KEPT)]
    called = Step(99, "", Called(EIGHT, "it-2", Call.TEN, EIGHT))

    assert list(recent([skipped, by_crew, *itself, called])) == [skipped, by_crew]


def test_only_the_newest_steps_are_kept():
    steps = [Step(number, "王主持", Held(EIGHT)) for number in range(KEPT + 2)]

    assert list(recent(steps)) == steps[2:]
