"""What one message says, in the words of the programme."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class Intent(StrEnum):
    """The nine intents of the annotation guidelines; the first that applies wins."""

    UNSAFE_REPORT = "unsafe_report"
    UNDO = "undo"
    CORRECTION = "correction"
    RECORD = "record"
    PLAN = "plan"
    PROGRESS_QUERY = "progress_query"
    HELP = "help"
    CHITCHAT = "chitchat"
    OTHER = "other"


@dataclass(frozen=True)
class Paired:
    """One recipient the cadre is paired with. `gender` is 男 or 女, `category` the Chinese class name."""

    id: int
    name: str
    gender: str | None
    birth_year: int | None
    category: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadRecord:
    """One occasion. `recipient_ids` None: not decidable; `date` None: vague; money in fen over all recipients.

    `guessed` holds what was found rather than said: a subset of {'recipient', 'date', 'kind'}.
    """

    recipient_ids: tuple[int, ...] | None
    kinds: tuple[str, ...]
    channel: str | None
    date: date | None
    amount_fen: int | None = None
    amount_type: str | None = None
    attempt_only: bool = False
    deed_policy: bool = False
    guessed: frozenset[str] = frozenset()
    unpaired: str | None = None


@dataclass(frozen=True)
class Patch:
    """The changed fields of a correction; None means unchanged."""

    kinds: tuple[str, ...] | None = None
    channel: str | None = None
    date: date | None = None
    amount_fen: int | None = None
    amount_type: str | None = None
    recipient_ids: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Reading:
    """Everything one message says.

    `doubted`: what the rules made records of and the second reading does not believe: asked about, never stored
    unasked.
    """

    intent: Intent
    records: tuple[ReadRecord, ...] = ()
    flags: tuple[str, ...] = ()
    patch: Patch | None = None
    plan_day: date | None = None
    plan_recipients: tuple[int, ...] = field(default=())
    danger: str | None = None
    topic: str | None = None
    named: tuple[int, ...] = ()
    unpaired: str | None = None
    doubted: tuple[ReadRecord, ...] = ()
