"""Whom a report points at, as lists of exceptions in the order of the tree; and 提醒一下: once a day, whoever asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from bot.domain import notices as rules
from bot.domain.calendar import Period
from bot.domain.notices import Facts
from bot.domain.people import Actor
from bot.domain.quota import Counts
from bot.services import judging, offices
from bot.services.cadres import Cadres, Judged
from bot.services.desk import Desk
from bot.services.judging import One
from bot.services.reminders import Found, Line
from bot.services.reports import READERS, NoPeriod, Unknown, parse_period, reachable
from bot.services.steps import Tick, nothing
from db import appointments, counts, people, records, units_read, working_days
from db import nudges as store
from db.models import Person
from db.session import Session

KIND = "nudge"
NEW, BACK, WAIT = "new", "back", "wait"
LISTS = (NEW, BACK, WAIT)
PAGE = 6  # people with buttons in one message
WIDE = 8_000  # pairings; in a wider scope one goes down a level first
NOTHING = Counts()
USEFUL = timedelta(days=7)


@dataclass(frozen=True)
class Nudged:
    """It is on its way. `day`: when the bundle goes out at the earliest."""

    who: str
    day: date


@dataclass(frozen=True)
class NotNudged:
    """`why`: today (asked today already), way (one waits to be sent), fine (not behind), leave, unreachable."""

    who: str
    why: str
    until: date | None = None


@dataclass(frozen=True)
class Absent:
    """No such cadre, or none the asker may see."""


@dataclass(frozen=True)
class Case:
    """A cadre in a list: how many pairings, and what is late; or what he waits for, its key, and since when."""

    person_id: int
    who: str
    unit: str
    pairings: int = 0
    late: Counts = NOTHING
    waits: str = ""
    key: int = 0
    since: date | None = None


@dataclass(frozen=True)
class Listed:
    which: str
    unit_id: int
    unit: str
    period: str
    found: tuple[Case, ...]
    offset: int
    total: int


@dataclass(frozen=True)
class TooWide:
    """More than a list can show at once: (key, name) of the units one level down."""

    which: str
    unit: str
    period: str
    below: tuple[tuple[int, str], ...]


def seen_by(session: Session, desk: Desk, actor: Actor, person: Person | None) -> Person | None:
    """The cadre, if his unit or one of his recipients lies in a scope of the asker."""
    if person is None or person.status == "left":
        return None
    scopes = actor.units(*READERS)
    if people.covers(session, scopes, person.unit_id) or store.looks_after_in(session, person.id, scopes, desk.today):
        return person
    return None


def cadre(session: Session, desk: Desk, actor: Actor, number: str | None, person_id: int | None) -> Person | None:
    """By 干部编号, or by the key of a button; None outside the scope."""
    found = people.by_number(session, number) if number is not None else store.person(session, person_id or 0)
    return seen_by(session, desk, actor, found)


def named(desk: Desk, person: Person) -> str:
    return desk.shown(person.number or "", person.name).strip()


def nudge(
    session: Session, desk: Desk, actor: Actor, *, number: str | None = None, person_id: int | None = None
) -> Nudged | NotNudged | Absent:
    """A line in his next bundle: at his hour, silent when he is no longer behind. Once a day, whoever asks."""
    person = cadre(session, desk, actor, number, person_id)
    if person is None:
        return Absent()
    who = named(desk, person)
    if not _late(session, desk, person.id):
        return NotNudged(who, "fine")
    away = [
        last
        for first, last in records.absences_of(session, [person.id]).get(person.id, ())
        if first <= desk.today <= last
    ]
    if away:
        return NotNudged(who, "leave", max(away))
    if person.telegram_id is None or person.blocked_at is not None:
        return NotNudged(who, "unreachable")
    if store.waits_to_be_sent(session, person.id, KIND, desk.today):
        return NotNudged(who, "way")
    hour, minute = divmod(person.minute, 60)
    due = rules.send_at(
        desk.programme,
        working_days.calendar(session),
        desk.zone,
        day=desk.today,
        earliest=(),
        person_hour=time(hour, minute),
        snoozed_until=person.snoozed_until,
    )
    day = due.astimezone(desk.zone).date()
    made = appointments.make(
        session,
        [person.id],
        KIND,
        desk.today.isoformat(),
        day=desk.today,
        due=due,
        lane=appointments.BUNDLED,
        expires=day + USEFUL,
    )
    if not made:
        return NotNudged(who, "today")
    offices.note(session, desk, actor, "nudge", unit_id=person.unit_id, subject=person.number)
    return Nudged(who, day)


def ask_number(session: Session, desk: Desk, actor: Actor) -> None:
    """/nudge without a number: nothing to do but say how."""


def found(session: Session, desk: Desk, person_id: int) -> Found:
    """What the reminder says, read at sending: the pairings that are behind; silent without one."""
    late = _late(session, desk, person_id)
    told = [
        Line(one.pairing.recipient_id, desk.shown(one.pairing.number, one.pairing.name), one.standing) for one in late
    ]
    return Found(Facts(done=not told), told)


def _late(session: Session, desk: Desk, person_id: int) -> list[Judged]:
    judged = Cadres(session, desk, [person_id]).standings(person_id, desk.today.year, desk.today)
    return [one for one in judged if one.standing.status == "behind"]


def listed(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    which: str,
    unit_id: int,
    period: str,
    offset: int = 0,
    wide: int = WIDE,
    tick: Tick = nothing,
) -> Listed | TooWide | Unknown | NoPeriod:
    """One of the three lists below a report: newly behind since the period before, recovered, waiting for an answer.

    More than `wide` pairings are not looked at one by one.
    """
    unit = reachable(session, actor, unit_id)
    if isinstance(unit, Unknown):
        return unit
    days = parse_period(desk, period)
    if isinstance(days, NoPeriod):
        return days
    if which == WAIT:
        cases = [
            Case(person, "", "", waits=what, key=key, since=day)
            for person, what, key, day in store.waiting(session, unit.id)
        ]
    else:
        if too_wide(session, desk, unit, wide):
            children = units_read.children(session, unit.id)
            return TooWide(
                which, unit.name, period, tuple((child.id, child.name) for child in children if child.active)
            )
        cases = _turned(session, desk, counts.area(session, unit, ()), days, which)
    tick()
    page = cases[offset : offset + PAGE]
    names = store.named(session, [case.person_id for case in page])
    shown = tuple(_with_names(desk, page, names))
    return Listed(which, unit.id, unit.name, period, shown, offset, len(cases))


def too_wide(session: Session, desk: Desk, unit: Any, wide: int = WIDE) -> bool:
    """Whether more than `wide` pairings would have to be looked at one by one."""
    at = counts.area(session, unit, ())
    return store.pairings_up_to(session, at, desk.programme.quota_pairings, wide + 1) > wide


def _with_names(desk: Desk, page: Sequence[Case], names: dict[int, tuple[str, str, str]]) -> Iterable[Case]:
    for case in page:
        number, name, unit = names[case.person_id]
        yield replace(case, who=desk.shown(number, name).strip(), unit=unit)


def _turned(session: Session, desk: Desk, at: counts.Area, period: Period, which: str) -> list[Case]:
    """Cadres who are behind at the end of one of two periods and not of the other, in the order of the tree."""
    running = not period.finished(desk.today)
    until = min(period.last, desk.today)
    now = list(judging.each(session, desk.programme, at, until, running=running))
    before = list(judging.each(session, desk.programme, at, period.previous.last, running=False))
    behind_now, behind_then = _behind(now), _behind(before)
    if which == NEW:
        return [case for person, case in behind_now.items() if person not in behind_then]
    still_there = {one.person_id for one in now if one.standing is not None}
    return [case for person, case in behind_then.items() if person in still_there - behind_now.keys()]


def _behind(judged: Iterable[One]) -> dict[int, Case]:
    found: dict[int, Case] = {}
    for one in judged:
        if one.standing is not None and one.standing.status == "behind":
            case = found.get(one.person_id, Case(one.person_id, "", ""))
            found[one.person_id] = replace(case, pairings=case.pairings + 1, late=case.late + one.standing.late)
    return found
