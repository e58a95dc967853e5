import io
import sys

import pytest

from reunion.cli.bars import bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "drawn"), [(Terminal, True), (io.StringIO, False)])
def test_a_bar_is_drawn_on_a_terminal_and_none_in_a_pipe(monkeypatch, stream, drawn):
    monkeypatch.setattr(sys, "stderr", stream())
    with bar("Linking", 2) as tell:
        told = [tell(1), tell(2)]
    assert (told, "100%" in sys.stderr.getvalue()) == ([True, True], drawn)
