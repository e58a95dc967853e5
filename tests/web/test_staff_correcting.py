from reunion.domain.people import Named
from reunion.web.staff_correcting import answers_of, fields, form_of, read, sign_up
from tests.actions.scenes import GATHERING, family, worker

WORKER = worker(
    "w1", "张伟", phones=("+8613800138000", "+868322290868"), village="双桥", group="3", years_away=4
)


def say(msgid: str) -> str:
    return msgid


def test_what_the_form_shows_is_read_back_unchanged() -> None:
    person = family(
        "f1", "李芳", "张伟", "儿子", phones=("+8613800138000",), village="双桥", group="3", persons=4
    )
    checked = read(person, GATHERING, say, answers_of(person))
    assert checked.errors == {}
    form = sign_up(person, checked.values)
    assert (form.name, form.phones, form.village, form.group) == ("李芳", person.phones, "双桥", "3")
    assert (form.persons, form.others, form.purposes) == (4, person.others, frozenset(person.consent.given))


def test_several_numbers_stand_in_one_field() -> None:
    assert answers_of(WORKER)["phones"] == "13800138000、0832-2290868"


def test_there_is_room_for_one_more_person_of_the_other_side() -> None:
    person = worker("w1", "张伟", "李芳", "母亲")
    assert [key for key in fields(person) if key.endswith("other_name")] == ["1-other_name", "2-other_name"]
    answers = answers_of(person) | {"2-other_name": "王芳", "2-other_relation": "妻子"}
    values = read(person, GATHERING, say, answers).values
    assert sign_up(person, values).others == (Named("李芳", (), "母亲"), Named("王芳", (), "妻子"))


def test_only_workers_are_asked_for_their_years_away() -> None:
    assert "years" in fields(WORKER)
    assert "years" not in fields(family("f1", "李芳"))


def test_what_is_wrong_is_said_by_field() -> None:
    answers = answers_of(WORKER) | {"name": "", "phones": "139", "years": "99", "township": "nowhere"}
    errors = read(WORKER, GATHERING, say, answers).errors
    assert set(errors) == {"name", "phones", "years", "township"}
    form = form_of(WORKER, GATHERING, say, answers, errors)
    assert form.error_count == 4
    assert form.options("township")[0] == ("511011101", "田家镇")
