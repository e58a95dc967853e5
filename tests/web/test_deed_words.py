import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import reunion
from reunion.actions.ports import Deed
from reunion.domain.doubles import DoubleStanding
from reunion.domain.instants import Instant
from reunion.domain.plans import MatchStanding
from reunion.web.deed_words import DEEDS, KINDS, what, who, whom
from reunion.web.locale import translations
from tests.actions.scenes import worker


def speak(msgid):
    return translations("zh_Hans").gettext(msgid)


def deed(action, subject="dongxing", **details):
    return Deed("dongxing", "a-1", Instant(0), action, subject, details)


FILLED = {
    "link-": MatchStanding,
    "double-": (DoubleStanding.APART, DoubleStanding.REVIEW),
}
"""What stands behind the beginning of an action; that two are one is a deed of its own."""


def stored_actions() -> Iterator[str]:
    """Every action that the code may write into the record: what it hands to `Deed`, or to a parameter `action`."""
    for path in Path(reunion.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known = {
            one.target.id: one.value
            for one in tree.body
            if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
        }
        for said in handed_over(tree):
            yield from worded(known.get(getattr(said, "id", ""), said))


def handed_over(tree: ast.Module) -> Iterator[ast.expr]:
    places = {"Deed": list(Deed.__annotations__).index("action")}
    for one in ast.walk(tree):
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name.startswith("_"):
            names = [argument.arg for argument in one.args.args if argument.arg != "self"]
            if "action" in names:
                places[one.name] = names.index("action")
            defaults = zip(one.args.kwonlyargs, one.args.kw_defaults, strict=True)
            yield from (value for name, value in defaults if name.arg == "action" and value)
    for one in ast.walk(tree):
        if isinstance(one, ast.Call):
            yield from (word.value for word in one.keywords if word.arg == "action")
            name = one.func.attr if isinstance(one.func, ast.Attribute) else getattr(one.func, "id", "")
            yield from one.args[places[name] :][:1] if name in places else ()


def worded(said: ast.expr) -> Iterator[str]:
    match said:
        case ast.Constant(value=str(action)):
            yield action
        case ast.IfExp(body=one, orelse=other):
            yield from (*worded(one), *worded(other))
        case ast.JoinedStr(values=[ast.Constant(value=start), _]):
            yield from (f"{start}{one}" for one in FILLED[start])


def test_every_deed_that_the_code_stores_has_words_and_no_others_have():
    spoken = {action for kind in DEEDS.values() for action in kind}
    assert set(stored_actions()) == spoken


def test_every_deed_and_every_kind_is_said_in_chinese():
    said = [what(deed(action), speak) for kind in DEEDS.values() for action in kind]
    assert not [words for words in (*said, *map(speak, KINDS.values())) if words.isascii()]
    assert KINDS.keys() == DEEDS.keys()


def test_who_did_it_is_a_colleague_a_registration_or_the_system():
    people = {"w1": worker("w1", "张伟")}
    told = [
        who(Deed("dongxing", by, Instant(0), "correct", "w1", {}), {"a-1": "小李"}, people, str)
        for by in ("a-1", "w1", "nobody")
    ]
    assert told == ["小李", "No. 0 themselves", "the system"]


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        (deed("export", "contacts", format="xlsx", phones=True), "通讯录 · xlsx · 含完整电话"),
        (deed("export", "callsheets", format="page", phones=False), "村级通知单 · 纸质"),
        (deed("import", taken=3, unchanged=2, refused=1), "新增 3，已有 2，退回 1"),
        (deed("links-confirmed", links=["a", "b"]), "2 条配对"),
        (deed("plan", version=7), "第 7 版"),
        (deed("settings", changed=["title", "tell_after"]), "名称、时间差多少分钟要通知家里"),
        (deed("account", "a-2"), "小赵"),
        (deed("set-up"), ""),
    ],
)
def test_whom_or_what_it_was_about(done, expected):
    assert whom(done, {"a-2": "小赵"}, {}, speak) == expected
