"""Records, the messages they came from, and the one open question of a person."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Row, Select, case, delete, func, or_, select, update
from sqlalchemy.orm import Session

from db.models import Absence, Job, Message, Miss, Pairing, Person, Question, Recipient, Record
from db.types import cipher_of
from db.upsert import insert_for


def pairings_of(session: Session, person_id: int, first: date, last: date) -> Sequence[Row[Pairing, Recipient]]:
    """Pairings of a person that touch the days first to last, with their recipients, in the order of the roster."""
    return session.execute(
        select(Pairing, Recipient)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .where(
            Pairing.person_id == person_id,
            Pairing.first_day <= last,
            or_(Pairing.last_day.is_(None), Pairing.last_day >= first),
        )
        .order_by(Recipient.number, Pairing.first_day, Pairing.id)
    ).all()


def cadres_of(session: Session, recipient_id: int, day: date) -> Sequence[Person]:
    """Everybody paired with a recipient on a day."""
    return session.scalars(
        select(Person)
        .join(Pairing, Pairing.person_id == Person.id)
        .where(
            Pairing.recipient_id == recipient_id,
            Pairing.first_day <= day,
            or_(Pairing.last_day.is_(None), Pairing.last_day >= day),
        )
        .order_by(Person.number)
    ).all()


def absences_of(session: Session, person_ids: Iterable[int]) -> dict[int, tuple[tuple[date, date], ...]]:
    """Approved leave by person, in order."""
    rows = session.execute(
        select(Absence.person_id, Absence.first_day, Absence.last_day)
        .where(Absence.person_id.in_(list(person_ids)), Absence.state == "approved")
        .order_by(Absence.first_day)
    )
    found: dict[int, tuple[tuple[date, date], ...]] = {}
    for person_id, first, last in rows:
        found[person_id] = (*found.get(person_id, ()), (first, last))
    return found


def counted() -> Select[int, date, int, int, int, int, int]:
    """Entries that count: standing and not attempts, as (pairing, day, contact, visit, deed, policy, difficulty)."""
    return select(
        Record.pairing_id, Record.day, Record.contact, Record.visit, Record.deed, Record.policy, Record.difficulty
    ).where(Record.standing, ~Record.attempt)


def counted_of(
    session: Session, pairing_ids: Iterable[int], first: date, last: date
) -> Sequence[Row[int, date, int, int, int, int, int]]:
    """The counting entries of some pairings between two days, both included."""
    return session.execute(
        counted().where(Record.pairing_id.in_(list(pairing_ids)), Record.day.between(first, last)).order_by(Record.day)
    ).all()


def fingerprint(session: Session, text: str) -> str:
    """Keyed, so that the table says nothing about the text."""
    return cipher_of(session.get_bind().dialect).blind(text)[0]


def same_recently(session: Session, person_id: int, mark: str, since: datetime, not_message: int) -> Message | None:
    """The latest message with the same fingerprint since then whose records still stand."""
    return session.scalar(
        select(Message)
        .where(
            Message.person_id == person_id,
            Message.said_at >= since,
            Message.fingerprint == mark,
            Message.message_id != not_message,
            select(Record.id).where(Record.message_id == Message.id, Record.standing).exists(),
        )
        .order_by(Message.id.desc())
        .limit(1)
    )


def message_said(session: Session, chat_id: int, message_id: int) -> Message | None:
    return session.scalar(select(Message).where(Message.chat_id == chat_id, Message.message_id == message_id))


def message_by_id(session: Session, key: int, person_id: int) -> Message | None:
    """A message of this person, and of nobody else."""
    return session.scalar(select(Message).where(Message.id == key, Message.person_id == person_id))


def message_of_receipt(session: Session, person_id: int, chat_id: int, receipt_id: int) -> Message | None:
    """What a reply to one of the bot's receipts, or to the own message, means."""
    return session.scalar(
        select(Message).where(
            Message.person_id == person_id,
            Message.chat_id == chat_id,
            or_(Message.receipt_id == receipt_id, Message.message_id == receipt_id),
        )
    )


