"""Reminders that were sent and come again later: after 明天再说, or after a leave asked below them."""

from collections.abc import Sequence
from datetime import date

from bot.domain.notices import send_at
from bot.services.desk import Desk
from db import notices as queue
from db import people, working_days
from db.session import Session


def put_off(session: Session, desk: Desk, person_id: int, sent: Sequence[int], until: date) -> None:
    """These notices wait for the bundle of that day, and so does everything else; what ends before is closed."""
    at = send_at(desk.programme, working_days.calendar(session), desk.zone, day=until, earliest=())
    queue.finish(session, sent, "planned", "snoozed", due=at, message_id=None, sent_at=None)
    people.by_id(session, person_id).snoozed_until = until


def put_off_message(session: Session, desk: Desk, person_id: int, message_id: int, until: date) -> None:
    """The reminders of one message that were not answered."""
    own = queue.of_message(session, person_id, message_id)
    put_off(session, desk, person_id, [notice.id for notice in own if notice.state == "sent"], until)
