import pytest

from reunion.domain.linking.keys import asked_keys, ear, found_keys, name_of


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("曾志强", "zeng zhi qiang"),
        ("单大明", "shan da ming"),
        ("欧阳丽", "ou yang li"),
        ("li yong fei", "li yong fei"),
        ("guozhongguo", "guo zhong guo"),
        ("范 xin mu", "fan xin mu"),
        ("尹乾", "yin qian"),
    ],
)
def test_a_name_is_read_as_a_name(name: str, said: str):
    assert name_of(name).joined == said.replace(" ", "")
    assert name_of(name).ear == tuple(map(ear, said.split()))


@pytest.mark.parametrize(
    ("one", "other"),
    [("zhang", "zang"), ("nan", "lan"), ("hui", "fei"), ("huang", "fang"), ("ming", "min"), ("sheng", "sen")],
)
def test_an_ear_from_sichuan_hears_no_difference(one: str, other: str):
    assert ear(one) == ear(other)


def test_an_ear_from_sichuan_still_tells_these_apart():
    assert len({ear(one) for one in ("wang", "wan", "zu", "ju", "lin", "lan")}) == 6


@pytest.mark.parametrize(
    ("name", "kind", "nick"),
    [
        ("小强", "young", "qiang"),
        ("阿芳", "young", "fang"),
        ("强强", "young", "qiang"),
        ("强娃", "young", "qiang"),
        ("强儿", "young", "qiang"),
        ("黄莺儿", "", ""),
        ("老王", "old", "wang"),
        ("阿 bing", "young", "bin"),
        ("明", "young", "min"),
        ("王强", "", ""),
        ("王小强", "", ""),
    ],
)
def test_nicknames_are_known_by_their_form(name: str, kind: str, nick: str):
    assert (name_of(name).nick_kind, name_of(name).nick) == (kind, nick)


def test_a_double_surname_takes_two_syllables():
    assert (name_of("欧阳丽").given, name_of("王丽").given, name_of("丽").given) == (2, 1, 0)


def test_a_rare_character_without_a_reading_stands_for_itself():
    assert name_of("王𬭩").joined == "wang𬭩"


def test_letters_that_are_no_syllables_stay_together():
    assert name_of("xqz").joined == "xqz"


@pytest.mark.parametrize("piece", ["a", "强", "a ", "aq", "𬭩"])
def test_a_text_of_any_length_has_the_few_keys_of_a_name(piece: str):
    endless = name_of(piece * 100_000)
    assert len(endless.ear) <= 64
    assert max(len(found_keys(endless)), len(asked_keys(endless))) < 200
