from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reunion.domain.faults import Unfit, reason_text
from reunion.domain.homelists import NO_COUNTY, read_county, read_townships, with_townships, written_list
from reunion.domain.limits import HOMELIST_MOST, TOWNSHIPS_MOST, VILLAGES_MOST
from reunion.domain.places import Home, Township, find_township
from reunion.imports.homes import load_home, shipped_homes

COUNTY = Home("511083", "隆昌市", ("四川省", "内江市"), ())
HOME = replace(
    COUNTY,
    townships=(
        Township("511083100", "响石镇", ("新村", "群乐"), ("响石乡",)),
        Township("511083101", "圣灯镇"),
    ),
)


def codes(home: Home, text: str) -> list[tuple[str, int]]:
    return [(unfit.code, int(unfit.params.get("line", 0))) for unfit in read_townships(home, text).wrong]


def test_a_line_is_a_township_with_or_without_code_and_villages():
    text = "511083100 响石镇：群乐村、火花社区，新村\n\n 圣灯镇 \n511083102000　界市镇:"
    assert read_townships(COUNTY, text).townships == (
        Township("511083100", "响石镇", ("群乐", "火花", "新村")),
        Township("511083001", "圣灯镇"),
        Township("511083102", "界市镇"),
    )


def test_counted_codes_keep_away_from_official_ones():
    listed = read_townships(COUNTY, "古湖街道\n511083001 金鹅街道\n山川镇")
    assert [town.code for town in listed.townships] == ["511083002", "511083001", "511083003"]


def test_every_wrong_line_is_named():
    text = "511083100 响石镇\n圣灯镇 双坳\n镇\n5110 界市镇\n响石镇\n" + "长" * 21 + "\n古湖：" + "村" * 40
    assert codes(COUNTY, text) == [
        ("line-colon", 2),
        ("line-name", 3),
        ("line-code", 4),
        ("line-twice", 5),
        ("line-long", 6),
        ("line-long", 7),
    ]
    assert codes(COUNTY, "511083100 甲镇\n511083100 乙镇") == [("line-twice", 2)]
    assert codes(COUNTY, "511011100 田家镇") == [("line-code", 1)]
    assert codes(COUNTY, "田家\x07镇") == [("line-unprintable", 1)]


def test_a_list_has_its_limits():
    assert codes(COUNTY, " \n") == [("list-empty", 0)]
    assert codes(COUNTY, "长" * (HOMELIST_MOST + 1)) == [("list-long", 0)]
    many = "\n".join(f"甲{chr(0x4E00 + count)}镇" for count in range(TOWNSHIPS_MOST + 1))
    assert codes(COUNTY, many) == [("list-townships", 0)]
    villages = "、".join(f"甲{chr(0x4E00 + count)}" for count in range(VILLAGES_MOST + 1))
    assert codes(COUNTY, f"甲镇：{villages}") == [("line-villages", 1)]


def test_a_renamed_township_keeps_its_code_and_answers_to_its_old_name():
    listed = read_townships(HOME, "511083100 响石街道：新村、群乐\n圣灯镇")
    assert listed.townships == (
        Township("511083100", "响石街道", ("新村", "群乐"), ("响石乡", "响石镇")),
        Township("511083101", "圣灯镇"),
    )
    found = find_township(replace(HOME, townships=listed.townships), "四川省响石镇")
    assert found is not None
    assert found.name == "响石街道"


def test_a_new_township_never_gets_the_code_of_one_that_goes():
    home = replace(COUNTY, townships=(Township("511083001", "响石镇"),))
    assert read_townships(home, "圣灯镇").townships == (Township("511083002", "圣灯镇"),)


@pytest.mark.parametrize("code", shipped_homes())
def test_a_shipped_county_comes_back_as_it_was_written(code: str):
    home = load_home(code)
    once = tuple(replace(town, villages=tuple(dict.fromkeys(town.villages))) for town in home.townships)
    assert with_townships(home, written_list(home)) == (replace(home, townships=once), ())


def test_a_county_needs_a_name_and_no_code():
    assert read_county("", "隆昌市", "四川省 内江市") == replace(COUNTY, code=NO_COUNTY)
    assert read_county("５１１０８３", " 隆昌市 ", "四川省、内江市") == COUNTY
    for code, name, above, wrong in (
        ("51108", "隆昌市", "", "county-code"),
        ("", "", "", "county-name"),
        ("", "长" * 21, "", "county-name"),
        ("", "隆昌市", "川", "county-name"),
        ("", "隆昌市", "甲省 乙市 丙市 丁市 戊市", "county-above"),
    ):
        with pytest.raises(Unfit) as unfit:
            read_county(code, name, above)
        assert unfit.value.code == wrong


def test_a_county_without_a_code_takes_that_of_its_townships():
    county = read_county("", "隆昌市", "")
    assert with_townships(county, "圣灯镇\n511083100 响石镇")[0].code == "511083"
    home, wrong = with_townships(county, "圣灯镇")
    assert (home.townships[0].code, wrong) == ("990000001", ())
    assert with_townships(county, "511083100 响石镇\n511011100 田家镇")[1][0].code == "line-code"


@example(".0")
@given(
    st.text(
        alphabet=st.sampled_from("田家镇双坳村 ：:、,\n\r\x005110830019０①。") | st.characters(), max_size=80
    )
)
def test_any_text_gives_townships_or_sentences(text: str):
    for home in (COUNTY, HOME, read_county("", "隆昌市", "")):
        listed, wrong = with_townships(home, text)
        assert bool(listed.townships) != bool(wrong)
        assert all(reason_text(unfit.code, unfit.params, str) for unfit in wrong)
        assert len({town.code for town in listed.townships}) == len(listed.townships)
        if not wrong:
            assert with_townships(listed, written_list(listed)) == (listed, ())
