from reunion.domain import limits


def test_every_limit_is_a_positive_whole_number():
    found = {name: value for name, value in vars(limits).items() if name.isupper()}
    assert {name for name, value in found.items() if not isinstance(value, int) or value < 1} == set()
    assert limits.NAME_LEAST < limits.NAME_MOST
