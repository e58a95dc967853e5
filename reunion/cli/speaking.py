"""The language of one run: `--lang`, else REUNION_LANGUAGE, else the shell's own; and refusals in it.

Commands say msgids, English sentences as in the pages; the same catalogues translate them.
"""

import copy
import os
from typing import IO, Any, Final

import click

ENGLISH: Final = "en"
CHINESE: Final = "zh_Hans"
LANGUAGES: Final = {"zh": CHINESE, "en": ENGLISH}
CHOICE: Final = "REUNION_LANGUAGE"
LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set counts, as for every program of the shell."""
_META: Final = "reunion.language"


def say(msgid: str) -> str:
    """The text in the language of this run; outside of a command in English."""
    context = click.get_current_context(silent=True)
    return msgid if context is None else said(msgid, _chosen(context) or _of_shell())


def write_out(msgid: str) -> str:
    """The text as it goes into a file for others: in Chinese unless another language was asked for.

    Who starts a command over a line without a locale still sends the lists to the same offices.
    """
    context = click.get_current_context(silent=True)
    return said(msgid, (context and _chosen(context)) or CHINESE)


def said(msgid: str, language: str) -> str:
    """The text in that language."""
    if language == ENGLISH:
        return msgid
    from reunion.web.locale import translations

    return translations(language).gettext(msgid)


def choose(context: click.Context, _: click.Parameter, value: str | None) -> None:
    """Take over what `--lang` says; nothing when it was not given."""
    if value is not None:
        context.meta[_META] = LANGUAGES[value]


def language_option(*, environment: bool = True) -> click.Option:
    """`--lang`; read first, so that errors about the other words speak it too."""
    return click.Option(
        ["--lang"],
        type=click.Choice(list(LANGUAGES)),
        envvar=CHOICE if environment else None,
        expose_value=False,
        is_eager=True,
        callback=choose,
        help="Language of messages and of files written for people.",
    )


def dressed(command: click.Command, *options: click.Parameter) -> click.Command:
    """A copy of the command with its help in the language of this run, and with these options too."""
    worn = copy.copy(command)
    worn.help = command.help and say(command.help)
    worn.params = [*command.params, *options]
    for at, parameter in enumerate(worn.params):
        if isinstance(parameter, click.Option) and parameter.help:
            worn.params[at] = option = copy.copy(parameter)
            option.help = say(parameter.help)
    return worn


class Refusal(click.ClickException):
    """Something a person can mend: one sentence, exit status 1."""

    exit_code = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        # It is shown when the command, and with it the choice of a language, is gone.
        self._line = say("Error: %(message)s") % {"message": message}

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence."""
        click.echo(self._line, file=file, err=file is None)


class Misuse(Refusal):
    """The command was called wrongly, in a way that only its files show: exit status 2."""

    exit_code = 2


def _chosen(context: click.Context) -> str:
    found: str = context.meta.get(_META) or LANGUAGES.get(os.environ.get(CHOICE, ""), "")
    return found


def _of_shell() -> str:
    locale = next((value for name in LOCALE if (value := os.environ.get(name))), "")
    return CHINESE if locale.lower().startswith("zh") else ENGLISH
