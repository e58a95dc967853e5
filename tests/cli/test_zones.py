import pytest

from reunion.cli.zones import schedule_of, zone_at


def test_the_schedule_stands_beside_the_socket():
    assert schedule_of("ws://h:8080/shows/gala/screen/socket") == "http://h:8080/shows/gala/schedule.json"
    assert schedule_of("wss://h/shows/gala/screen/socket") == "https://h/shows/gala/schedule.json"


@pytest.mark.parametrize(
    "answer", ["{}", "[]", "x", '{"schedule": {"conference": {"time_zone_name": "No/Where"}}}']
)
def test_what_names_no_zone_gives_none(tmp_path, answer):
    (tmp_path / "schedule.json").write_text(answer, encoding="utf-8")
    assert zone_at((tmp_path / "schedule.json").as_uri()) is None
    assert zone_at((tmp_path / "nothing.json").as_uri()) is None
