import pytest

from reunion.domain.faults import Unfit
from reunion.domain.names import parse_name
from reunion.domain.numerals import YEARS
from reunion.web.forms import Field, Form, check, clean, whole_number

NAME = Field("name", "Your name", 40, required=True, missing="Write your name.", read=parse_name)
NOTE = Field("note", "Note", 5, kind="long")
AGREE = Field("agree", "Agree", 1, kind="check", required=True, missing="Tick it.")
TOWN = Field("town", "Township", 12, kind="select")
SPEECH = Field("speech", "Speech", 10, kind="radio", options=(("m", "Mandarin"), ("s", "Sichuan")))


def asked(*fields):
    return {field.name: field for field in fields}


def said(text):
    return f"[{text}]"


def test_what_is_right_becomes_a_value():
    checked = check(asked(NAME, NOTE), {"name": " 张 三 ", "note": "好"}, said)
    assert (checked.values, checked.errors) == ({"name": "张三", "note": "好"}, {})


def test_a_required_field_left_empty_says_what_to_do():
    assert check(asked(NAME), {}, said).errors == {"name": ("[Write your name.]",)}


def test_every_wrong_field_is_named_not_only_the_first():
    checked = check(asked(NAME, NOTE, AGREE), {"name": "1", "note": "一二三四五六"}, said)
    assert list(checked.errors) == ["name", "note", "agree"]


def test_a_sentence_carries_the_label_of_its_field_in_the_readers_language():
    assert check(asked(NOTE), {"note": "一二三四五六"}, said).errors == {
        "note": ("[“[Note]” has 6 characters, at most 5 fit: shorten it.]",)
    }


def test_a_choice_that_was_not_offered_is_refused():
    checked = check(
        asked(TOWN, SPEECH), {"town": "9", "speech": "x"}, said, choices={"town": (("1", "田家镇"),)}
    )
    assert list(checked.errors) == ["town", "speech"]
    assert check(asked(SPEECH), {"speech": "s"}, said).values == {"speech": "s"}


def test_an_unticked_box_is_no_and_only_a_one_is_yes():
    free = Field("free", "Free", 1, kind="check")
    assert check(asked(free), {}, said).values == {"free": False}
    assert check(asked(free), {"free": "on"}, said).values == {"free": False}
    assert check(asked(free), {"free": "1"}, said).values == {"free": True}


def test_a_repeated_group_is_checked_under_its_own_keys():
    checked = check({"2-name": NAME}, {"2-name": "李四"}, said)
    assert checked.values == {"2-name": "李四"}


def test_chinese_punctuation_stays_as_it_was_typed():
    assert clean("妈，我很好。", "x", 20) == "妈，我很好。"


def test_lines_of_a_long_text_stay_lines_without_trailing_blanks():
    assert clean(" 一 \r\n　二\u200b ", "x", 20, lines=True) == "一\n二"


def test_an_emoji_family_stays_together():
    assert clean("👨\u200d👩\u200d👧", "x", 20) == "👨\u200d👩\u200d👧"


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "a\x07", "a\ufffd"])
def test_what_no_page_can_show_is_refused(text):
    with pytest.raises(Unfit) as refused:
        clean(text, "x", 20)
    assert refused.value.code == "unprintable"


def test_a_direction_mark_cannot_turn_the_host_cue_card_round():
    assert clean("\u202e三张", "x", 20) == "三张"


def test_rare_characters_are_taken():
    assert clean("䶮𬭩", "x", 20) == "䶮𬭩"


@pytest.mark.parametrize(
    ("text", "value"), [("", None), ("3", 3), ("３", 3), (" 12 ", 12), ("三年", 3), ("3 年", 3)]
)
def test_a_whole_number_in_any_digits(text, value):
    assert whole_number("n", YEARS, 0, 60)(text) == value


@pytest.mark.parametrize("text", ["61", "-1", "3.5", "三四年", "9" * 5000])
def test_a_number_out_of_range_is_refused(text):
    with pytest.raises(Unfit):
        whole_number("n", YEARS, 0, 60)(text)


def test_the_form_knows_the_words_of_a_choice_and_what_a_select_stands_on():
    when = Field("w", "When", 10, kind="select", preset="all")
    form = Form({"speech": SPEECH, "w": when}, {"speech": "s"}, said, {"w": (("all", "整场都行"),)})
    assert form.chosen("speech") == "[Sichuan]"
    assert form.chosen("w") == "整场都行"


def test_the_form_counts_its_sentences():
    form = Form({}, {}, said, errors={"a": ("x", "y"), "b": ("z",)})
    assert form.error_count == 3
