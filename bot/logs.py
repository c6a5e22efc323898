"""Logging to standard error, as text or as JSON lines; never the token."""

import json
import logging
import sys
from typing import TextIO

QUIET = ("httpx", "httpcore", "apscheduler", "uvicorn.error", "alembic", "telegram")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        document = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            document["exception"] = self.formatException(record.exc_info)
        return json.dumps(document, ensure_ascii=False)


class Discreet(logging.StreamHandler[TextIO]):
    """Never lets `secret` through, wherever in a line or a traceback it stands."""

    def __init__(self, secret: str | None) -> None:
        super().__init__(sys.stderr)
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return line.replace(self._secret, "TOKEN") if self._secret else line


def set_up(how: str, token: str | None = None) -> None:
    """`how` is LOG_FORMAT. httpx logs every URL, and with it the token, at INFO: it is held at WARNING."""
    handler = Discreet(token)
    text = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    handler.setFormatter(JsonLines() if how == "json" else logging.Formatter(text))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
