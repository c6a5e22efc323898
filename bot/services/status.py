"""How the bot stands, in numbers, for admins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.domain.people import Actor
from bot.services.desk import Desk
from db import status
from db.session import Session

SILENT = timedelta(days=30)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Status:
    """`notices`: by state those due today, and all that wait. `silent`: joined, and unheard for 30 days.

    `heard` and `logged` are the burden meter, a ceiling of this month: the most messages that one person got by the
    clock, and the most that one wrote to log.
    """

    known: int
    joined: int
    invited: int
    blocked: int
    silent: int
    records_today: int
    heard: int
    logged: int
    notices: Mapping[str, int]
    import_id: int | None
    imported_at: datetime | None
    schema: str


def show(session: Session, desk: Desk, actor: Actor | None = None) -> Status:  # noqa: ARG001  the shape of every use case
    midnight = datetime.combine(desk.today, time(0), desk.zone).astimezone(UTC)
    month = datetime.combine(desk.today.replace(day=1), time(0), desk.zone).astimezone(UTC)
    heard, logged = status.burden(session, month, midnight + DAY)
    kept = status.last_import(session)
    return Status(
        **status.people(session, desk.now - SILENT),
        heard=heard,
        logged=logged,
        records_today=status.records_entered(session, midnight, midnight + DAY),
        notices=status.notices(session, midnight, midnight + DAY),
        import_id=kept.id if kept else None,
        imported_at=kept.closed_at.astimezone(desk.zone) if kept and kept.closed_at else None,
        schema=status.schema(session),
    )
