import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.faults import Unfit
from reunion.domain.phones import Phone, last4, local, mask, parse_phone, parse_phones, read_phones


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("13800138000", ["+8613800138000"]),
        ("138 0013 8000", ["+8613800138000"]),
        ("138-0013-8000", ["+8613800138000"]),
        ("１３８００１３８０００", ["+8613800138000"]),
        ("+86-１３８００１３８０００", ["+8613800138000"]),
        ("0086 13800138000", ["+8613800138000"]),
        ("86-13800138000", ["+8613800138000"]),
        ("8613800138000", ["+8613800138000"]),
        ("13800138000.0", ["+8613800138000"]),
        ("13800138000（微信同号）", ["+8613800138000"]),
        ("电话13800138000", ["+8613800138000"]),
        ("联系电话：13800138000", ["+8613800138000"]),
        ("13800138000/0832-2290868", ["+8613800138000", "+868322290868"]),
        ("13800138000、13900139000", ["+8613800138000", "+8613900139000"]),
        ("138 0013 8000 13900139000", ["+8613800138000", "+8613900139000"]),
        ("13800138000;13800138000", ["+8613800138000"]),
        ("(0832)2290868", ["+868322290868"]),
        ("+852 9123 4567", ["+85291234567"]),
        ("", []),
        ("-", []),
        ("无", []),
        ("／", []),
    ],
)
def test_cells_as_people_fill_them(cell: str, numbers: list[str]):
    assert [phone.number for phone in parse_phones(cell)] == numbers


def test_an_extension_is_kept_beside_the_number():
    assert parse_phones("0832-2290868转8001") == (Phone("+868322290868", "8001"),)


@pytest.mark.parametrize(
    ("cell", "code", "params"),
    [
        ("1387798239", "phone-short", {"text": "1387798239", "count": 10}),
        ("15275210", "phone-short", {"text": "15275210", "count": 8}),
        ("138001380001", "phone-long", {"text": "138001380001", "count": 12}),
        ("61524430157", "phone-start", {"text": "61524430157"}),
        ("2290868", "phone-no-area", {"text": "2290868"}),
        ("1.39E+10", "phone-digits-lost", {"text": "1.39E+10"}),
        ("95588", "phone-impossible", {"text": "95588"}),
        ("茶馆旁边", "phone-words", {"text": "茶馆旁边"}),
        ("138****5678", "phone-words", {"text": "138****5678"}),
    ],
)
def test_what_is_wrong_is_said_with_its_digits(cell: str, code: str, params: dict[str, str | int]):
    with pytest.raises(Unfit) as refused:
        parse_phones(cell)
    assert (refused.value.code, dict(refused.value.params)) == (code, params)


def test_a_good_number_is_found_beside_a_bad_one():
    phones = read_phones("13800138000/1387798")
    assert [phone.number for phone in phones.found] == ["+8613800138000"]
    assert [fault.code for fault in phones.faults] == ["phone-short"]


def test_more_numbers_than_anybody_has_are_cut():
    phones = read_phones("13800138000、13800138001、13800138002、13800138003")
    assert len(phones.found) == 3
    assert [fault.code for fault in phones.faults] == ["phone-several"]


def test_a_form_wants_one_number():
    assert parse_phone("138 0013 8000") == "+8613800138000"
    with pytest.raises(Unfit, match="phone-missing"):
        parse_phone("无")


def test_numbers_are_masked_and_shown_as_at_home():
    assert mask("+8613812345678") == "138****5678"
    assert mask("+868322290868") == "083****0868"
    assert mask("+85291234567") == "+85****4567"
    assert last4("+8613812345678") == "5678"
    assert local("+8613812345678") == "13812345678"
    assert local("+868322290868") == "0832-2290868"
    assert local("+85291234567") == "+852 9123 4567"


def test_a_bare_number_belongs_to_the_region():
    assert parse_phone("9123 4567", "HK") == "+85291234567"


@given(st.text(alphabet="0123456789０１+-—.()（）转/、 eE微信号", max_size=30))
def test_any_cell_gives_numbers_and_faults(cell: str):
    for phone in read_phones(cell).found:
        assert parse_phone(phone.number) == phone.number
        assert parse_phone(local(phone.number)) == phone.number
        assert phone.number[-4:] == last4(phone.number)


@given(st.text())
def test_no_text_makes_the_reader_fail(cell: str):
    read_phones(cell)
