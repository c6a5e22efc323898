"""Reminders that were answered by deed: whoever did meanwhile what was asked sees the message say so."""

from datetime import timedelta
from itertools import groupby

from bot.domain.calendar import WorkingDays
from bot.services.desk import Desk
from bot.services.parcels import Parcel, judged, parcel_for
from db import marks
from db import notices as queue
from db.models import Notice, Person
from db.session import Session

MARK = "answers"
REMEMBERED = timedelta(days=14)  # an older message is out of sight


def edits(session: Session, desk: Desk, calendar: WorkingDays, room: int) -> list[Parcel]:
    """Messages to be edited to 已完成, of the next `room` people who wrote or tapped since the last look."""
    found = marks.mark(session, MARK)
    since, last = (found[0], int(found[1] or 0)) if found else (desk.now - REMEMBERED, 0)
    people = queue.active_since(session, desk.now - REMEMBERED, since, last, room)
    if not people:
        return []
    marks.set_mark(session, MARK, people[-1][1], str(people[-1][0]))
    sent = queue.sent_to(session, [person_id for person_id, _ in people], desk.now - REMEMBERED)
    parcels: list[Parcel] = []
    for _, rows in groupby(sent, key=lambda row: (row[1].id, row[0].message_id)):
        parcel = _edit(session, desk, calendar, list(rows))
        if parcel is not None:
            parcels.append(parcel)
    return parcels


def _edit(session: Session, desk: Desk, calendar: WorkingDays, rows: list[tuple[Notice, Person]]) -> Parcel | None:
    """One message, if something in it is done that it does not show yet."""
    own, person = [notice for notice, _ in rows], rows[0][1]
    if person.telegram_id is None:
        return None
    items = judged(session, desk, calendar, [(person, own)])[person.id]
    done = {item.notice_id for item in items if item.reason is None}
    new = [notice.id for notice in own if notice.id in done and notice.outcome != queue.EDITED]
    if not new:
        return None
    return parcel_for(desk, person, (), items=tuple(items), edits=own[0].message_id, done_ids=tuple(new))
