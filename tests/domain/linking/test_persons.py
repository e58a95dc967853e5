import pytest

from reunion.domain.linking.clean import Worker
from reunion.domain.linking.persons import same_person

from .rows import worker


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"name": "陈大名"}, True),
        ({"name": "陈小明"}, False),
        ({"phones": ()}, True),
        ({"phones": ("13800130002",), "contacts": ()}, True),
        ({"phones": ("13700000000",)}, True),
        ({"phones": ("13700000000",), "contacts": (), "contact_phones": ()}, False),
        ({"phones": (), "gender": "女"}, False),
        ({"phones": (), "village": "沙子村"}, False),
        ({"phones": (), "contacts": ("王菊花",), "contact_phones": ("13711111111",)}, False),
        ({"phones": (), "contacts": (), "contact_phones": (), "village": ""}, True),
        ({"name": ""}, False),
    ],
)
def test_whether_two_rows_are_one_person(changes: dict[str, object], same: bool):
    first, second = Worker(worker()), Worker(worker(id="W2", **changes))
    assert same_person(first, second) is same
    assert same_person(second, first) is same


def test_whom_staff_called_somebody_else_is_not_the_same_person_however_alike():
    plain, told = Worker(worker(id="W2")), Worker(worker(apart=("W2",)))
    assert not same_person(told, plain)
    assert not same_person(plain, told)
    assert same_person(told, Worker(worker(id="W3")))


MOTHERS = ({"contacts": ("张素芬",)}, {"contacts": ("李群英",)})
FATHERS = ({"contacts": ("王大明",), "relation": "父亲"}, {"contacts": ("王建国",), "relation": "父亲"})


@pytest.mark.parametrize("relatives", [MOTHERS, FATHERS])
@pytest.mark.parametrize(
    ("numbers", "of_relatives"),
    [
        (("13890517263", "13890517263"), ("13990123321", "15283299876")),
        (("13890517263", "13890517264"), ("", "")),
        (("13890517263", "18123094458"), ("13800138000", "13800138000")),  # the cadre's
    ],
)
def test_two_of_one_name_whose_one_mother_or_father_are_two_are_two(relatives, numbers, of_relatives):
    first, second = (
        Worker(worker(id=f"W{at}", phones=(number,), contact_phones=(home,) if home else (), **relative))
        for at, (number, home, relative) in enumerate(zip(numbers, of_relatives, relatives, strict=True))
    )
    assert not same_person(first, second)
    assert not same_person(second, first)


def test_two_who_sound_alike_with_four_different_numbers_are_two_though_their_mothers_sound_alike():
    red = worker(
        name="刘小红", phones=("13890517263",), contacts=("王秀珍",), contact_phones=("13990123321",)
    )
    dawn = worker(
        name="刘晓虹", phones=("18123094458",), contacts=("王秀贞",), contact_phones=("15283299876",)
    )
    assert not same_person(Worker(red), Worker(dawn._replace(id="W2")))
    again = red._replace(id="W2", phones=dawn.phones)
    assert same_person(Worker(red), Worker(again))


def test_one_whose_mother_is_misspelt_by_a_syllable_is_one():
    assert same_person(Worker(worker()), Worker(worker(id="W2", contacts=("李秀芹",), contact_phones=())))


def test_a_number_under_two_relatives_names_is_no_relative_in_common():
    bare = {"phones": (), "relation": "", "gender": ""}
    first = Worker(worker(contacts=("王大明",), **bare))
    assert not same_person(first, Worker(worker(id="W2", contacts=("王建国",), **bare)))
    assert same_person(first, Worker(worker(id="W2", contacts=("王大民",), **bare)))
    assert same_person(first, Worker(worker(id="W2", contacts=(), **bare)))


def test_two_rows_that_only_share_name_and_village_are_two_people_when_the_groups_differ():
    bare = worker(phones=(), contacts=(), contact_phones=(), village="长岩村5组")

    assert not same_person(Worker(bare), Worker(worker(id="W2")))
    assert same_person(Worker(bare._replace(village="长岩村2组")), Worker(worker(id="W2")))


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"name": "邱梅茜"}, False),
        ({"phones": ("13700000000",)}, False),
        ({"village": ""}, False),
        ({"contacts": ("王菊花",), "contact_phones": ()}, False),
        ({"gender": "男"}, False),
    ],
)
def test_a_name_that_the_eye_takes_for_the_other_is_the_same_persons_at_one_home_with_one_relative(
    changes: dict[str, object], same: bool
):
    first = worker(name="邱先茜", gender="女")
    second = worker(**{"id": "W2", "name": "邱光茜", "gender": "女", "phones": ()} | changes)
    assert same_person(Worker(first), Worker(second)) is same
    assert same_person(Worker(second), Worker(first)) is same


def test_a_shorter_name_with_the_same_number_is_the_same_persons_unless_their_relatives_are_others():
    first = worker(name="徐玉芳", contacts=("徐德敏",), relation="哥哥", contact_phones=())
    short = first._replace(id="W2", name="徐芳")
    assert same_person(Worker(first), Worker(short))
    assert same_person(Worker(first), Worker(short._replace(contacts=())))
    assert not same_person(Worker(first), Worker(short._replace(contacts=("徐强",))))
    assert same_person(Worker(first), Worker(first._replace(id="W2", contacts=("徐强",))))
