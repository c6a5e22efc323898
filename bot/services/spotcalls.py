"""The calls of a spot check: one card at a time, an outcome each, and what follows from a difference."""

from dataclasses import dataclass
from datetime import date

from bot.domain.calendar import age_on
from bot.domain.notices import Facts
from bot.domain.people import Actor
from bot.domain.spotcheck import AGAIN, OUTCOMES, REASONS
from bot.services import entries
from bot.services.cards import Stale
from bot.services.desk import Desk
from bot.services.entries import Line
from bot.services.reminders import Found
from bot.services.reminders import Line as NoticeLine
from bot.services.spotchecks import ROLES, Sample, sample_of
from db import appointments, audit, people, units_read
from db import spotchecks as store
from db.models import FollowUp, Pairing, Recipient, Record, SpotAnswer, SpotCheck, SpotItem
from db.session import Session

CLOSED = ("corrected", "confirmed", "unclear")
FOLLOW_UP = "spotcheck.differs"
ADULT = 18


@dataclass(frozen=True)
class Absent:
    """No such check or item, or none of the actor's."""


@dataclass(frozen=True)
class Card:
    """One call to make. `phone` is there only when it was asked for, and then it was logged."""

    check: int
    item: int
    position: int
    all: int
    place: str
    group: str
    line: Line
    phone: str | None = None
    guardian: str | None = None
    asked: bool = False
    why: bool = False


@dataclass(frozen=True)
class Differing:
    """An open follow-up: what was entered, and why the answer differs."""

    key: int
    check: int
    shown: str
    day: date
    reason: str


@dataclass(frozen=True)
class FollowUps:
    check: int
    open: tuple[Differing, ...]


def result(session: Session, desk: Desk, actor: Actor, *, key: int) -> Sample | Absent:
    """A check with its sample and figures."""
    check = _check(session, actor, key)
    return sample_of(session, desk, check) if check else Absent()


def following(
    session: Session, desk: Desk, actor: Actor, *, key: int, after: int = 0, again: bool = False
) -> Card | Sample | Absent:
    """The next card without an outcome behind position `after`, from the beginning when none is left there.

    `again`: those who did not answer or could not talk, once more. When all are told: the result.
    """
    check = _check(session, actor, key)
    if check is None:
        return Absent()
    items = store.items(session, key)
    wanted = [item for item in items if (item.outcome in AGAIN if again else item.outcome is None)]
    behind = [item for item in wanted if item.position > after]
    if again:
        return _card(session, desk, actor, behind[0], len(items)) if behind else sample_of(session, desk, check)
    if not wanted:
        return sample_of(session, desk, check)
    return _card(session, desk, actor, (behind or wanted)[0], len(items))


def phone(session: Session, desk: Desk, actor: Actor, *, item: int) -> Card | Stale | Absent:
    """The number of one drawn person, while the call is to be made; the check is the reason in the audit trail."""
    found = _item(session, actor, item)
    if found is None:
        return Absent()
    if not _open(found):
        return Stale()
    recipient = session.get_one(Recipient, found.recipient_id)
    _note(session, desk, actor, found, recipient, "phone.viewed")
    return _card(session, desk, actor, found, len(store.items(session, found.check_id)), phone=True)


def _note(session: Session, desk: Desk, actor: Actor, item: SpotItem, recipient: Recipient, action: str) -> None:
    """The check is the reason."""
    audit.note(
        session,
        desk.now,
        actor.person_id,
        action,
        unit_id=recipient.unit_id,
        subject=recipient.number,
        detail=f"spot check {item.check_id}",
    )


def _minor(desk: Desk, recipient: Recipient) -> bool:
    """Under eighteen; without a date of birth by the class."""
    if recipient.birth_year is None:
        known = desk.programme.classes.get(recipient.class_key)
        return known is not None and known.child
    return age_on(recipient.birth_year, recipient.birth_month or 12, recipient.birth_day or 28, desk.today) < ADULT


def why(session: Session, desk: Desk, actor: Actor, *, item: int) -> Card | Stale | Absent:
    """接通不符 was tapped: which reason?"""
    found = _item(session, actor, item)
    if found is None:
        return Absent()
    if not _open(found):
        return Stale()
    return _card(session, desk, actor, found, len(store.items(session, found.check_id)), why=True)


