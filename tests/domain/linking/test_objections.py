import pytest

from reunion.domain.linking.objections import objection_to
from reunion.domain.linking.score import Scored

from .rows import candidate


@pytest.mark.parametrize(
    ("scored", "rule"),
    [
        (candidate("1", 30, code="other", phone=""), "code-of-somebody-else"),
        (candidate("1", 30, code="other", name="one-off"), "code-of-somebody-else"),
        (candidate("1", 30, code="other"), ""),
        (candidate("1", 30, name="different", code="own", phone=""), "name-disagrees"),
        (candidate("1", 30, name="different", place="near"), "name-disagrees"),
        (candidate("1", 30, name="different"), ""),
        (candidate("1", 30, name="", phone=""), "no-name"),
        (candidate("1", 30, name="nickname", phone=""), "nickname-alone"),
        (candidate("1", 30, name="surname-nickname", phone="near"), "nickname-alone"),
        (candidate("1", 30, name="nickname", phone="near"), ""),
        (candidate("1", 30, name="", code="own", phone="", place="other"), "no-name"),
        (candidate("1", 30, name="same-ear", phone="", place=""), "sounds-alike-elsewhere"),
        (candidate("1", 30, name="", code="own"), ""),
        (candidate("1", 30, name="nickname", phone="same"), ""),
        (candidate("1", 30, name="same-ear", phone="", place="same"), ""),
    ],
)
def test_the_rules_after_the_score(scored: Scored, rule: str):
    assert objection_to(scored) == rule


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ([("contact", "one-off/same")], "sounds-alike-elsewhere"),
        ([("contact", "one-left-out")], "sounds-alike-elsewhere"),
        ([("contact", "look-alike")], "sounds-alike-elsewhere"),
        ([("contact", "equal/same")], ""),
        ([("contact", "one-off/same"), ("contact-phone", "same")], ""),
        ([("contact", "one-off/same"), ("contact-phone", "one-slip")], ""),
    ],
)
def test_from_elsewhere_a_relative_whose_name_is_off_by_a_syllable_needs_a_number(
    fields: list[tuple[str, str]], rule: str
):
    scored = candidate("1", 30, phone="", place="other")
    scored.fields = [(field, level, 8.0, 0.0) for field, level in fields]
    assert objection_to(scored) == rule


@pytest.mark.parametrize(("level", "rule"), [("same", ""), ("one-slip", "code-of-somebody-else")])
def test_a_forwarded_code_does_not_speak_against_a_name_with_the_number_of_the_relative(
    level: str, rule: str
):
    scored = candidate("1", 30, code="other", phone="")
    scored.fields = [("contact-phone", level, 8.0, 0.0)]
    assert objection_to(scored) == rule
