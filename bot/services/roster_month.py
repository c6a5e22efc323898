"""/roster: a cadre's month, and an office's: who has not answered, which changes are open."""

from dataclasses import dataclass
from datetime import date

from bot.domain.calendar import Period
from bot.domain.notices.roster import roster_month
from bot.domain.people import Actor
from bot.services import offices
from bot.services.cadres import moments
from bot.services.change_lines import ChangeLine, line_of
from bot.services.desk import Desk
from bot.services.steps import Tick, nothing
from db import changes, facts, records, working_days
from db.offices import Offices
from db.session import Session

LISTED = 20
KINDS = ("roster.liaison", "roster.confirm", "roster.overdue")


@dataclass(frozen=True)
class Own:
    """A cadre's month. `answer`: unchanged, changed, or None while it is open. `recipients` of the quota."""

    answer: str | None
    changes: tuple[ChangeLine, ...]
    recipients: int


@dataclass(frozen=True)
class Office:
    """The units of an office: who has not answered (the first of `unconfirmed`), and the open changes, oldest first."""

    unconfirmed: int
    named: tuple[str, ...]
    changes: tuple[ChangeLine, ...]
    open_changes: int


@dataclass(frozen=True)
class RosterMonth:
    """`entry` is the day on which changes are keyed in."""

    month: str
    entry: date
    own: Own | None
    office: Office | None


def shown(session: Session, desk: Desk, actor: Actor, *, tick: Tick = nothing) -> RosterMonth:
    month = Period.month_of(desk.today)
    rows = records.pairings_of(session, actor.person_id, desk.today, desk.today)
    paired = {one.id for pairing, one in rows if pairing.kind in desk.programme.quota_pairings}
    own = None
    if paired or "cadre" in actor.roles:
        filed = changes.own(session, actor.person_id, *moments(str(month), desk))
        answer = changes.answer_of(session, actor.person_id, str(month))
        own = Own(answer, tuple(line_of(desk, one) for one in filed), len(paired))
    in_office = bool(actor.roles & set(offices.OFFICE))
    office = _office(session, desk, actor, str(month)) if in_office else None
    tick()
    return RosterMonth(str(month), entry_day(session, desk), own, office)


def entry_day(session: Session, desk: Desk) -> date:
    """The rolled deadline of this month (Gansu: the 15th), as its notices name it; its last day when none does."""
    named = (notice.deadline for kind in KINDS if (notice := desk.programme.notices.get(kind)))
    deadline = next((desk.programme.deadlines[key] for key in named), None)
    if deadline is None:
        return Period.month_of(desk.today).last
    day = desk.today.replace(day=deadline.day or 1)
    return roster_month(deadline, day, day.day, working_days.calendar(session)).entry


def _office(session: Session, desk: Desk, actor: Actor, month: str) -> Office:
    scopes = actor.units(*offices.OFFICE)
    tree = Offices(session, desk.today)
    quota, (first, last) = desk.programme.quota_pairings, moments(month, desk)
    counts = facts.unconfirmed_by_unit(session, quota, desk.today, month, first, last)
    units = [unit for unit in tree.within(scopes, tree.parents) if unit in counts]
    named = facts.unconfirmed(session, quota, desk.today, month, first, last, units, LISTED) if units else []
    filed, count = changes.open_within(session, scopes, LISTED)
    return Office(
        sum(counts[unit] for unit in units),
        tuple(desk.shown(one.number or "", one.name).strip() for one in named),
        tuple(line_of(desk, one) for one in filed),
        count,
    )
