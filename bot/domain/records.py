"""From a reading to entries: drafts, what is missing in them, what may be entered on a day, how money is divided."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Literal, Self

from bot.domain.programme import Programme
from bot.domain.quota import Span
from bot.domain.understanding import Patch, Reading, ReadRecord

COLUMNS = ("contact", "visit", "deed", "policy", "difficulty")
LATE = timedelta(days=1)  # what is older than yesterday is marked 补录
Gap = Literal["who", "day"]
Refusal = Literal["future", "too_old", "outside_pairing"]


@dataclass(frozen=True)
class Draft:
    """One occasion not yet entered. `recipient_ids` None: nobody said; `day` None: vague. Money in fen over all.

    `columns` are of COLUMNS. `guessed` is a part of who, day, kind: found rather than said.
    """

    recipient_ids: tuple[int, ...] | None
    columns: tuple[str, ...]
    channel: str | None
    day: date | None
    amount_fen: int | None = None
    support: str | None = None
    attempt: bool = False
    guessed: tuple[str, ...] = ()

    @property
    def gap(self) -> Gap | None:
        if not self.recipient_ids:
            return "who"
        return "day" if self.day is None else None

    def to_json(self) -> str:
        return json.dumps(asdict(self) | {"day": self.day.isoformat() if self.day else None}, ensure_ascii=False)

    @classmethod
    def from_json(cls, stored: str) -> Self:
        raw = json.loads(stored)
        ids = raw["recipient_ids"]
        return cls(
            **raw
            | {
                "recipient_ids": None if ids is None else tuple(ids),
                "columns": tuple(raw["columns"]),
                "day": date.fromisoformat(raw["day"]) if raw["day"] else None,
                "guessed": tuple(raw["guessed"]),
            }
        )


GUESSES = {"recipient": "who", "date": "day", "kind": "kind"}


def columns_of(kinds: Iterable[str], *, policy: bool) -> tuple[str, ...]:
    """The understanding's kinds as columns of the register; a policy step is a deed and in its own column."""
    said = {"difficulty" if kind == "difficulty_solved" else kind for kind in kinds} | ({"policy"} if policy else set())
    return tuple(column for column in COLUMNS if column in said)


def draft(read: ReadRecord) -> Draft:
    return Draft(
        recipient_ids=read.recipient_ids,
        columns=columns_of(read.kinds, policy=read.deed_policy),
        channel=read.channel,
        day=read.date,
        amount_fen=read.amount_fen,
        support=read.amount_type,
        attempt=read.attempt_only,
        guessed=tuple(sorted(GUESSES[guess] for guess in read.guessed)),
    )


def drafts_of(reading: Reading) -> tuple[Draft, ...]:
    return tuple(draft(read) for read in reading.records)


def carried(drafts: Sequence[Draft], people: Sequence[int], days: Sequence[date]) -> tuple[Draft, ...]:
    """New words of a message whose entries are about `people` on `days`: what they leave open stays as it was answered.

    Several occasions take over a person or a day only where there is just one.
    """
    whom, when = tuple(dict.fromkeys(people)), set(days)
    keep_whom = len(drafts) == 1 or len(whom) == 1
    return tuple(
        replace(
            one,
            recipient_ids=one.recipient_ids or (whom if whom and keep_whom else None),
            day=one.day or (next(iter(when)) if len(when) == 1 else None),
        )
        for one in drafts
    )


def is_clear(drafts: Sequence[Draft]) -> bool:
    """One occasion, wholly said: saved without a tap."""
    return len(drafts) == 1 and drafts[0].gap is None and not drafts[0].guessed


def first_gap(drafts: Sequence[Draft]) -> tuple[int, Gap] | None:
    """The next thing to ask: whom before when, one at a time."""
    return next(((n, gap) for n, one in enumerate(drafts) if (gap := one.gap)), None)


def share(total_fen: int, heads: int) -> list[int]:
    """Equal parts that add up again; the first heads carry the odd fen."""
    each, odd = divmod(total_fen, heads)
    return [each + (n < odd) for n in range(heads)]


def refusal(programme: Programme, span: Span, day: date, today: date) -> Refusal | None:
    """Why an act of `day` may not be entered today: dated inside its pairing, not in the future, not too long ago."""
    if day > today:
        return "future"
    if day < programme.earliest_entry(today):
        return "too_old"
    if day < span.first or (span.last is not None and day > span.last):
        return "outside_pairing"
    return None


def is_late(day: date, today: date) -> bool:
    return today - day > LATE


def patched(old: Draft, patch: Patch) -> Draft:
    """A draft with the fields of a correction; a new act without a channel takes the act's usual one."""
    new = old
    if patch.kinds is not None:
        columns = columns_of(patch.kinds, policy=False)
        kept = (
            tuple(c for c in old.columns if c not in {"contact", "visit"})
            if {"contact", "visit"} & set(columns)
            else ()
        )
        channel = patch.channel or ("home" if "visit" in columns else None)
        new = replace(new, columns=tuple(c for c in COLUMNS if c in {*columns, *kept}), channel=channel)
    elif patch.channel is not None:
        act = "visit" if patch.channel in {"home", "institution"} else "contact"
        others = tuple(c for c in old.columns if c not in {"contact", "visit"})
        new = replace(new, columns=tuple(c for c in COLUMNS if c in {act, *others}), channel=patch.channel)
    if patch.date is not None:
        new = replace(new, day=patch.date)
    if patch.recipient_ids is not None:
        new = replace(new, recipient_ids=patch.recipient_ids)
    if patch.amount_fen is not None:
        new = replace(new, amount_fen=patch.amount_fen, support=patch.amount_type or old.support or "cash")
    elif patch.amount_type is not None:
        new = replace(new, support=patch.amount_type)
    return replace(new, guessed=())
