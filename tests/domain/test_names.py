import pytest
from hypothesis import given
from hypothesis import strategies as st

from reunion.domain.faults import Unfit
from reunion.domain.names import (
    display_pinyin,
    initials,
    is_nothing,
    mask,
    parse_name,
    pinyin,
    plain,
    printable,
    split_names,
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("夏 英", "夏英"),
        ("杨\u3000义", "杨义"),
        ("何寿礼(本人)", "何寿礼"),
        ("邓政中（女）", "邓政中"),
        ("张三（微信同号）", "张三"),
        ("张三微信同号", "张三"),
        ("（张三）", "张三"),
        ("张\u200b三\u202e", "张三"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("䶮𬭩", "䶮𬭩"),
        ("葛\U000e0100小明", "葛小明"),
        ("wang  feng rong", "wang feng rong"),
        ("fang 娃", "fang娃"),
        ("ＷＡＮＧ ｆａｎｇ", "WANG fang"),
    ],
)
def test_a_name_is_cleaned_of_what_is_not_the_name(written: str, name: str):
    assert parse_name(written) == name


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "name-missing"),
        (" ／ ", "name-missing"),
        ("无", "name-missing"),
        ("···", "name-missing"),
        ("国", "name-short"),
        ("张" * 41, "name-long"),
        ("张三13800138000", "name-digits"),
        ("<script>", "name-symbols"),
        ("张三😀", "name-symbols"),
        ("张\ud800三", "name-symbols"),
        ("张\x00三", "name-symbols"),
    ],
)
def test_what_is_no_name_is_refused_with_its_code(written: str, code: str):
    with pytest.raises(Unfit) as refused:
        parse_name(written)
    assert refused.value.code == code


def test_others_may_be_called_by_one_character():
    assert parse_name("国", least=1) == "国"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("何德才,易灵素", ("何德才", "易灵素")),
        ("何德才、易灵素", ("何德才", "易灵素")),
        ("肖昌超/肖鹏", ("肖昌超", "肖鹏")),
        ("李苹开和李南涛", ("李苹开", "李南涛")),
        ("潘鹏南 黄淑瑶(本人)", ("潘鹏南", "黄淑瑶")),
        ("朱天 朱华长", ("朱天", "朱华长")),
        ("李  艳", ("李艳",)),
        ("欧阳 明华", ("欧阳明华",)),
        ("张和平", ("张和平",)),
        ("李和", ("李和",)),
        ("wang feng rong", ("wang feng rong",)),
        ("国", ("国",)),
        ("张三、张三", ("张三",)),
        ("／", ()),
        ("-", ()),
    ],
)
def test_several_names_in_a_cell_come_apart(cell: str, names: tuple[str, ...]):
    assert split_names(cell) == names


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("欧阳明华", "欧阳*"),
        ("阿依古丽·买买提", "阿*"),
        ("wang fang", "W***"),
        ("Wang", "W***"),
        ("国", "*"),
    ],
)
def test_a_masked_name_keeps_the_surname(name: str, masked: str):
    assert mask(name) == masked


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("曾会莲", "Zēng Huìlián"),
        ("单雄信", "Shàn Xióngxìn"),
        ("任盈盈", "Rén Yíngyíng"),
        ("尉迟恭", "Yùchí Gōng"),
        ("欧阳修", "Ōuyáng Xiū"),
        ("吕信镇", "Lǚ Xìnzhèn"),
        ("李西安", "Lǐ Xī'ān"),
        ("阿依古丽·买买提", "Āyīgǔlì Mǎimǎití"),
        ("wang fang", "Wang Fang"),
    ],
)
def test_the_cue_card_reads_a_name_aloud(name: str, shown: str):
    assert display_pinyin(name) == shown


def test_pinyin_and_initials_are_what_people_type():
    assert pinyin("吕翟") == ("lv", "di")
    assert pinyin("翟天临") == ("zhai", "tian", "lin")
    assert initials("张三") == "zs"
    assert initials("阿依古丽·买买提") == "ayglmmt"


def test_nothing_is_written_in_many_ways():
    assert all(is_nothing(text) for text in ("", " ", "-", "—", "／", "无", "無", "不详", "N/A", "\\"))
    assert not is_nothing("无名")


def test_what_cannot_be_shown_is_named():
    assert printable("a\x00b") == "aU+0000b"


@given(st.text())
def test_any_text_is_a_name_or_refused_by_name(text: str):
    try:
        name = parse_name(text)
    except Unfit:
        return
    assert parse_name(name) == name
    assert 2 <= len(name) <= 40


@given(st.text(alphabet="张王李和 、,/()（）男·-\u3000aB1\u0301", max_size=12))
def test_splitting_is_idempotent(text: str):
    try:
        names = split_names(text)
    except Unfit:
        return
    assert tuple(one for name in names for one in split_names(name)) == names


def test_a_dash_before_the_first_name_does_not_hide_the_joint():
    assert split_names("-和平和李明") == ("和平", "李明")


@given(st.text(min_size=1, max_size=8))
def test_reading_aloud_never_fails(text: str):
    display_pinyin(text)
    mask(text)
    assert len(initials(text)) <= len("".join(pinyin(text)))


@given(st.text())
def test_plain_is_idempotent(text: str):
    assert plain(plain(text)) == plain(text)
