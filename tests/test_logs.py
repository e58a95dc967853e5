import json

import pytest
import structlog

from reunion.config import Settings
from reunion.logs import configure, masked


def test_numbers_and_tokens_are_masked_wherever_they_slip_in() -> None:
    line = {"event": "call 13800138000 or +8613900139000", "token": "a" * 40, "count": 3, "short": "it-1"}

    assert masked(None, "info", line) == {
        "event": "call 1********** or 1**********",
        "token": "…",
        "count": 3,
        "short": "it-1",
    }


def test_lines_are_json_when_asked_for_and_hold_no_locals(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Settings(log_format="json"))
    try:
        secret_name = "张伟"
        try:
            raise LookupError(len(secret_name))
        except LookupError:
            structlog.get_logger().exception("failed")
        line = json.loads(capsys.readouterr().err.splitlines()[-1])
    finally:
        structlog.reset_defaults()

    assert (line["event"], line["level"]) == ("failed", "error")
    assert "LookupError" in line["exception"]
    assert "张伟" not in line["exception"]
