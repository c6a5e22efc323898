"""Spot checks: drawn once, shown with everything needed to draw them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain.calendar import Period
from bot.domain.people import Actor
from bot.domain.spotcheck import LARGEST, Agreement, agreement
from bot.services import reports
from bot.services.desk import Desk
from bot.services.reports import NoPeriod, Several, Unknown
from bot.services.spotdraws import keep_draw, next_salt
from db import counts, people, units_read
from db import spotchecks as store
from db.models import SpotCheck
from db.session import Session

ROLES = ("supervisor", "admin")
RECENT = 8


@dataclass(frozen=True)
class Pick:
    """One line of a sample. `what` are columns of the register."""

    item_id: int
    position: int
    number: str
    shown: str
    line: str
    group: str
    day: date
    what: tuple[str, ...]
    support: str | None
    outcome: str | None


@dataclass(frozen=True)
class Sample:
    """A draw and how far it is. `frame`: people who could be drawn. `next_fingerprint`: of the unit's next draw."""

    key: int
    name: str
    code: str
    period: str
    size: int
    frame: int
    seed: str
    salt: str
    fingerprint: str
    committed_at: datetime
    drawn_at: datetime
    picks: tuple[Pick, ...]
    agreement: Agreement | None
    follow_ups: int = 0
    next_fingerprint: str | None = None

    def count(self, *outcomes: str) -> int:
        return sum(pick.outcome in outcomes for pick in self.picks)

    @property
    def told(self) -> int:
        """Items with any outcome."""
        return sum(pick.outcome is not None for pick in self.picks)


@dataclass(frozen=True)
class Nothing:
    """No record of the period could be drawn."""

    name: str
    period: str


@dataclass(frozen=True)
class Listed:
    """A check in the overview."""

    key: int
    name: str
    period: str
    drawn: int
    told: int


@dataclass(frozen=True)
class Overview:
    """What /spotcheck alone answers. `next_fingerprint` is of the next draw of the unit `name`."""

    name: str
    checks: tuple[Listed, ...]
    next_fingerprint: str
    largest: int = LARGEST


Started = Sample | Overview | Nothing | Unknown | Several | NoPeriod


def start(session: Session, desk: Desk, actor: Actor, *, words: Sequence[str]) -> Started:
    """/spotcheck [SIZE] [UNIT] [PERIOD], in any order; without a size the overview."""
    size, period, name = _parse(words)
    unit = _visible(session, actor, name)
    if isinstance(unit, Unknown | Several):
        return unit
    if size is None:
        return _overview(session, desk, actor, unit)
    chosen = _period(session, desk, unit, period)
    if isinstance(chosen, NoPeriod):
        return chosen
    check = keep_draw(session, desk, unit, chosen, size, actor.person_id)
    if check is None:
        return Nothing(unit.name, str(chosen))
    return sample_of(session, desk, check, next_salt(session, desk, unit.id).fingerprint)


def _parse(words: Sequence[str]) -> tuple[int | None, str | None, str | None]:
    """(size, period, unit): a bare number up to the largest size is the size, 2026-10 and 2026 are periods."""
    size: int | None = None
    period: str | None = None
    rest: list[str] = []
    for word in words:
        if size is None and word.isdecimal() and 1 <= int(word) <= LARGEST:
            size = int(word)
        elif period is None and _is_period(word):
            period = word
        else:
            rest.append(word)
    return size, period, " ".join(rest) or None


def _is_period(word: str) -> bool:
    try:
        Period.parse(word)
    except ValueError:
        return False
    return True


def _visible(session: Session, actor: Actor, word: str | None) -> Any | Unknown | Several:
    """A unit in the scopes of the supervisor; the topmost without a word."""
    scopes = actor.units(*ROLES)
    if word is None:
        tops = units_read.topmost(session, scopes)
        return tops[0] if tops else Unknown("")
    found = reports.locate(session, word)
    if isinstance(found, Several):
        inside = [unit for unit in units_read.find(session, word) if people.covers(session, scopes, unit.id)]
        if len(inside) == 1:
            return inside[0]
        codes = {unit.code for unit in inside}
        listed = tuple(line for line in found.found if line[0] in codes)
        return Several(word, listed) if listed else Unknown(word)
    if isinstance(found, Unknown) or not people.covers(session, scopes, found.id):
        return Unknown(word)
    return found


def _period(session: Session, desk: Desk, unit: Any, word: str | None) -> Period | NoPeriod:
    """The running month, or the one before while nothing of the running one can be drawn yet."""
    period = reports.parse_period(desk, word)
    if word is not None or isinstance(period, NoPeriod):
        return period
    at = counts.area(session, unit, ())
    found = store.any_countable(session, at, period.first, period.last, store.newest_record(session))
    return period if found else period.previous


def _overview(session: Session, desk: Desk, actor: Actor, unit: Any) -> Overview:
    rows = store.latest(session, actor.units(*ROLES), RECENT)
    tally = store.tally(session, [check.id for check, _ in rows])
    listed = tuple(Listed(check.id, place.name, check.period, *tally[check.id]) for check, place in rows)
    return Overview(unit.name, listed, next_salt(session, desk, unit.id).fingerprint)


def sample_of(session: Session, desk: Desk, check: SpotCheck, next_fingerprint: str | None = None) -> Sample:
    """A check as it stands now."""
    unit = units_read.get(session, check.unit_id)
    assert unit is not None
    picks = tuple(
        Pick(
            item.id,
            item.position,
            recipient.number,
            desk.shown(recipient.number, recipient.name),
            line,
            item.group_key,
            record.day,
            tuple(c for c in ("contact", "visit", "deed", "policy", "difficulty") if getattr(record, c)),
            record.support,
            item.outcome,
        )
        for item, record, _pairing, recipient, line in store.sample(session, check.id)
    )
    return Sample(
        check.id,
        unit.name,
        unit.code,
        check.period,
        check.size,
        check.frame,
        check.seed,
        check.salt,
        check.fingerprint,
        check.committed_at.astimezone(desk.zone),
        check.drawn_at.astimezone(desk.zone),
        picks,
        agreement(pick.outcome for pick in picks),
        len(store.open_follow_ups(session, check.id)),
        next_fingerprint,
    )
