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
