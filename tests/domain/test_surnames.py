from reunion.domain.surnames import DOUBLE, READINGS, SINGLE, surname


def test_a_double_surname_needs_a_given_name_behind_it():
    assert surname("欧阳修") == "欧阳"
    assert surname("欧阳") == "欧"
    assert surname("张三") == "张"
    assert surname("张") == ""
    assert surname("阿依古丽") == "阿"
    assert surname("喵三") == ""


def test_every_reading_has_a_syllable_for_each_character():
    assert {name for name, reading in READINGS.items() if len(name) != len(reading.split("-"))} == set()


def test_double_surnames_have_two_characters():
    assert {len(name) for name in DOUBLE} == {2}
    assert {"曾", "覃", "劉", "牟"} <= SINGLE
