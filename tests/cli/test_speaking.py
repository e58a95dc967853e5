"""One language in a run."""

from importlib import import_module

import pytest

from reunion.cli import COMMANDS
from reunion.cli.speaking import CHINESE, said
from tests.cli.calling import called

SPOKEN = ("import", "export", "link", "plan", "check", "watch")
WRONG = ("export", "rundown", "--show", "x", "--format", "csv", "--out", "x.csv", "--data", "nowhere")


@pytest.mark.parametrize(
    ("words", "environment", "chinese"),
    [
        (WRONG, {"LANG": "C.UTF-8"}, False),
        (WRONG, {"LANG": "zh_CN.UTF-8"}, True),
        (WRONG, {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False),
        (WRONG, {"LANG": "zh_CN.UTF-8", "REUNION_LANGUAGE": "en"}, False),
        (WRONG, {"LANG": "C", "REUNION_LANGUAGE": "zh"}, True),
        ((*WRONG, "--lang", "zh"), {"LANG": "C"}, True),
        (("--lang", "zh", *WRONG), {"LANG": "C", "REUNION_LANGUAGE": "en"}, True),
        (("--lang", "zh", "--help"), {"LANG": "C"}, True),
        (("import", "--help"), {"LANG": "zh_CN.UTF-8"}, True),
    ],
)
def test_the_word_then_the_setting_then_the_shell_choose_the_language(
    words: tuple[str, ...], environment: dict[str, str], chinese: bool
):
    output = called(*words, **environment).output
    assert ("出错：" in output or "名册" in output or "办好一场" in output) is chinese
    assert ("Error: " in output) is (not chinese)


def test_a_language_nobody_wrote_texts_in_is_wrong_usage():
    assert called("--lang", "fr", *WRONG).exit_code == 2


@pytest.mark.parametrize("name", SPOKEN)
def test_the_help_is_in_chinese(name: str):
    command = getattr(import_module(COMMANDS[name]), f"{name}_command")
    helped = [getattr(option, "help", None) for option in (command, *command.params)]
    assert [text for text in helped if text and said(text, CHINESE) == text] == []
