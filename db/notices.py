"""The queue of notices: who is next, and what became of it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.models import Broadcast, Bundle, Notice, Person
from db.upsert import insert_for, insert_new

AT_ONCE, APART, BUNDLED = 0, 1, 2
LANES = (AT_ONCE, APART, BUNDLED)
OPEN = ("planned", "claimed")
EDITED = "edited"  # the message shows that this is done


def next_people(session: Session, lane: int, now: datetime, limit: int) -> list[int]:
    """The people whose planned notices have waited longest, each once; rows another sender holds are passed over."""
    rows = session.scalars(
        select(Notice.person_id)
        .where(Notice.state == "planned", Notice.lane == lane, Notice.due <= now)
        .order_by(Notice.due, Notice.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(dict.fromkeys(rows))


def waiting_for(session: Session, people: Iterable[int], lane: int, until: datetime) -> Sequence[tuple[Notice, Person]]:
    """Everything planned in a lane for these people that is due before `until`, oldest first, locked."""
    return [
        (notice, person)
        for notice, person in session.execute(
            select(Notice, Person)
            .join(Person, Person.id == Notice.person_id)
            .where(
                Notice.person_id.in_(list(people)),
                Notice.state == "planned",
                Notice.lane == lane,
                Notice.due < until,
            )
            .order_by(Notice.person_id, Notice.due, Notice.id)
            .with_for_update(of=Notice)
        )
    ]


def soon(
    session: Session, kinds: Iterable[str], now: datetime, until: datetime, limit: int
) -> list[tuple[Notice, Person]]:
    """Notices of some kinds for reachable people who are to hear something in the same lane now; only read."""
    due = aliased(Notice)
    now_due = select(due.id).where(
        due.person_id == Notice.person_id, due.lane == Notice.lane, due.state == "planned", due.due <= now
    )
    rows = session.execute(
        select(Notice, Person)
        .join(Person, Person.id == Notice.person_id)
        .where(
            Notice.state == "planned",
            Notice.lane.in_((APART, BUNDLED)),
            Notice.due < until,
            Notice.kind.in_(list(kinds)),
            Person.telegram_id.is_not(None),
            Person.blocked_at.is_(None),
            now_due.exists(),
        )
        .order_by(Notice.due, Notice.id)
        .limit(limit)
    )
    return [(notice, person) for notice, person in rows]


def bundled_on(session: Session, people: Iterable[int], day: date) -> set[int]:
    """Of these people, those who had their bundle of the day."""
    return set(session.scalars(select(Bundle.person_id).where(Bundle.person_id.in_(list(people)), Bundle.day == day)))


def take_bundles(session: Session, people: Iterable[int], day: date, now: datetime) -> set[int]:
    """Of these people, those whose bundle of the day is ours to send: once, whoever asks."""
    rows = [{"person_id": person_id, "day": day, "at": now} for person_id in people]
    if not rows:
        return set()
    statement = insert_for(session, Bundle).on_conflict_do_nothing().returning(Bundle.person_id)
    return set(session.connection().execute(statement, rows).scalars())


def give_bundle_back(session: Session, person_id: int, day: date) -> None:
    session.execute(delete(Bundle).where(Bundle.person_id == person_id, Bundle.day == day))


def claim(session: Session, ids: Sequence[int], now: datetime) -> None:
    session.execute(
        update(Notice)
        .where(Notice.id.in_(ids))
        .values(state="claimed", claimed_at=now, attempts=Notice.attempts + 1)
        .execution_options(synchronize_session=False)
    )


def finish(session: Session, ids: Sequence[int], state: str, outcome: str | None, **values: Any) -> None:
    """Write the end of some notices, or put them back in the queue (`state` planned, with a new `due`)."""
    session.execute(
        update(Notice)
        .where(Notice.id.in_(ids))
        .values(state=state, outcome=outcome, **values)
        .execution_options(synchronize_session=False)
    )


def put_back(session: Session, ids: Sequence[int], due: datetime | None) -> None:
    """Claimed, but not sent: they wait again, at once or from `due` on. Giving back is no attempt."""
    values: dict[str, Any] = {"state": "planned", "outcome": None, "claimed_at": None}
    values |= {"due": due} if due else {"attempts": Notice.attempts - 1}
    session.execute(
        update(Notice).where(Notice.id.in_(ids)).values(**values).execution_options(synchronize_session=False)
    )


def put_off(session: Session, ids: Sequence[int], due: datetime) -> None:
    """They fall due later; whoever looks at the queue does not see them until then."""
    session.execute(
        update(Notice).where(Notice.id.in_(ids)).values(due=due).execution_options(synchronize_session=False)
    )


def drop_unreachable(session: Session, now: datetime, limit: int) -> int:
    """Mark due notices of people who never started, or who blocked the bot, or who left; how many."""
    gone = or_(Person.telegram_id.is_(None), Person.blocked_at.is_not(None), Person.status == "left")
    found = (
        select(Notice.id)
        .join(Person, Person.id == Notice.person_id)
        .where(Notice.state == "planned", Notice.due <= now, gone)
        .limit(limit)
    )
    marked = session.scalars(
        update(Notice)
        .where(Notice.id.in_(found.scalar_subquery()))
        .values(state="unreachable", outcome="not reachable")
        .returning(Notice.id)
        .execution_options(synchronize_session=False)
    )
    return len(marked.all())


def close_expired(session: Session, today: date, limit: int) -> int:
    """Close what lost its use before it was sent; how many."""
    found = select(Notice.id).where(Notice.state == "planned", Notice.expires < today).limit(limit)
    marked = session.scalars(
        update(Notice)
        .where(Notice.id.in_(found.scalar_subquery()))
        .values(state="closed", outcome="expired")
        .returning(Notice.id)
        .execution_options(synchronize_session=False)
    )
    return len(marked.all())


def abandon_claimed(session: Session, before: datetime | None = None) -> int:
    """What a killed sender left behind may have arrived: unknown, never repeated; how many."""
    left = [Notice.state == "claimed", *([Notice.claimed_at <= before] if before else [])]
    marked = session.scalars(
        update(Notice)
        .where(*left)
        .values(state="unknown", outcome="stopped")
        .returning(Notice.id)
        .execution_options(synchronize_session=False)
    )
    return len(marked.all())


def of_message(session: Session, person_id: int, message_id: int) -> Sequence[Notice]:
    """The notices that went out in one message."""
    return session.scalars(
        select(Notice)
        .where(Notice.person_id == person_id, Notice.message_id == message_id, Notice.lane == BUNDLED)
        .order_by(Notice.due, Notice.id)
    ).all()


def open_to(session: Session, person_id: int, kinds: Iterable[str], period: str | None) -> Sequence[Notice]:
    """Reminders of these kinds to a person, sent and not answered; of a period (also its `:last`), or of any."""
    found = select(Notice).where(Notice.person_id == person_id, Notice.kind.in_(list(kinds)), Notice.state == "sent")
    if period is not None:
        found = found.where(or_(Notice.period == period, Notice.period.startswith(period + ":", autoescape=True)))
    return session.scalars(found).all()


def active_since(
    session: Session, sent_after: datetime, heard_at: datetime, last: int, limit: int
) -> list[tuple[int, datetime]]:
    """(person, when heard) of people heard after a moment (at it: of a higher id) to whom a reminder went lately."""
    reminded = select(Notice.id).where(
        Notice.person_id == Person.id,
        Notice.lane == BUNDLED,
        Notice.message_id.is_not(None),
        Notice.sent_at >= sent_after,
    )
    rows = session.execute(
        select(Person.id, Person.heard_at)
        .where(or_(Person.heard_at > heard_at, and_(Person.heard_at == heard_at, Person.id > last)), reminded.exists())
        .order_by(Person.heard_at, Person.id)
        .limit(limit)
    )
    return [(person_id, heard) for person_id, heard in rows if heard is not None]


def sent_to(session: Session, people: Iterable[int], since: datetime) -> Sequence[tuple[Notice, Person]]:
    """Reminders sent since a moment, by person and message, whatever became of them."""
    return [
        (notice, person)
        for notice, person in session.execute(
            select(Notice, Person)
            .join(Person, Person.id == Notice.person_id)
            .where(
                Notice.person_id.in_(list(people)),
                Notice.lane == BUNDLED,
                Notice.state.in_(("sent", "answered")),
                Notice.message_id.is_not(None),
                Notice.sent_at >= since,
            )
            .order_by(Notice.person_id, Notice.message_id, Notice.due, Notice.id)
        )
    ]


def by_ids(session: Session, ids: Sequence[int]) -> Sequence[Notice]:
    return session.scalars(select(Notice).where(Notice.id.in_(ids))).all()


def broadcast_text(session: Session, broadcast_id: int | None) -> str | None:
    """What an admin confirmed; None when it was cancelled meanwhile."""
    found = session.get(Broadcast, broadcast_id) if broadcast_id is not None else None
    return found.text if found and found.state == "confirmed" else None


def write_once(session: Session, people: Iterable[int], kind: str, period: str, day: date, due: datetime) -> None:
    """A message of its own to some people, once."""
    rows = [
        {
            "person_id": person_id,
            "kind": kind,
            "period": period,
            "day": day,
            "due": due,
            "lane": APART,
            "state": "planned",
            "attempts": 0,
        }
        for person_id in people
    ]
    insert_new(session, Notice, rows)


def write_sent(
    session: Session,
    person_id: int,
    kind: str,
    period: str,
    *,
    day: date,
    expires: date,
    now: datetime,
    message_id: int | None,
) -> None:
    """A reminder that went out in a bundle and had waited nowhere."""
    row = {
        "person_id": person_id,
        "kind": kind,
        "period": period,
        "day": day,
        "due": now,
        "expires": expires,
        "lane": BUNDLED,
        "state": "sent",
        "attempts": 1,
        "sent_at": now,
        "message_id": message_id,
    }
    insert_new(session, Notice, [row])


def planned(session: Session) -> tuple[int, datetime | None]:
    """How many notices wait to be sent, whenever they fall due, and the first moment of one."""
    count, first = session.execute(select(func.count(), func.min(Notice.due)).where(Notice.state == "planned")).one()
    return count, first


def waiting_people(session: Session, now: datetime) -> int:
    """How many people have something due."""
    waiting = select(func.count(Notice.person_id.distinct())).where(Notice.state == "planned", Notice.due <= now)
    return session.scalar(waiting) or 0
