import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reunion.domain import commands
from reunion.domain.calls import Call
from reunion.domain.cards import Card, CardSide
from reunion.domain.instants import Instant, later
from reunion.domain.names import mask
from reunion.domain.people import Side
from reunion.domain.readiness import Origin, Ready
from reunion.domain.rundown import Item, Kind, Phase, Show, State, Why
from reunion.domain.timing import project
from reunion.live import pictures
from reunion.live.cast import Cast
from reunion.live.pictures import PICTURE_MOST, coarse, cut

from .staging import EIGHT, a_show, side, stored


def pictured(show, cast, now=EIGHT):
    return json.loads(pictures.picture(show, project(show, now), cast, now))


def live(slots=3):
    show, cast = a_show(slots)
    for command in (commands.Start(), commands.Take(None)):
        show = stored(show, command).after
    return show, cast


def test_a_picture_of_a_live_show():
    show, cast = live(5)
    show = stored(show, commands.Take("it-1"), later(EIGHT, seconds=335)).after

    assert pictured(show, cast, later(EIGHT, seconds=340)) == {
        "type": "picture",
        "show": "gala",
        "title": "为爱止步，四海为家",
        "run": "r1",
        "revision": 3,
        "server_time": EIGHT + 340_000,
        "state": "live",
        "on_air": {
            "item": "it-2",
            "title": "张* ↔ 李*",
            "worker": {"name": "张*", "place": "温岭"},
            "family": {"name": "李*", "place": "田家镇"},
            "since": EIGHT + 335_000,
            "until": EIGHT + 455_000,
        },
        "next": [
            {
                "item": f"it-{number}",
                "title": "张* ↔ 李*",
                "worker": {"name": "张*", "place": "温岭"},
                "family": {"name": "李*", "place": "田家镇"},
                "expected": EIGHT + 455_000 + (number - 3) * 120_000,
            }
            for number in (3, 4, 5)
        ],
        "drift": [[2, 35]],
        "over_under": 35,
        "planned_end": EIGHT + 900_000,
        "projected_end": EIGHT + 935_000,
    }


def test_a_segment_on_air_has_a_title_and_no_people():
    show, cast = live()

    assert pictured(show, cast)["on_air"] == {
        "item": "it-1",
        "title": "开场",
        "since": EIGHT,
        "until": EIGHT + 300_000,
    }


def test_an_ended_show_has_nothing_on_air_and_nothing_next():
    show, cast = live()
    show = stored(show, commands.End(), later(EIGHT, seconds=60)).after

    picture = pictured(show, cast)

    assert (picture["state"], picture["on_air"], picture["next"], picture["drift"]) == ("ended", None, [], [])


def test_no_name_and_no_free_place_reaches_a_picture():
    show, cast = live()
    show = stored(show, commands.Take("it-1")).after

    text = pictures.picture(show, project(show, EIGHT), cast, EIGHT).decode()

    for secret in ("晓明", "秀英", "人民路", "母亲", "新年好", "没回家", "pr-1"):
        assert secret not in text


def test_a_slot_that_is_barred_while_on_air_loses_its_names_at_once():
    show, cast = live()
    show = stored(show, commands.Take("it-1")).after
    show = stored(show, commands.Bar("it-2", barred=True)).after

    on_air = pictured(show, cast)["on_air"]

    assert (on_air["title"], on_air["worker"], on_air["family"]) == (
        "",
        {"name": "", "place": ""},
        {"name": "", "place": ""},
    )


def test_a_slot_whose_card_was_forgotten_is_shown_without_names():
    show, cast = live()
    show = stored(show, commands.Take("it-1")).after

    on_air = pictured(show, Cast(cast.title))["on_air"]

    assert (on_air["title"], on_air["worker"]) == ("", {"name": "", "place": ""})


def test_a_side_without_a_town_shows_its_township_and_never_its_own_words():
    show, cast = live()
    worker = replace(side("张晓明", ""), township="", place="大溪镇东街 3 号")
    cast = replace(cast, cards={**cast.cards, "it-2": Card(worker=worker, family=side("李秀英", ""))})

    first = pictured(show, cast)["next"][0]

    assert (first["worker"]["place"], first["family"]["place"]) == ("", "田家镇")


def test_texts_are_cut_to_columns_with_an_ellipsis():
    assert [cut("田家镇团聚", columns) for columns in (10, 9, 8, 5, 4)] == [
        "田家镇团聚",
        "田家镇团…",
        "田家镇…",
        "田家…",
        "田…",
    ]
    assert cut("a\x00b\u202e\n", 10) == "ab\u202e"


@given(st.text(max_size=60), st.integers(2, 40))
def test_a_cut_text_never_has_more_characters_than_columns(text, columns):
    assert len(cut(text, columns)) <= columns


def test_drift_is_rounded_towards_earlier_and_equal_steps_are_joined():
    drift = ((2, 37), (3, 39), (5, 41), (9, -2), (12, 0))

    assert coarse(drift, 5, 60) == [(2, 35), (5, 40), (9, -5), (12, 0)]
    assert coarse(((2, 37), (5, 95), (9, 130)), 5, 2) == [(2, 0), (5, 80)]
    assert coarse((), 5, 60) == []


