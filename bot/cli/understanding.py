"""parse: the reader of messages on its own, JSON lines in and out."""

import json
import sys

import typer

from bot.cli.common import MISUSED, fail
from bot.domain.understanding import parse_line


def register(app: typer.Typer) -> None:
    app.command("parse")(parse)


def parse() -> None:
    """Read messages as JSON lines (sent_at, pairings, text) and print what each says, in the same order."""
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
            read = parse_line(document)
        except (ValueError, KeyError, TypeError) as problem:
            fail(f"line {number}: {problem!r}", MISUSED)
        sys.stdout.write(json.dumps(read, ensure_ascii=False) + "\n")
