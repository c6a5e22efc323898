"""What takes long to say to somebody with a wide scope: read on a view of its own, before the transaction that claims.

A digest of a province takes seconds and the list of who is behind in it one; in the transaction of the sender every
cadre's message would wait for that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta

from bot.domain import notices as rules
from bot.domain.calendar import Period, local
from bot.services import reports
from bot.services.desk import Desk
from bot.services.parcels import judged
from bot.services.reminders import Item
from bot.services.reports import Made
from bot.services.wide import is_long, is_wide
from db import marks, people, units_read, working_days
from db import notices as queue
from db.models import Notice
from db.session import Session

LISTS = frozenset({"quota.supervisor", "roster.overdue", "roster.liaison"})
WIDE = rules.DIGESTS | LISTS
LATER = timedelta(minutes=1)  # until the next look, for what was not looked at in time


@dataclass(frozen=True)
class Ahead:
    """Reports by unit and period, judged notices by their id."""

    reports: Mapping[tuple[int, str], Made] = field(default_factory=dict)
    items: Mapping[int, Item] = field(default_factory=dict)

    def holds(self, session: Session, desk: Desk, notices: Iterable[Notice]) -> bool:
        """Whether none of some notices of one person would take long now."""
        for notice in notices:
            if notice.kind in LISTS and notice.id not in self.items and _is_wide(session, desk, notice.person_id):
                return False
            if notice.kind in rules.DIGESTS:
                period = Period.parse(notice.period)
                for unit in reports.told_of(session, desk, notice.person_id):
                    if (unit.id, notice.period) not in self.reports and is_long(session, unit, period):
                        return False
        return True


def look(session: Session, desk: Desk, *, room: int, known: Ahead) -> Ahead:
    """For the `room` people who would be claimed first now or when what waited is due again; only reads.

    What the last look found, `known`, is not read once more.
    """
    calendar = working_days.calendar(session)
    if marks.mark(session, marks.PAUSED) is not None:
        return Ahead()
    if not rules.may_send(desk.programme, calendar, desk.zone, desk.now):
        return Ahead()
    tomorrow = local(desk.today + timedelta(days=1), time(0), desk.zone)
    made: dict[tuple[int, str], Made] = {}
    items: dict[int, Item] = {}
    for notice, person in queue.soon(session, WIDE, desk.now + LATER, tomorrow, room):
        if notice.id in known.items:
            items[notice.id] = known.items[notice.id]
        elif notice.kind in LISTS and _is_wide(session, desk, person.id):
            (items[notice.id],) = judged(session, desk, calendar, [(person, [notice])])[person.id]
        elif notice.kind in rules.DIGESTS:
            period = Period.parse(notice.period)
            for unit in reports.told_of(session, desk, person.id):
                key = unit.id, notice.period
                if key in known.reports:
                    made[key] = known.reports[key]
                elif key not in made and is_long(session, unit, period):
                    made[key] = Made(reports.computed(session, desk, unit, period), desk.now)
    return Ahead(made, items)


def _is_wide(session: Session, desk: Desk, person_id: int) -> bool:
    scopes = [grant.unit_id for grant in people.grants_of(session, person_id, desk.today) if grant.role != "cadre"]
    tops = units_read.topmost(session, scopes)
    return any(is_wide(session, unit) for unit in tops)
