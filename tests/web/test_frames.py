from dataclasses import replace

from reunion.actions.registering import SignUp
from reunion.domain.instants import HOUR, MINUTE, Instant
from reunion.domain.people import Named, Registration, Side, Window
from reunion.domain.plans import ShowHead
from reunion.web.frames import answers_of, frame_of, places, review, villages, with_further_numbers
from reunion.web.locale import translations
from reunion.web.signup import examine, sign_up
from reunion.web.steps import begin

from ..conftest import EVENING, GATHERING
from .walking import FAMILY

say = translations("zh_Hans").gettext
HEADS = [
    ShowHead("s-1", "dongxing", "第一场", "一号直播间", EVENING, Instant(EVENING + 90 * MINUTE), 15),
    ShowHead("s-2", "dongxing", "第二场", "一号直播间", Instant(EVENING + 24 * HOUR), Instant(EVENING + 25 * HOUR), 15),
]  # fmt: skip


def frame(now=EVENING):
    return frame_of(GATHERING, Side.FAMILY, HEADS, "zh_Hans", now=now)


def test_each_show_offers_all_of_it_its_half_hours_and_nothing():
    words = [words for _, words in frame().halves["w-s-1"]]
    assert words[:3] == ["整场都行", "只有 20:30 以前行", "只有 21:00 以前行"]
    assert words[3:] == ["只有 20:30 以后行", "只有 21:00 以后行", "这一场来不了"]


def test_no_time_is_offered_that_is_over_as_soon_as_it_begins():
    odd = replace(
        HEADS[0], planned_start=Instant(EVENING + 27 * MINUTE), planned_end=Instant(EVENING + 93 * MINUTE)
    )
    halves = frame_of(GATHERING, Side.FAMILY, [odd], "zh_Hans", now=EVENING).halves["w-s-1"]
    assert [words for _, words in halves][1:-1] == [
        "只有 21:00 以前行",
        "只有 21:30 以前行",
        "只有 20:30 以后行",
        "只有 21:00 以后行",
    ]


def test_a_show_that_is_over_is_not_asked_about():
    assert [one.show for one in frame(Instant(EVENING + 2 * HOUR)).evenings] == ["s-2"]


def test_a_show_is_named_with_its_day():
    assert frame().evenings[0].words == "第一场 · 2月5日星期五（除夕） 20:00–21:30"


def test_a_stored_registration_fills_the_form_so_that_it_comes_out_the_same():
    half = Instant(EVENING + 30 * MINUTE)
    stored = Registration(
        "rg-1",
        "dongxing",
        Side.FAMILY,
        1,
        "李秀英",
        phones=("+8613900139000",),
        township="511011100",
        village="双坳",
        group="3",
        others=(Named("张晓明", ("+8613800138000",), "儿子"), Named("张小明")),
        persons=4,
        dialect="sichuan",
        windows=(Window(half, Instant(EVENING + 90 * MINUTE)),),
        story="长\n短",
        message="回来过年。",
    )
    about = frame()
    checked = examine(about, answers_of(stored, about) | {"c-store": "1"}, say)
    assert checked.errors == {}
    form = sign_up(about, checked.values)
    copied = (
        "name",
        "phones",
        "township",
        "village",
        "group",
        "others",
        "persons",
        "dialect",
        "windows",
        "story",
    )
    assert [getattr(form, name) for name in copied] == [getattr(stored, name) for name in copied]


def test_who_can_always_come_still_can_after_a_correction():
    about = frame()
    stored = Registration("rg-1", "dongxing", Side.FAMILY, 1, "李秀英", township="511011100")
    answers = answers_of(replace(stored, others=(Named("张晓明"),), phones=("+8613900139000",)), about)
    assert sign_up(about, examine(about, answers | {"c-store": "1"}, say).values).windows == ()


def test_the_review_lists_what_was_filled_in_and_each_consent():
    about = frame()
    shown = begin(about, FAMILY, say)
    sections = review(about, shown.form, shown.persons, say)
    assert ("您的姓名", "李秀英") in sections[0].rows
    assert ("老家在哪个乡镇（街道）", "田家镇") in sections[0].rows
    assert [words for _, words in sections[3].rows] == ["同意", "同意", "不同意", "同意"]


def test_the_review_shows_what_will_be_stored():
    typed = FAMILY | {
        "phone": "１３９ ０００１-2345",
        "village": "双桥村3组",
        "persons": "３",
        "code": "2222 2c",
    }
    shown = begin(frame(), typed, say)
    rows = dict(row for section in review(frame(), shown.form, shown.persons, say) for row in section.rows)
    assert rows["您的电话"] == "13900012345"
    assert rows["有几个人一起上镜头"] == "3"
    assert rows["村或社区"] == "双桥村3组"


def test_a_mistake_is_reviewed_as_it_was_typed():
    shown = begin(frame(), FAMILY | {"phone": "1390"}, say)
    rows = dict(row for section in review(frame(), shown.form, shown.persons, say) for row in section.rows)
    assert rows["您的电话"] == "1390"


def test_a_village_with_its_group_comes_back_as_one_writes_it():
    stored = Registration("rg-1", "dongxing", Side.FAMILY, 1, "李秀英", village="双桥", group="3")
    assert answers_of(stored, frame())["village"] == "双桥村3组"
    assert answers_of(replace(stored, group=""), frame())["village"] == "双桥"


def test_the_suggestions_fit_the_side():
    assert places(GATHERING, Side.FAMILY)[0] == "家里"
    assert places(GATHERING, Side.WORKER)[0] == "温岭"
    assert villages(GATHERING)["511011100"] == ["双坳", "火花"]


def test_numbers_the_form_has_no_room_for_stay():
    before = Registration(
        "r-1",
        "dongxing",
        Side.FAMILY,
        1,
        "李秀英",
        ("+8613800138000", "+868322290868"),
        township="511011100",
        others=(Named("张伟", ("+8613900139000", "+8613900139001"), "子女"),),
    )
    shown = SignUp(
        Side.FAMILY, "李秀英", ("+8613800138009",), others=(Named("张伟", ("+8613900139000",), "子女"),)
    )

    after = with_further_numbers(before, shown)

    assert after.phones == ("+8613800138009", "+868322290868")
    assert after.others[0].phones == ("+8613900139000", "+8613900139001")
