"""/plan: what waits to go out, what comes next, and when each will be through; /pause and /resume."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain import notices as rules
from bot.domain.calendar import local
from bot.domain.people import Actor
from bot.services import planning
from bot.services.desk import Desk
from bot.services.steps import Tick, nothing
from db import audiences, audit, marks, working_days
from db import notices as queue
from db.offices import Offices
from db.session import Session

AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Coming:
    """A campaign of a coming day. `people` is how many it names today; who needs none then falls out. Local hours."""

    day: date
    kind: str
    people: int
    starts: str
    finishes: str


@dataclass(frozen=True)
class Outlook:
    """`waiting`: people with something due now. `rate`: messages a second.

    `planned`: notices that wait, also those put off; `first`: when the first of them may go, local.
    """

    paused: bool
    waiting: int
    finishes: str
    rate: int
    coming: tuple[Coming, ...]
    planned: int = 0
    first: str = ""


@dataclass(frozen=True)
class Switched:
    """Whether sending is paused now."""

    paused: bool


def outlook(session: Session, desk: Desk, actor: Actor, *, rate: int, tick: Tick = nothing) -> Outlook:  # noqa: ARG001  the shape of every use case
    waiting = queue.waiting_people(session, desk.now)
    calendar = working_days.calendar(session)
    offices: dict[date, Offices] = {}
    counted: dict[tuple[date, str], tuple[int, time]] = {}
    for campaign in rules.plan(desk.programme, calendar, desk.today, desk.today + AHEAD):
        who = audiences.by_predicate(campaign.audience, campaign.day)
        if who is not None:
            people = audiences.count(session, who)
        else:
            if campaign.day not in offices:
                offices[campaign.day] = Offices(session, campaign.day)
            people = len({one for one, _ in planning.holders(session, desk, offices[campaign.day], campaign, ())})
        known, earliest = counted.get((campaign.day, campaign.kind), (0, campaign.earliest))
        if people:
            counted[campaign.day, campaign.kind] = known + people, min(earliest, campaign.earliest)
    planned, first = queue.planned(session)
    tick()
    return Outlook(
        marks.mark(session, marks.PAUSED) is not None,
        waiting,
        _clock(desk, desk.now + timedelta(seconds=waiting / rate)),
        rate,
        tuple(_coming(desk, day, kind, people, at, rate) for (day, kind), (people, at) in counted.items()),
        planned,
        f"{first.astimezone(desk.zone):%Y-%m-%d %H:%M}" if first else "",
    )


def _coming(desk: Desk, day: date, kind: str, people: int, earliest: time, rate: int) -> Coming:
    starts = local(day, max(earliest, desk.programme.default_hour), desk.zone)
    return Coming(day, kind, people, _clock(desk, starts), _clock(desk, starts + timedelta(seconds=people / rate)))


def _clock(desk: Desk, moment: datetime) -> str:
    return f"{moment.astimezone(desk.zone):%H:%M}"


def pause(session: Session, desk: Desk, actor: Actor) -> Switched:
    """Nothing more is claimed until /resume; at most what is on its way still goes out."""
    marks.set_mark(session, marks.PAUSED, desk.now)
    audit.note(session, desk.now, actor.person_id, "pause")
    return Switched(paused=True)


def resume(session: Session, desk: Desk, actor: Actor) -> Switched:
    marks.drop_mark(session, marks.PAUSED)
    audit.note(session, desk.now, actor.person_id, "resume")
    return Switched(paused=False)
