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
from bot.services.spotdraws import Bound, Found, bind, find, keep, keep_draw, next_salt
from bot.services.steps import Overtaken, Tick
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


@dataclass(frozen=True)
class Wanted:
    """A sample to be drawn. `size` None: nothing but the overview was asked for."""

    unit: Any
    period: Period
    size: int | None


Started = Sample | Overview | Nothing | Unknown | Several | NoPeriod


def start(session: Session, desk: Desk, actor: Actor, *, words: Sequence[str]) -> Started:
    """/spotcheck [SIZE] [UNIT] [PERIOD], in any order; without a size the overview."""
    wanted = asked(session, desk, actor, words=words)
    if not isinstance(wanted, Wanted):
        return wanted
    if wanted.size is None:
        return _overview(session, desk, actor, wanted.unit)
    check = keep_draw(session, desk, wanted.unit, wanted.period, wanted.size, actor.person_id)
    return _shown(session, desk, wanted.unit, wanted.period, check)


def asked(session: Session, desk: Desk, actor: Actor, *, words: Sequence[str]) -> Wanted | Unknown | Several | NoPeriod:
    """What the words of /spotcheck mean; only reads."""
    size, period, name = _parse(words)
    unit = _visible(session, actor, name)
    if isinstance(unit, Unknown | Several):
        return unit
    chosen = _period(session, desk, unit, period) if size is not None else Period.month_of(desk.today)
    return chosen if isinstance(chosen, NoPeriod) else Wanted(unit, chosen, size)


def _shown(session: Session, desk: Desk, unit: Any, period: Period, check: SpotCheck | None) -> Sample | Nothing:
    if check is None:
        return Nothing(unit.name, str(period))
    return sample_of(session, desk, check, next_salt(session, desk, unit.id).fingerprint)


def bound(session: Session, desk: Desk, actor: Actor, *, unit_id: int, period: str, size: int) -> Bound | Unknown:
    """A draw of a wide scope in three parts, the first: what it is bound to."""
    unit = units_read.get(session, unit_id)
    if unit is None or not people.covers(session, actor.units(*ROLES), unit_id):
        return Unknown("")
    return bind(session, desk, unit, Period.parse(period), size)


def drawn(
    session: Session,
    desk: Desk,
    actor: Actor,  # noqa: ARG001  the shape of every use case
    *,
    first: Bound | Unknown,
    tick: Tick,
    **_words: Any,
) -> Found | Unknown:
    """The second, on a read-only view: who comes out."""
    return find(session, desk, first, tick) if isinstance(first, Bound) else first


def kept(
    session: Session, desk: Desk, actor: Actor, *, looked: Found | Unknown, **_words: Any
) -> Sample | Nothing | Unknown | Overtaken:
    """The third: kept, unless somebody else drew of the same unit meanwhile."""
    if isinstance(looked, Unknown):
        return looked
    check = keep(session, desk, looked, actor.person_id)
    if isinstance(check, Overtaken):
        return check
    return _shown(session, desk, units_read.get(session, looked.bound.unit_id), looked.bound.period, check)


def again(session: Session, desk: Desk, actor: Actor, *, key: int) -> Sample | Unknown:
    """What was kept before, as it was shown then."""
    check = store.get(session, key)
    if check is None or not people.covers(session, actor.units(*ROLES), check.unit_id):
        return Unknown("")
    salt = store.waiting_salt(session, check.unit_id, lock=False)
    return sample_of(session, desk, check, salt.fingerprint if salt else None)


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
    found = store.any_countable(session, at, period.first, period.last)
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
