"""A plan that was said (下周二去看他) and the reminder somebody asked for: a line in that day's bundle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.domain import notices as rules
from bot.domain.notices import Facts
from bot.domain.people import Actor
from bot.services.cards import Stale
from bot.services.desk import Desk
from bot.services.reminders import Found, Line
from db import appointments, people, records, working_days
from db import notices as queue
from db.models import Person
from db.session import Session

KIND = "plan.reminder"
FURTHEST = 366  # days


@dataclass(frozen=True)
class Promised:
    """`on` is the day of the reminder, `day` the day of the plan. `shown`: whom it is about."""

    day: date
    on: date
    shown: tuple[str, ...]


@dataclass(frozen=True)
class NoReminder:
    """No bundle goes out any more before the plan: `today`, or only rest days are left."""

    day: date
    today: bool


def day_of(word: str) -> date | None:
    """20261201 of a button."""
    try:
        return datetime.strptime(word, "%Y%m%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None


def remind(
    session: Session, desk: Desk, actor: Actor, *, day: date, recipients: Sequence[int]
) -> Promised | NoReminder | Stale:
    """One tap. A plan for a rest day is remembered on the working day before, at the person's hour."""
    if day < desk.today or (day - desk.today).days > FURTHEST:
        return Stale()
    own = _own(session, desk, actor.person_id)
    if any(one not in own for one in recipients):
        return Stale()
    if day == desk.today:
        return NoReminder(day, today=True)
    calendar = working_days.calendar(session)
    on = calendar.on_or_before(day)
    person = people.by_id(session, actor.person_id)
    hour, minute = divmod(person.minute, 60)
    due = rules.send_at(
        desk.programme, calendar, desk.zone, day=max(on, desk.today), earliest=(), person_hour=time(hour, minute)
    )
    if on < desk.today or (due <= desk.now and not _today_still(session, desk, person)):
        return NoReminder(day, today=False)
    for one in recipients or (None,):
        appointments.make(
            session,
            [actor.person_id],
            KIND,
            f"{day}:R{one}" if one else f"{day}",
            day=on,
            due=due,
            lane=appointments.BUNDLED,
            subject_id=one,
            expires=day,
        )
    return Promised(day, on, tuple(own[one] for one in recipients))


def _today_still(session: Session, desk: Desk, person: Person) -> bool:
    """Whether today's bundle of somebody has not gone out yet and still may."""
    here = desk.now.astimezone(desk.zone).time()
    return here <= desk.programme.quiet_to and not queue.bundled_on(session, [person.id], desk.today)


def _own(session: Session, desk: Desk, person_id: int) -> dict[int, str]:
    rows = records.pairings_of(session, person_id, desk.today, desk.today)
    return {one.id: desk.shown(one.number, one.name) for _, one in rows if one.halted_at is None}


def found(session: Session, desk: Desk, person_id: int, period: str, subject_id: int | None) -> Found:
    """What the reminder has to say: the day of the plan, and whom; silent when they are no longer paired."""
    day = date.fromisoformat(period.split(":", maxsplit=1)[0])
    if subject_id is None:
        return Found(Facts(), day=day)
    own = _own(session, desk, person_id)
    lines = [Line(subject_id, own[subject_id])] if subject_id in own else []
    return Found(Facts(done=not lines), lines, day=day)
