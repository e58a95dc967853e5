import json
from datetime import datetime
from pathlib import Path

import icalendar
import jsonschema
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from reunion.actions.publishing import publish
from reunion.domain.commands import Start, Take
from reunion.domain.instants import MINUTE, Instant
from reunion.domain.plans import PlanVersion, Slot
from reunion.domain.rundown import State
from reunion.web.feeds import frab_of
from reunion.web.keys import STAGES
from reunion.web.public import Row
from tests.conftest import GATHERING

from ..actions import gala, scenes
from ..actions.scenes import EVENING
from .offices import fill


@pytest.fixture
async def live(site):
    await gala.stored(site.store)
    return site


async def test_the_schedule_has_the_shape_of_frab(live):
    found = (await (await live.client.get("/shows/gala/schedule.json")).json())["schedule"]
    conference = found["conference"]
    (day,) = conference["days"]
    events = day["rooms"]["一号直播间"]
    assert (conference["daysCount"], conference["time_zone_name"], day["index"]) == (1, "Asia/Shanghai", 1)
    assert [event["start"] for event in events] == ["20:00", "20:01", "20:02", "20:04", "20:06"]
    assert events[1]["date"] == "2027-02-05T20:01:00+08:00"
    assert (events[1]["title"], events[1]["subtitle"]) == ("张* ↔ 李*", "温岭 ↔ 田家镇")
    assert len({event["guid"] for event in events}) == len({event["id"] for event in events}) == 5


SCHEMA = json.loads((Path(__file__).parent / "frab.schema.json").read_text(encoding="utf-8"))


async def test_the_schedule_keeps_to_the_schema_that_its_readers_check(live):
    checked = jsonschema.Draft202012Validator(
        SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    found = await (await live.client.get("/shows/gala/schedule.json")).json()
    assert [error.message for error in checked.iter_errors(found)] == []
    broken = json.loads(json.dumps(found))
    broken["schedule"]["conference"]["days"][0]["rooms"]["一号直播间"][0]["duration"] = "90 s"
    assert len(list(checked.iter_errors(broken))) == 1


async def test_a_slot_of_ninety_seconds_lasts_two_minutes_there_and_says_its_seconds(live):
    found = (await (await live.client.get("/shows/gala/schedule.json")).json())["schedule"]
    slot = found["conference"]["days"][0]["rooms"]["一号直播间"][1]
    assert (slot["duration"], slot["description"]) == ("00:02", "90 s")


async def test_a_reader_that_has_it_already_gets_nothing_again(live):
    for path in ("/shows/gala/schedule.json", "/shows/gala/schedule.ics"):
        tag = (await live.client.get(path)).headers["ETag"]
        again = await live.client.get(path, headers={"If-None-Match": tag})
        assert (again.status, await again.read()) == (304, b"")


async def test_a_change_of_the_show_changes_the_tag(live):
    before = (await live.client.get("/shows/gala/schedule.json")).headers["ETag"]
    stage = await live.app[STAGES].get("gala")
    live.clock.move(seconds=300)
    await stage.perform(Start(), "c1", "st-1")
    await stage.perform(Take(None, None), "c2", "st-1")
    assert (await live.client.get("/shows/gala/schedule.json")).headers["ETag"] != before


async def test_publishing_the_same_times_anew_is_no_news_to_a_calendar_and_another_time_is(site):
    await fill(site)
    path, tags, numbers = "/shows/s-1/schedule.ics", [], []
    for version, start in enumerate((EVENING, EVENING, EVENING + 5 * MINUTE), 1):
        at = Instant(start + 10 * MINUTE)
        slots = (Slot("p-dongxing-1", "s-1", at, 60, at),)
        await site.store.plans.put("dongxing", PlanVersion(version, EVENING, "a", slots, ()))
        await publish(site.store, site.app[STAGES], scenes.GATHERING, by="a", clock=scenes.clock)
        answer = await site.client.get(path)
        tags.append(answer.headers["ETag"])
        numbers.append(int(vobject.readOne(await answer.text()).vevent.sequence.value))
    assert numbers == sorted(set(numbers))
    assert (tags[0] == tags[1], tags[1] == tags[2]) == (True, False)
    assert [
        (await site.client.get(path, headers={"If-None-Match": tag})).status for tag in (tags[2], tags[1])
    ] == [304, 200]


HOSTILE_WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('=+-@"\\,;\ufeff\u202e𠮷\n'), max_size=20
)


@given(
    st.lists(
        st.tuples(HOSTILE_WORDS, HOSTILE_WORDS, st.integers(1, 4000), st.integers(0, 86_400)), max_size=6
    )
)
def test_a_schedule_read_back_says_what_went_out(rows):
    out = [
        Row(f"it-{at}", at, title, places, Instant(gala.START), Instant(gala.START + late * 1000),
            State.PLANNED, False, seconds)
        for at, (title, places, seconds, late) in enumerate(rows)
    ]  # fmt: skip
    text = json.dumps(frab_of(gala.head(), GATHERING, out, "http://reunion.example"), ensure_ascii=False)
    (day,) = json.loads(text.encode())["schedule"]["conference"]["days"]
    (events,) = day["rooms"].values()
    back = [
        (
            event["title"],
            event["subtitle"],
            int(event["description"].removesuffix(" s")),
            round(datetime.fromisoformat(event["date"]).timestamp() * 1000),
        )
        for event in events
    ]
    assert back == [(row.title, row.places, row.seconds, row.expected) for row in out]


async def test_any_site_may_read_the_feeds(live):
    answer = await live.client.get("/shows/gala/schedule.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


async def test_the_calendar_is_read_by_another_program_and_names_nobody(live):
    body = await (await live.client.get("/shows/gala/schedule.ics")).read()
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert event.decoded("dtstart").timestamp() * 1000 == gala.START
    assert "张*" in str(event["description"])
    assert "张1娃" not in body.decode()


async def test_a_show_without_a_rundown_has_an_empty_schedule(site):
    await site.store.shows.put(gala.head(run=""))
    found = await (await site.client.get("/shows/gala/schedule.json")).json()
    assert found["schedule"]["conference"]["days"][0]["rooms"] == {"一号直播间": []}
