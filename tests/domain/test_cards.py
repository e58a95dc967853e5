from dataclasses import fields

from reunion.domain.cards import Card, CardSide


def test_a_card_has_no_place_for_a_telephone_number():
    assert [name for name in (field.name for field in fields(CardSide)) if "phone" in name] == []


def test_a_segment_has_a_title_and_no_sides():
    assert Card("开场") == Card(title="开场", worker=None, family=None)
