import json

from reunion.web.signup import REVIEW
from reunion.web.steps import begin, turn

from .test_signup import frame, say
from .walking import FAMILY


def pressed(go, step=1, kept=None, **posted):
    return turn(frame(), {"step": str(step), "go": go, "kept": json.dumps(kept or {})} | posted, say)


def test_the_form_begins_with_its_first_step():
    page = begin(frame(), {}, say)
    assert (page.step, page.persons, page.values) == (1, 1, None)


def test_a_right_step_leads_to_the_next_and_its_answers_travel_along():
    page = pressed("next", name="李秀英", phone="13900139000", township="511011100")
    assert (page.step, page.moved, json.loads(page.kept)["name"]) == (2, True, "李秀英")


def test_a_wrong_step_stays_and_keeps_what_was_typed():
    page = pressed("next", name="李", phone="139", township="")
    assert (page.step, page.form.value("name")) == (1, "李")
    assert list(page.form.errors) == ["name", "phone", "township"]


def test_back_checks_nothing_and_loses_nothing():
    page = pressed("back", 2, {"name": "李秀英"}, **{"1-other_name": "1"})
    assert (page.step, page.form.errors) == (1, {})
    assert json.loads(page.kept) == {"name": "李秀英", "1-other_name": "1"}


def test_an_answer_that_was_taken_out_is_gone():
    page = pressed("next", 4, FAMILY)
    assert "c-store" not in json.loads(page.kept)


def test_one_more_person_gets_room_and_can_be_taken_out_again():
    more = pressed("more", 2, **{"1-other_name": "张晓明"})
    assert (more.step, more.persons) == (2, 2)
    fewer = pressed("drop-1", 2, **{"1-other_name": "张晓明", "2-other_name": "张小明"})
    assert (fewer.persons, json.loads(fewer.kept)) == (1, {"1-other_name": "张小明"})


def test_there_is_room_for_six_and_not_for_seven():
    names = {f"{n}-other_name": "张晓明" for n in range(1, 7)}
    assert pressed("more", 2, **names).persons == 6


def test_the_review_leads_to_a_step_and_back_to_the_review():
    changing = pressed("edit-2", REVIEW, FAMILY)
    assert (changing.step, changing.seen_review) == (2, True)
    done = pressed("review", 2, FAMILY, seen="1", **{"1-other_name": "张小明"})
    assert (done.step, done.form.value("1-other_name")) == (REVIEW, "张小明")


def test_submitting_gives_the_values():
    page = pressed("submit", REVIEW, FAMILY)
    assert page.values is not None
    assert page.values["name"] == "李秀英"


def test_submitting_with_a_mistake_leads_to_the_step_that_has_it():
    page = pressed("submit", REVIEW, FAMILY | {"1-other_name": "1"})
    assert (page.step, list(page.form.errors), page.values) == (2, ["1-other_name"], None)


def test_a_draft_is_shown_where_it_was_left():
    page = pressed("show", 3, {"name": "李秀英"})
    assert (page.step, page.form.errors, page.form.value("name")) == (3, {}, "李秀英")


def test_nonsense_shows_the_first_step():
    page = turn(frame(), {"step": "99", "go": "drop-²", "kept": "nonsense"}, say)
    assert page.step == 1
