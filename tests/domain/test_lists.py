from dataclasses import fields, is_dataclass

from reunion.domain import lists


def test_every_list_is_a_plain_frozen_value():
    found = [each for each in vars(lists).values() if is_dataclass(each)]
    assert len(found) >= 12
    assert all(each.__dataclass_params__.frozen and "__slots__" in vars(each) for each in found)
    assert all(fields(each) for each in found)
