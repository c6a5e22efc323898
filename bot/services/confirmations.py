"""What a tap below a reminder does: confirm the roster, answer the roll-call, put off, take note."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.calendar import Period
from bot.domain.people import Actor
from bot.services import trail
from bot.services.cadres import Cadres
from bot.services.desk import Desk
from bot.services.facts import County
from bot.services.parcels import judged
from bot.services.postponed import put_off
from bot.services.reminders import Item, Line
from db import confirmations, people, working_days
from db import escalations as store
from db import notices as queue
from db.facts import Paired
from db.session import Session

WEEK = timedelta(days=7)
AHEAD = timedelta(days=28)  # no run of rest days moves the roll-call of a week further forward


@dataclass(frozen=True)
class Old:
    """A button whose time is over, or that was never shown to this person."""


@dataclass(frozen=True)
class Early:
    """The week that is asked about lies ahead, because its Friday is a rest day: from `day` on it can be answered."""

    day: date


@dataclass(frozen=True)
class Answered:
    """Taken. `items` is the tapped bundle as it stands now; empty when the tap came from elsewhere."""

    what: str
    period: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Later:
    """Put off; `day` is when it comes again, None when there was nothing left to put off."""

    day: date | None
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Whom:
    """The roll-call by name: who is still unanswered."""

    week: str
    lines: tuple[Line, ...]


def confirm(session: Session, desk: Desk, actor: Actor, *, month: str, message_id: int) -> Answered | Old:
    """无变化. (有变化 leads to `bot.services.changes`; the reminder stays open until a change is filed.)"""
    if month != str(Period.month_of(desk.today)):
        return Old()
    confirmations.answer(session, actor.person_id, month, desk.now)
    _answer(session, desk, actor, ("roster.confirm",), month)
    return Answered("same", month, _shown(session, desk, actor, message_id))


def all_fine(session: Session, desk: Desk, actor: Actor, *, week: str, message_id: int) -> Answered | Early | Old:
    """都正常: a visit for everybody of the week not answered yet."""
    left = _unanswered(session, desk, actor, week)
    if not isinstance(left, list):
        return left
    for pairing in left:
        day = min(desk.today, _sunday(week))
        confirmations.roll_call(session, pairing.id, actor.person_id, day, desk.now, met=True)
    session.flush()
    _answer(session, desk, actor, ("weekly.visit",), week)
    return Answered("fine", week, _shown(session, desk, actor, message_id))


def by_name(session: Session, desk: Desk, actor: Actor, *, week: str) -> Whom | Early | Old:
    """除了……: who was not met."""
    left = _unanswered(session, desk, actor, week)
    if not isinstance(left, list):
        return left
    return Whom(week, tuple(Line(one.recipient_id, desk.shown(one.number, one.name)) for one in left))


def not_met(session: Session, desk: Desk, actor: Actor, *, week: str, recipient_id: int) -> Whom | Early | Old:
    """One who was not met; the others are asked on."""
    left = _unanswered(session, desk, actor, week)
    named = [one for one in left if one.recipient_id == recipient_id] if isinstance(left, list) else []
    if not named:
        return Old()
    day = min(desk.today, _sunday(week))
    confirmations.roll_call(session, named[0].id, actor.person_id, day, desk.now, met=False)
    session.flush()
    return by_name(session, desk, actor, week=week)


def seen(session: Session, desk: Desk, actor: Actor, *, message_id: int) -> Answered:
    """知道了: everything that escalated to this person stays here."""
    county = County(session, desk, working_days.calendar(session))
    items = [item.key for item in county.items_of(actor.person_id, desk.today) if item.key is not None]
    store.acknowledge(session, items, actor.person_id, desk.now)
    _answer(session, desk, actor, ("escalation",), None)
    return Answered("seen", "", _shown(session, desk, actor, message_id))


def audited(session: Session, desk: Desk, actor: Actor, *, year: int, message_id: int) -> Answered | Old:
    """看完了: the yearly self-check of this admin; in the trail, as everything he does."""
    if year != desk.today.year:
        return Old()
    trail.check(session, desk, actor, year)
    _answer(session, desk, actor, ("audit.due",), str(year))
    return Answered("audited", str(year), _shown(session, desk, actor, message_id))


def snooze(session: Session, desk: Desk, actor: Actor, *, message_id: int) -> Later:
    """明天再说: what is still open in this message comes again on the next working day, in that day's bundle."""
    items = bundle_of(session, desk, actor, message_id)
    sent = _still_open(session, items)
    if not sent:
        return Later(None, items)
    tomorrow = working_days.calendar(session).on_or_after(desk.today + timedelta(days=1))
    put_off(session, desk, actor.person_id, sent, tomorrow)
    return Later(tomorrow, tuple(item for item in items if item.reason is None))


def _still_open(session: Session, items: Iterable[Item]) -> list[int]:
    still = [item.notice_id for item in items if item.reason is not None]
    return [notice.id for notice in queue.by_ids(session, still) if notice.state == "sent"]


def bundle_of(session: Session, desk: Desk, actor: Actor, message_id: int) -> tuple[Item, ...]:
    """The parts of a message of reminders as they stand now."""
    own = queue.of_message(session, actor.person_id, message_id)
    if not own:
        return ()
    person = people.by_id(session, actor.person_id)
    return tuple(judged(session, desk, working_days.calendar(session), [(person, own)])[person.id])


def _shown(session: Session, desk: Desk, actor: Actor, message_id: int) -> tuple[Item, ...]:
    """The tapped bundle, which the handler edits: nobody else needs to."""
    items = bundle_of(session, desk, actor, message_id)
    done = [item.notice_id for item in items if item.reason is None]
    queue.finish(session, done, "answered", queue.EDITED, answered_at=desk.now)
    return items


def _answer(session: Session, desk: Desk, actor: Actor, kinds: tuple[str, ...], period: str | None) -> None:
    """What was sent about this is answered, and what still waits falls silent by itself."""
    found = queue.open_to(session, actor.person_id, kinds, period)
    queue.finish(session, [notice.id for notice in found], "answered", None, answered_at=desk.now)


def _sunday(week: str) -> date:
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 7)


def _unanswered(session: Session, desk: Desk, actor: Actor, week: str) -> list[Paired] | Early | Old:
    """The weekly pairings of a week without an answer. No visit is dated before its week, nor one in the future."""
    try:
        sunday = _sunday(week)
    except ValueError:
        return Old()
    if not sunday - AHEAD < desk.today <= sunday + WEEK:
        return Old()
    if desk.today <= sunday - WEEK:
        return Early(sunday - WEEK + timedelta(days=1))
    cadres = Cadres(session, desk, [actor.person_id])
    day = min(desk.today, sunday)
    own = cadres.standing_on(actor.person_id, desk.programme.weekly_pairings, day)
    seen_already = cadres.visited(sunday - WEEK + timedelta(days=1), sunday, attempts=True)
    return [one for one in own if (actor.person_id, one.recipient_id) not in seen_already]
