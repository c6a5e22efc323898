"""News to one person about one thing (a change filed, a leave decided): queued once, worded when it is sent."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from bot.domain.calendar import WorkingDays
from bot.domain.notices import digest_at, may_send
from bot.services.desk import Desk
from db import news, working_days
from db.offices import Offices
from db.session import Session

ONE = timedelta(days=1)


def tell(
    session: Session,
    desk: Desk,
    people: Iterable[int],
    kind: str,
    subject_id: int,
    *,
    period: str | None = None,
    due: datetime | None = None,
) -> int:
    """Queue a message of its own for the next waking hours of a working day; how many are new."""
    at = due or waking(desk, working_days.calendar(session))
    return news.tell(session, people, kind, period or str(subject_id), subject_id, desk.today, at)


def due(session: Session, desk: Desk) -> datetime:
    """When news of this moment may go out, for many at once."""
    return waking(desk, working_days.calendar(session))


def waking(desk: Desk, calendar: WorkingDays) -> datetime:
    """Now, or the morning of the next working day."""
    if may_send(desk.programme, calendar, desk.zone, desk.now):
        return desk.now
    morning = digest_at(desk.programme, desk.zone, day=desk.today, earliest=time(0))
    day = (
        desk.today if calendar.is_working(desk.today) and morning > desk.now else calendar.on_or_after(desk.today + ONE)
    )
    return digest_at(desk.programme, desk.zone, day=day, earliest=desk.programme.default_hour)


def office_of(session: Session, desk: Desk, unit_id: int | None, *, but: int) -> list[int]:
    """Who answers for a unit, in place of one person: its liaison, the nearest above, then supervisors, then admins."""
    offices = Offices(session, desk.today)
    for role in ("liaison", "supervisor", "admin"):
        for up in range(len(offices.chain(unit_id))):
            found = [person for person in offices.responsible(role, unit_id, up) if person != but]
            if found:
                return found
    return []