def answer(
    session: Session, desk: Desk, actor: Actor, *, item: int, outcome: str, reason: str | None = None
) -> Card | Sample | Stale | Absent:
    """What a call came to, and the next card. A difference needs one of REASONS and opens a follow-up."""
    found = _item(session, actor, item)
    if found is None:
        return Absent()
    if outcome not in OUTCOMES or (outcome == "differ") != (reason in REASONS) or not _open(found):
        return Stale()
    again = found.outcome is not None
    session.add(SpotAnswer(item_id=item, at=desk.now, person_id=actor.person_id, outcome=outcome, reason=reason))
    found.outcome, found.answered_at = outcome, desk.now
    if reason is not None:
        _open_follow_up(session, desk, found, reason)
    session.flush()
    return following(session, desk, actor, key=found.check_id, after=found.position, again=again)


def _open(item: SpotItem) -> bool:
    return item.outcome is None or item.outcome in AGAIN


def _open_follow_up(session: Session, desk: Desk, item: SpotItem, reason: str) -> None:
    """Now the cadre hears of it: he may correct his entry, or say that it stands."""
    follow_up = FollowUp(item_id=item.id, reason=reason, opened_at=desk.now)
    session.add(follow_up)
    session.flush()
    record = session.get_one(Record, item.record_id)
    cadre = session.get_one(Pairing, record.pairing_id).person_id
    appointments.make(
        session,
        [cadre],
        FOLLOW_UP,
        f"F{follow_up.id}",
        day=desk.today,
        due=desk.now,
        lane=appointments.BUNDLED,
        subject_id=follow_up.id,
    )


def follow_ups(session: Session, desk: Desk, actor: Actor, *, key: int) -> FollowUps | Absent:
    if _check(session, actor, key) is None:
        return Absent()
    rows = store.open_follow_ups(session, key)
    return FollowUps(key, tuple(_differing(desk, *row) for row in rows))


def close(session: Session, desk: Desk, actor: Actor, *, key: int, state: str) -> FollowUps | Stale | Absent:
    """A difference is settled: the entry was corrected, it was confirmed after all, or it stays unclear."""
    row = store.follow_up(session, key, lock=True)
    if row is None or _check(session, actor, row[1].check_id) is None:
        return Absent()
    follow_up, item = row[0], row[1]
    if follow_up.state != "open" or state not in CLOSED:
        return Stale()
    follow_up.state, follow_up.closed_at, follow_up.closed_by = state, desk.now, actor.person_id
    session.flush()
    appointments.settle(session, [FOLLOW_UP], follow_up.id)
    audit.note(session, desk.now, actor.person_id, "spotcheck.settle", subject=str(follow_up.id), detail=state)
    return follow_ups(session, desk, actor, key=item.check_id)


def found(session: Session, desk: Desk, subject_id: int | None) -> Found:
    """What the notice to the cadre has to say; silent once settled, or once he corrected the entry."""
    row = store.follow_up(session, subject_id) if subject_id is not None else None
    if row is None:
        return Found(Facts(done=True))
    follow_up, _, record, recipient = row
    done = follow_up.state != "open" or not record.standing
    line = NoticeLine(recipient.id, desk.shown(recipient.number, recipient.name), day=record.day, word=follow_up.reason)
    return Found(Facts(done=done), [line])


def _differing(desk: Desk, follow_up: FollowUp, item: SpotItem, record: Record, recipient: Recipient) -> Differing:
    shown = desk.shown(recipient.number, recipient.name)
    return Differing(follow_up.id, item.check_id, shown, record.day, follow_up.reason)


def _check(session: Session, actor: Actor, key: int) -> SpotCheck | None:
    check = store.get(session, key)
    if check is None or not people.covers(session, actor.units(*ROLES), check.unit_id):
        return None
    return check


def _item(session: Session, actor: Actor, key: int) -> SpotItem | None:
    item = store.item(session, key)
    return item if item is not None and _check(session, actor, item.check_id) else None


def _card(
    session: Session, desk: Desk, actor: Actor, item: SpotItem, total: int, *, phone: bool = False, why: bool = False
) -> Card:
    record = session.get_one(Record, item.record_id)
    recipient = session.get_one(Recipient, item.recipient_id)
    if _minor(desk, recipient):
        _note(session, desk, actor, item, recipient, "minor.viewed")
    place = units_read.get(session, recipient.unit_id)
    draft = entries.draft_of(record, recipient.id)
    line = entries.line(desk, draft, desk.shown(recipient.number, recipient.name), late=record.late)
    return Card(
        check=item.check_id,
        item=item.id,
        position=item.position,
        all=total,
        place=place.name if place else "",
        group=item.group_key,
        line=line,
        phone=recipient.phone if phone else None,
        guardian=recipient.guardian if phone else None,
        asked=phone,
        why=why,
    )
