from reunion.domain.linking.looks import look_alike


def test_characters_a_stroke_apart_look_alike_both_ways():
    assert look_alike("未", "末")
    assert look_alike("末", "未")


def test_a_character_is_no_look_alike_of_itself_or_of_any_other():
    assert not look_alike("王", "王")
    assert not look_alike("王", "李")
