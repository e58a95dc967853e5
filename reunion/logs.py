"""Log lines: one event, its fields, no personal data (telephone numbers and tokens are masked if one slips in)."""

import logging
import re
import sys
from typing import Any, Final

import structlog

from reunion.config import Settings

_NUMBER: Final = re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)")
_TOKEN: Final = re.compile(r"(?<![\w-])[\w-]{32,}(?![\w-])")


def configure(settings: Settings) -> None:
    """Write lines of the wanted form to standard error."""
    level = getattr(logging, settings.log_level.upper())
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    json = settings.log_format == "json"
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            masked,
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if json
            else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def masked(_logger: Any, _method: str, event: Any) -> Any:
    """Telephone numbers and tokens out of every text of the line."""
    return {
        name: _TOKEN.sub("…", _NUMBER.sub("1**********", value)) if isinstance(value, str) else value
        for name, value in event.items()
    }
