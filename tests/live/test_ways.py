import json
from dataclasses import replace

from reunion.actions.following import Count
from reunion.actions.suggesting import Suggestion
from reunion.domain import commands
from reunion.domain.instants import Instant
from reunion.live import ways
from reunion.live.wire import asked
from reunion.planner.live import Shift
from reunion.planner.live_line import Score


def test_no_way_on_is_an_empty_list():
    assert ways.suggestions("c-1", 43, []) == b'{"type":"suggestions","id":"c-1","of":43,"moves":[]}'


def test_a_suggestion_says_what_a_desk_may_send_and_what_becomes_of_everybody():
    way = Suggestion(
        why="lost",
        item="it-3",
        there=True,
        until=Instant(9_000),
        commands=(commands.Arrange(7, ("it-3", "it-2"), ("it-5",), (("it-6", -30),), "短片", 45),),
        changes=tuple(Shift(f"it-{n}", Instant(n), None) for n in range(30)),
        before=Score(10, 61_000, 20_000),
        after=Score(0, 0, 0, 5),
        ends=(Instant(9_000), Instant(8_000)),
        breaks=("it-4",),
    )
    said = json.loads(ways.suggestions("c-1", 43, [way]))
    (move,) = said["moves"]

    assert [asked(json.dumps({"type": "do", "id": "c-2", **sent})).command for sent in move["commands"]] == [
        *way.commands
    ]
    assert move["changes"][1] == {"item": "it-1", "was": 1, "becomes": None}
    assert (len(move["changes"]), move["affected"]) == (ways.CHANGES_MOST, 30)
    assert (move["ends"], move["breaks"]) == ([9_000, 8_000], ["it-4"])
    assert {key: move[key] for key in ("why", "item", "there", "until", "lost", "late", "idle")} == {
        "why": "lost",
        "item": "it-3",
        "there": True,
        "until": 9_000,
        "lost": [10, 0],
        "late": [61, 0],
        "idle": [20, 0],
    }


def test_while_nothing_counts_only_the_switch_is_told():
    score = Score(0, 0, 0)
    way = Suggestion("idle", "it-3", True, None, (commands.Arrange(7, ("it-3",)),), (), score, score)
    count = Count(30, "st-1")

    assert ways.counted(count, "编导小李") == {"after": 30, "by": "编导小李"}
    counting = ways.counted(replace(count, due=Instant(9_000), way=way, of=43), "编导小李")
    said = json.loads(ways.suggestions("c-1", 43, [way]))["moves"][0]
    assert json.loads(json.dumps(counting)) == {
        "after": 30,
        "by": "编导小李",
        "due": 9_000,
        "of": 43,
        "way": said,
    }