@given(
    st.lists(st.integers(-20_000, 20_000), max_size=300),
    st.sampled_from([5, 15, 60, 300]),
    st.integers(1, 60),
)
def test_coarse_drift_is_short_and_never_tells_anybody_a_later_time(seconds, quantum, most):
    drift = tuple(enumerate(seconds))

    steps = coarse(drift, quantum, most)

    told = dict(steps)
    current = None
    for position, late in drift:
        current = told.get(position, current)
        assert current is not None
        assert current <= late
    assert len(steps) <= most


hostile = st.text(
    st.sampled_from('张欧阳李·a"\\\u0301\u200d𰻞👨\x00\u202e<') | st.characters(exclude_categories=["Cs"]),
    max_size=60,
)


@st.composite
def shows(draw):
    size = draw(st.integers(1, 255))
    numbers = draw(st.randoms(use_true_random=False))
    items, cards = {}, {}
    words = draw(st.lists(hostile, min_size=4, max_size=8))
    for number in range(size):
        key = f"it-{number + 1}"
        slot = draw(st.booleans()) if number < 6 else bool(numbers.getrandbits(1))
        planned = later(EIGHT, seconds=number * 120 + numbers.randrange(-3000, 3000))
        earliest = Instant(planned + numbers.randrange(0, 9_000_000))
        items[key] = Item(
            key, Kind.SLOT if slot else Kind.SEGMENT, 120, planned, earliest, f"pr-{number}" if slot else ""
        )
        name, town = words[number % len(words)], words[(number + 1) % len(words)]
        half = CardSide(name, town=town, place=town, story=name)
        cards[key] = Card(worker=half, family=half) if slot else Card(town)
    show = Show(
        "gala-of-the-year-2027", "r1", EIGHT, EIGHT, 15, items, tuple(items), phase=Phase.LIVE, started=EIGHT
    )
    if draw(st.booleans()):
        first = replace(items["it-1"], state=State.ON_AIR, started=EIGHT)
        show = replace(show, on_air="it-1", items={**items, "it-1": first})
    return show, Cast(draw(hostile), cards)


@given(shows(), st.integers(0, 10**7))
def test_a_picture_has_never_more_than_two_kilobytes(staged, elapsed):
    show, cast = staged
    now = Instant(EIGHT + elapsed)

    text = pictures.picture(show, project(show, now), cast, now)

    assert len(text) <= PICTURE_MOST
    assert json.loads(text)["revision"] == show.revision


def test_a_picture_of_a_whole_evening_has_about_a_kilobyte():
    show, cast = live(255)

    assert 500 < len(pictures.picture(show, project(show, EIGHT), cast, EIGHT)) < 1200


def test_a_family_is_told_its_own_line():
    show, cast = live()
    show = stored(show, commands.MarkReady("it-3", Side.FAMILY, Ready.READY)).after
    cast = replace(cast, promises={"pr-2": later(EIGHT, seconds=400)})

    line = pictures.own(show, cast, "it-3", 2, Side.FAMILY)
    told = json.loads(pictures.you(show, project(show, EIGHT), line, EIGHT))

    assert told == {
        "type": "you",
        "revision": 3,
        "server_time": EIGHT,
        "item": "it-3",
        "kind": "slot",
        "position": 2,
        "planned": EIGHT + 420_000,
        "promise": EIGHT + 400_000,
        "state": "planned",
        "readiness": "invited",
        "ready": "ready",
        "asked": None,
        "told": None,
        "expected": EIGHT + 420_000,
    }


def test_each_side_is_asked_until_it_answers_itself():
    show, cast = live()
    show = stored(show, commands.CallUp("it-3", Call.TEN, later(EIGHT, seconds=420))).after
    show = stored(show, commands.MarkReady("it-3", Side.FAMILY, Ready.WAITING)).after

    asked = [pictures.own(show, cast, "it-3", 2, side)["asked"] for side in Side]
    assert asked == [{"call": "ten", "at": EIGHT}, None]


def test_whoever_sits_there_since_a_call_is_not_asked_about_it():
    show, cast = live()
    show = stored(show, commands.CallUp("it-3", Call.TEN, later(EIGHT, seconds=420))).after
    show = stored(show, commands.MarkReady("it-3", Side.FAMILY, Ready.INVITED, Origin.PAIR)).after

    asked = [pictures.own(show, cast, "it-3", 2, side)["asked"] for side in Side]
    assert asked == [{"call": "ten", "at": EIGHT}, None]


def test_a_new_promise_comes_with_its_reason():
    show, cast = live()
    start = later(EIGHT, seconds=900)
    show = stored(show, commands.Promise(Why.LONGER, (("it-3", start),))).after

    line = pictures.own(show, cast, "it-3", 2, Side.WORKER)
    assert (line["promise"], line["told"]) == (
        start,
        {"why": "longer", "was": EIGHT + 420_000, "at": EIGHT},
    )


def test_masks_are_those_of_the_rest_of_the_product():
    show, cast = live()
    worker = side("欧阳修", "温岭")
    cast = replace(cast, cards={**cast.cards, "it-2": Card(worker=worker, family=worker)})

    assert pictured(show, cast)["next"][0]["worker"]["name"] == mask("欧阳修") == "欧阳*"
