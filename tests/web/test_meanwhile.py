import pytest

from reunion.web.forms import Field, Form, check
from reunion.web.meanwhile import opened_on, standing_now

FIELDS = {
    "name": Field("name", "Your name", 40),
    "speech": Field("speech", "Speech", 10, kind="radio", options=(("m", "Mandarin"), ("s", "Sichuan"))),
    "agree": Field("agree", "Agree", 1, kind="check"),
}


def said(text):
    return f"[{text}]"


def standing(stored, typed):
    form = Form(FIELDS, stored, said)
    return standing_now(form, check(FIELDS, stored, said).values, check(FIELDS, typed, said).values)


@pytest.mark.parametrize(
    ("text", "revision"), [("3", 3), ("", None), ("-1", None), ("三", None), ("9" * 10, None)]
)
def test_a_form_says_the_revision_it_was_opened_on(text, revision):
    assert opened_on({"revision": text}) == revision


def test_only_what_differs_is_named_in_words():
    stored = {"name": "李秀英", "speech": "s"}
    assert standing(stored, {"name": "李秀英", "speech": "m", "agree": "1"}) == (
        ("[Speech]", "[Sichuan]"),
        ("[Agree]", "[No]"),
    )


def test_what_is_empty_now_is_a_dash_and_blanks_make_no_difference():
    assert standing({}, {"name": "李秀英"}) == (("[Your name]", "—"),)
    assert standing({"name": "李秀英"}, {"name": " 李秀英 "}) == ()
