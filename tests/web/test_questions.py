import pytest

from reunion.domain import limits
from reunion.domain.faults import Unfit
from reunion.web import questions
from reunion.web.locale import translations
from reunion.web.questions import AGREE, CONSENTS, PERSON, for_another, one_phone, phone_or_nothing

EVERY = [value for name, value in vars(questions).items() if name.isupper() and hasattr(value, "label")]


def test_nothing_typed_is_no_number_and_a_number_becomes_e164():
    assert (one_phone(""), one_phone("138 0013 8000")) == ("", "+8613800138000")
    assert [phone_or_nothing(text) for text in ("", "没有", "无", "138 0013 8000")] == [
        *("", "", ""),
        "+8613800138000",
    ]
    with pytest.raises(Unfit):
        one_phone("没有")


def test_the_four_consents_are_asked_each_for_itself_and_only_keeping_is_needed():
    assert tuple(field.name for field in AGREE) == CONSENTS
    assert [field.required for field in AGREE] == [True, False, False, False]


def test_no_field_takes_more_than_the_limits_say():
    assert {field.name: field.maxlength for field in PERSON}["other_name"] == limits.NAME_MOST
    assert questions.MESSAGE.maxlength == limits.MESSAGE_MOST
    assert questions.STORY.maxlength == limits.STORY_MOST


def test_every_label_and_reason_stands_in_the_chinese_texts():
    say = translations("zh_Hans").gettext
    asked = [*EVERY, *AGREE, *PERSON]
    texts = [text for field in asked for text in (field.label, field.reason, field.missing) if text]
    assert [text for text in texts if say(text) == text] == []


def test_every_question_says_why_it_is_asked_but_where_it_is_plain():
    assert {field.name for field in [*EVERY, *AGREE, *PERSON] if not field.reason} == {"township", "place"}


@pytest.mark.parametrize("field", [*EVERY, *AGREE, *PERSON], ids=lambda field: field.name)
def test_nothing_a_volunteer_reads_speaks_to_the_family(field):
    say = translations("zh_Hans").gettext
    asked = for_another(field)
    assert "您" not in "".join(say(text) for text in (asked.label, asked.reason, asked.missing) if text)
