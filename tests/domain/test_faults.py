import re

import pytest

from reunion.domain.faults import SENTENCES, Unfit, reason_text
from reunion.web.locale import translations

PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])")
chinese = translations("zh_Hans").gettext


def test_a_reason_is_a_sentence_with_its_numbers():
    text = reason_text("phone-short", {"text": "1387798239", "count": 10}, chinese)
    assert text == "手机号 1387798239 只有 10 位，应为 11 位，请核对后重填。"


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_is_translated_with_the_same_numbers(code: str):
    sentence = SENTENCES[code]
    assert chinese(sentence) != sentence
    assert sorted(PLACEHOLDER.findall(chinese(sentence))) == sorted(PLACEHOLDER.findall(sentence))
    assert "%" not in PLACEHOLDER.sub("", chinese(sentence) + sentence)


def test_a_fault_has_a_known_code():
    with pytest.raises(KeyError):
        Unfit("never-heard-of")
