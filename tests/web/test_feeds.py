import json
from pathlib import Path

import icalendar
import jsonschema
import pytest

from reunion.domain.commands import Start, Take
from reunion.web.keys import STAGES

from ..actions import gala


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
