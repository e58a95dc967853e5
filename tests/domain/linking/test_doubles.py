import pytest

from reunion.domain.linking.clean import Family, Worker
from reunion.domain.linking.doubles import family_double, worker_double
from reunion.domain.linking.rows import Double
from reunion.domain.plans import Clue

from .rows import family, worker


def workers(**changes: object) -> Double | None:
    return worker_double(Worker(worker()), Worker(worker(id="W2", **changes)))


def families(**changes: object) -> Double | None:
    return family_double(Family(family()), Family(family(id="F2", **changes)))


def sure(double: Double | None) -> bool | None:
    return None if double is None else double.sure


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, True),
        ({"phones": ()}, True),
        ({"phones": (), "contacts": (), "contact_phones": (), "village": ""}, True),
        ({"phones": (), "contacts": (), "contact_phones": (), "township": ""}, False),
        ({"phones": ("13711112222",), "contacts": (), "contact_phones": ()}, None),
        ({"name": "陈大强"}, None),
        ({"gender": "女", "phones": ()}, None),
    ],
)
def test_a_worker_registered_twice(changes: dict[str, object], found: bool | None):
    assert sure(workers(**changes)) is found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, True),
        ({"worker_phones": ()}, True),
        ({"phones": (), "worker_phones": ()}, False),
        ({"workers": ("陈大强",)}, False),
        ({"workers": ("周晓圆",)}, None),
        ({"name": "王菊花"}, None),
        ({"name": "王菊花", "relation": "姐姐"}, None),
        ({"phones": ("13711112222",), "worker_phones": ()}, None),
        ({"village": "沙子村"}, None),
    ],
)
def test_a_family_registered_twice(changes: dict[str, object], found: bool | None):
    assert sure(families(**changes)) is found


def test_the_fields_say_why_without_a_name_or_number():
    double = workers(phones=("13800130002",))
    assert double is not None
    assert double.clues[:2] == (Clue("name", "equal", 0.0), Clue("phone", "one-slip", 0.0))
    assert not any("陈" in clue.level or "138" in clue.level for clue in double.clues)
