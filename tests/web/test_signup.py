import json

from reunion.domain.consent import Purpose
from reunion.domain.instants import HOUR, Instant
from reunion.domain.people import Named, Side, Window
from reunion.web.signup import Evening, Frame, every, examine, kept, persons_in, sign_up, step_of

from .walking import FAMILY, WORKER

EIGHT = Instant(1_801_828_800_000)
TEN = Instant(EIGHT + 2 * HOUR)
NINE = Instant(EIGHT + HOUR)
OFFERED = (
    ("all", "整场都行"),
    (f"until-{NINE}", "21:00 以前"),
    (f"from-{NINE}", "21:00 以后"),
    ("none", "来不了"),
)


def frame(side=Side.FAMILY, evenings=2, *, helper=False):
    shows = tuple(
        Evening(f"s-{n}", f"第{n}场", Instant(EIGHT + n * 24 * HOUR), Instant(TEN + n * 24 * HOUR))
        for n in range(evenings)
    )
    choices = {f"w-{show.show}": OFFERED for show in shows}
    return Frame(side, (("511011100", "田家镇"),), shows, choices, helper)


def say(text):
    return text


def registered(answers, **options):
    about = frame(**options)
    checked = examine(about, answers, say)
    assert checked.errors == {}
    return sign_up(about, checked.values)


def test_a_filled_in_form_becomes_a_sign_up():
    form = registered(FAMILY)
    assert (form.name, form.phones, form.township) == ("李秀英", ("+8613900139000",), "511011100")
    assert (form.others, form.dialect, form.persons) == ((Named("张晓明", (), "儿子"),), "sichuan", 1)
    assert form.purposes == {Purpose.STORE, Purpose.ON_AIR, Purpose.SHARE}


def test_village_and_group_are_taken_apart():
    form = registered(WORKER, side=Side.WORKER)
    assert (form.village, form.group, form.years_away) == ("双坳", "3", 3)


def test_who_can_always_come_names_no_windows():
    assert registered(FAMILY | {"w-s-0": "all"}).windows == ()


def test_exceptions_become_windows_of_each_show():
    form = registered(FAMILY | {"w-s-0": f"from-{NINE}", "w-s-1": "none"})
    assert form.windows == (Window(NINE, TEN),)


def test_who_can_never_come_is_asked_again():
    checked = examine(frame(), FAMILY | {"w-s-0": "none", "w-s-1": "none"}, say)
    assert list(checked.errors) == ["w-s-0"]


def test_a_family_must_say_its_township_and_a_worker_need_not():
    without = {key: value for key, value in FAMILY.items() if key != "township"}
    assert list(examine(frame(), without, say).errors) == ["township"]
    assert examine(frame(Side.WORKER), without, say).errors == {}


def test_a_volunteer_may_leave_the_telephone_out():
    without = {key: value for key, value in FAMILY.items() if key != "phone"}
    assert list(examine(frame(), without, say).errors) == ["phone"]
    assert registered(without, helper=True).phones == ()


def test_a_second_person_needs_a_name_only_when_something_else_of_it_is_filled_in():
    assert [one.name for one in registered(FAMILY | {"2-other_name": "张小明"}).others] == [
        "张晓明",
        "张小明",
    ]
    assert list(examine(frame(), FAMILY | {"2-other_relation": "女儿"}, say).errors) == ["2-other_name"]


def test_a_wrong_invite_code_is_told_and_a_right_one_taken():
    assert list(examine(frame(), FAMILY | {"code": "000000"}, say).errors) == ["code"]
    assert registered(FAMILY | {"code": ""}).code_given == ""


def test_what_travels_is_only_what_the_form_asks():
    text = json.dumps({"name": "张三", "role": "administrator", "phone": 7, "9-other_name": "x"})
    assert kept(text, frame()) == {"name": "张三"}


def test_what_travels_broken_is_an_empty_form_and_never_an_error():
    assert [kept(text, frame()) for text in ("{", "[]", "3", "[" * 100_000)] == [{}] * 4


def test_half_a_character_does_not_reach_a_page():
    assert kept('{"name": "张\\ud800"}', frame()) == {"name": "张"}


def test_the_people_are_counted_up_to_the_limit():
    assert persons_in({}) == 1
    assert persons_in({"3-other_name": "x", "2-other_phone": ""}) == 3
    assert persons_in({"9-other_name": "x"}) == 6


def test_every_field_belongs_to_one_step():
    about = frame()
    steps = {key: step_of(key, about, 2) for key in every(about, 2)}
    assert (steps["name"], steps["2-other_phone"], steps["w-s-1"], steps["c-share"]) == (1, 2, 3, 4)
