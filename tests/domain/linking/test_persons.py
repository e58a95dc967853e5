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