def last_message(session: Session, person_id: int) -> Message | None:
    """The latest message of a person whose records still stand."""
    return session.scalar(
        select(Message)
        .where(
            Message.person_id == person_id,
            select(Record.id).where(Record.message_id == Message.id, Record.standing).exists(),
        )
        .order_by(Message.id.desc())
        .limit(1)
    )


def standing_of(session: Session, message_key: int) -> Sequence[Row[Record, Pairing, Recipient]]:
    """The standing entries of a message, attempts included."""
    return session.execute(
        select(Record, Pairing, Recipient)
        .join(Pairing, Pairing.id == Record.pairing_id)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .where(Record.message_id == message_key, Record.standing)
        .order_by(Record.id)
    ).all()


def latest(session: Session, person_id: int, limit: int, offset: int = 0) -> Sequence[Row[Record, Recipient]]:
    """The newest standing entries of a cadre, by the day of the act."""
    return session.execute(
        select(Record, Recipient)
        .join(Pairing, Pairing.id == Record.pairing_id)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .where(Pairing.person_id == person_id, Record.standing)
        .order_by(Record.day.desc(), Record.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()


def last_days(session: Session, person_id: int) -> dict[int, tuple[date | None, date | None]]:
    """By recipient: the day of the last contact and of the last visit of a cadre."""
    rows = session.execute(
        select(
            Pairing.recipient_id,
            func.max(case((Record.contact == 1, Record.day))),
            func.max(case((Record.visit == 1, Record.day))),
        )
        .join(Pairing, Pairing.id == Record.pairing_id)
        .where(Pairing.person_id == person_id, Record.standing, ~Record.attempt)
        .group_by(Pairing.recipient_id)
    )
    return {recipient_id: (contact, visit) for recipient_id, contact, visit in rows}


def money_of(session: Session, pairing_ids: Iterable[int], first: date, last: date) -> tuple[int, int]:
    """Cash and goods of some pairings between two days, in fen."""
    found = session.execute(
        select(func.coalesce(func.sum(Record.cash_fen), 0), func.coalesce(func.sum(Record.goods_fen), 0)).where(
            Record.pairing_id.in_(list(pairing_ids)), Record.day.between(first, last), Record.standing, ~Record.attempt
        )
    ).one()
    return int(found[0]), int(found[1])


def lay_down(session: Session, record: Record) -> None:
    """An entry no longer stands: its successor is written in the same transaction."""
    session.execute(update(Record).where(Record.id == record.id).values(standing=False))


def question_of(session: Session, person_id: int) -> Question | None:
    return session.scalar(select(Question).where(Question.person_id == person_id))


def ask(session: Session, person_id: int, kind: str, payload: str, now: datetime) -> Question:
    """The open question of a person; an older one is gone, its buttons with it."""
    drop_question(session, person_id)
    question = Question(person_id=person_id, kind=kind, payload=payload, asked_at=now)
    session.add(question)
    session.flush()
    return question


def drop_question(session: Session, person_id: int) -> None:
    session.execute(delete(Question).where(Question.person_id == person_id))
    session.expire_all()


def remember_sent(session: Session, subject: str, key: int, sent_id: int) -> None:
    """The id under which the bot's message about a `message`, `question` or `job` went out."""
    if subject == "message":
        session.execute(update(Message).where(Message.id == key).values(receipt_id=sent_id))
    elif subject == "question":
        session.execute(update(Question).where(Question.id == key).values(message_id=sent_id))
    elif subject == "job":
        session.execute(update(Job).where(Job.id == key).values(message_id=sent_id))


def count_miss(session: Session, month: str, kind: str) -> None:
    statement = insert_for(session, Miss).values(month=month, kind=kind, count=1)
    session.execute(statement.on_conflict_do_update(index_elements=["month", "kind"], set_={"count": Miss.count + 1}))


def count_between(session: Session, first: datetime, last: datetime) -> int:
    """Entries made in a stretch of time."""
    found = select(func.count()).select_from(Record).where(Record.created_at >= first, Record.created_at < last)
    return session.scalar(found) or 0
