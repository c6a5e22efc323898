"""Reports of wide scopes: asked for in a chat, made aside on a read-only view, sent when ready, survivors of a kill."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.calendar import Period
from bot.domain.people import Actor, Scope
from bot.services import reports
from bot.services.desk import Desk
from bot.services.reports import Made, NoPeriod, Several, Shown, Unknown
from bot.services.snapshot import Tick
from db import counts, people, units_read
from db import longwork as store
from db.models import Job
from db.session import Session

LARGE = 8_000  # people in a scope; fewer are reported within a fraction of a second
SILENT = timedelta(minutes=2)  # after which the process of a job is taken for dead
TRIES = 3
TEXT = "text"


@dataclass(frozen=True)
class Begun:
    """Under way; `steps` are still to come."""

    job_id: int
    name: str
    period: str
    steps: int = reports.STEPS


@dataclass(frozen=True)
class Ready:
    """A small scope: the file can be drawn at once."""


@dataclass(frozen=True)
class Stopped:
    """By a tap; `late`: it had ended before."""

    late: bool


@dataclass(frozen=True)
class Task:
    """A claimed job. `given_up`: it failed too often, or its asker may not see the unit any more."""

    job_id: int
    chat_id: int
    message_id: int | None
    form: str
    language: str
    unit_id: int
    period: str
    name: str
    given_up: bool = False

    @property
    def begun(self) -> Begun:
        return Begun(self.job_id, self.name, self.period)


def report(
    session: Session,
    desk: Desk,
    actor: Actor,
    *,
    chat_id: int,
    unit: str | None = None,
    period: str | None = None,
    unit_id: int | None = None,
) -> Shown | Begun | Unknown | Several | NoPeriod:
    """/report and its buttons: at once where that is quick, else a job."""
    place = reports.visible(session, actor, unit) if unit_id is None else reports.reachable(session, actor, unit_id)
    if isinstance(place, Unknown | Several):
        return place
    days = reports.parse_period(desk, period)
    if isinstance(days, NoPeriod):
        return days
    begun = _begin(session, desk, actor, place, days, TEXT, chat_id)
    return begun or Shown(place.id, reports.make(session, desk, place, days))


def file(
    session: Session, desk: Desk, actor: Actor, *, chat_id: int, form: str, unit_id: int, period: str
) -> Ready | Begun | Unknown | NoPeriod:
    """A workbook or picture of a report: at once where that is quick, else a job."""
    place = reports.reachable(session, actor, unit_id)
    if isinstance(place, Unknown):
        return place
    days = reports.parse_period(desk, period)
    if isinstance(days, NoPeriod):
        return days
    return _begin(session, desk, actor, place, days, form, chat_id) or Ready()


def _begin(
    session: Session, desk: Desk, actor: Actor, unit: Any, period: Period, form: str, chat_id: int
) -> Begun | None:
    """None for what is frozen already, or small. The same work is not begun twice."""
    if not is_long(session, unit, period):
        return None
    job = store.open_of(session, actor.person_id, form, unit.id, str(period))
    job = job or store.add(session, actor.person_id, chat_id, form, unit.id, str(period), desk.now)
    return Begun(job.id, unit.name, job.period)


def is_long(session: Session, unit: Any, period: Period) -> bool:
    if reports.frozen_of(session, unit.id, period) is not None:
        return False
    return store.people_up_to(session, counts.area(session, unit, ()), LARGE) >= LARGE


def to_draw(session: Session, desk: Desk, *, telegram_id: int, unit_id: int, period: str) -> tuple[Shown, str] | None:
    """`reports.to_draw`, but None where a job was begun instead."""
    unit = units_read.get(session, unit_id)
    if unit is None or is_long(session, unit, Period.parse(period)):
        return None
    return reports.to_draw(session, desk, telegram_id=telegram_id, unit_id=unit_id, period=period)


def stop(session: Session, desk: Desk, actor: Actor, *, job_id: int) -> Stopped:  # noqa: ARG001  the shape of every use case
    job = store.get(session, job_id)
    if job is None or job.person_id != actor.person_id or job.state not in store.OPEN:
        return Stopped(late=True)
    job.state = "cancelled"
    session.flush()
    return Stopped(late=False)


def claim(session: Session, desk: Desk, *, alone: bool = False) -> Task | None:
    """The next job for this process. `alone`: no other process can be at one, so what runs was left by a dead one."""
    job = store.next_of(session, desk.now, desk.now if alone else desk.now - SILENT)
    if job is None:
        return None
    unit = units_read.get(session, job.unit_id)
    person = people.by_id(session, job.person_id)
    assert unit is not None
    actor = _asker(session, desk, job)
    lost = isinstance(reports.reachable(session, actor, job.unit_id), Unknown)
    given_up = lost or job.attempts >= TRIES
    job.state, job.beat_at, job.attempts = "failed" if given_up else "running", desk.now, job.attempts + 1
    session.flush()
    spoken = person.language or desk.language
    return Task(
        job.id, job.chat_id, job.message_id, job.form, spoken, job.unit_id, job.period, unit.name, given_up=given_up
    )


def _asker(session: Session, desk: Desk, job: Job) -> Actor:
    grants = people.grants_of(session, job.person_id, desk.today)
    return Actor(job.person_id, None, desk.language, tuple(Scope(grant.role, grant.unit_id) for grant in grants))


def beat(session: Session, desk: Desk, *, job_id: int) -> bool:
    """Still at it; False: no longer wanted."""
    return store.beat(session, job_id, desk.now)


def compute(session: Session, desk: Desk, *, unit_id: int, period: str, tick: Tick) -> Made:
    """The long part, which only reads."""
    unit, days = units_read.get(session, unit_id), Period.parse(period)
    assert unit is not None
    frozen = reports.frozen_of(session, unit_id, days)
    return Made(frozen or reports.computed(session, desk, unit, days, tick), desk.now)


def keep(session: Session, desk: Desk, *, job_id: int, made: Made, unit_id: int) -> Shown | None:
    """The short part, which writes; None: no longer wanted."""
    if not store.beat(session, job_id, desk.now):
        return None
    report = made.report if made.report.number is not None else reports.kept(session, unit_id, made.report, made.at)
    return Shown(unit_id, report)


def end(session: Session, desk: Desk, *, job_id: int, state: str) -> None:  # noqa: ARG001  the shape of every use case
    job = store.get(session, job_id)
    assert job is not None
    if job.state == "running":
        job.state = state
