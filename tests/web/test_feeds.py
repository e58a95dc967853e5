import icalendar
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
