"""The log: one JSON object a line, to standard error. No token or query string is ever in it."""

import logging
import sys
import traceback

import msgspec

from backend.store import instant


class JsonLines(logging.Formatter):
    """at, level, logger, text, and what was given as `extra={"facts": {...}}`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": instant.now(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "text": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = "".join(traceback.format_exception(record.exc_info[1]))
        return msgspec.json.encode(line).decode()


def configure(level: int = logging.INFO) -> None:
    """Ours only; a second call changes nothing."""
    ours = logging.getLogger("xundian")
    if ours.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    ours.addHandler(handler)
    ours.setLevel(level)
    ours.propagate = False
