"""What every part of a bundle is made of."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.services.reminders import Item
from bot.texts.language import Gettext, Html, fill, lines
from bot.texts.message import Button

Rows = tuple[tuple[Button, ...], ...]
SHOWN = 20


@dataclass(frozen=True)
class Part:
    """One reminder of a bundle. `head` is what is left of it when the bundle grows too long."""

    head: Html
    text: Html
    rows: Rows = ()
    done: bool = False


def part(head: Html, *body: Html | None, rows: Rows = ()) -> Part:
    return Part(head, lines(head, *body), rows)


def done(_: Gettext, title: str) -> Part:
    """An answered reminder, as it stays in the chat."""
    text = fill(_("✅ 已完成：{title}"), title=title)
    return Part(text, text, done=True)


def listed(_: Gettext, told: Iterable[Html], more: int = 0) -> list[Html]:
    """One line each, and how many were left out."""
    all_lines = list(told)
    left = len(all_lines) - SHOWN + more if len(all_lines) > SHOWN else more
    return [*all_lines[:SHOWN], *([fill(_("……还有 {n} 个"), n=left)] if left else [])]


def named(item: Item) -> list[Html]:
    return [fill("· {who}", who=line.shown) for line in item.lines]
