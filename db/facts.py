"""What a reminder must know at the moment of sending, read for many people at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, union
from sqlalchemy.orm import Session

from db.audiences import active
from db.models import Change, Confirmation, EntryList, Pairing, Person, Recipient, Record
from db.records import counted

BATCH = 5000  # ids in one statement: well inside SQLite's limit of 32,766 parameters


class Paired(NamedTuple):
    """A pairing with what is asked about its recipient. `until` is the earlier of both last days."""

    id: int
    person_id: int
    recipient_id: int
    kind: str
    first: date
    last: date | None
    number: str
    name: str
    class_key: str
    household: str | None
    born: tuple[int | None, int | None, int | None]
    recipient_last: date | None
    halted: bool

    def stands_on(self, day: date) -> bool:
        """Active, and so is the recipient; a reported death stops it at once."""
        until = min(self.last or date.max, self.recipient_last or date.max)
        return self.first <= day <= until and not self.halted


def pairings(session: Session, people: Iterable[int], since: date) -> dict[int, list[Paired]]:
    """Every pairing of these people that did not end before `since`, in the order of the roster."""
    found: dict[int, list[Paired]] = defaultdict(list)
    for some in batches(people):
        rows = session.execute(
            select(
                Pairing.id,
                Pairing.person_id,
                Pairing.recipient_id,
                Pairing.kind,
                Pairing.first_day,
                Pairing.last_day,
                Recipient.number,
                Recipient.name,
                Recipient.class_key,
                Recipient.household,
                Recipient.birth_year,
                Recipient.birth_month,
                Recipient.birth_day,
                Recipient.last_day,
                Recipient.halted_at,
            )
            .join(Recipient, Recipient.id == Pairing.recipient_id)
            .where(Pairing.person_id.in_(some), or_(Pairing.last_day.is_(None), Pairing.last_day >= since))
            .order_by(Recipient.number, Pairing.first_day, Pairing.id)
        )
        for row in rows:
            born = row.birth_year, row.birth_month, row.birth_day
            found[row.person_id].append(Paired(*row[:10], born, row[13], row[14] is not None))
    return found


def acts(
    session: Session, pairing_ids: Iterable[int], first: date, last: date
) -> Iterator[tuple[int, date, tuple[int, ...]]]:
    """Counting entries as (pairing, day, the columns)."""
    for some in batches(pairing_ids):
        rows = session.execute(counted().where(Record.pairing_id.in_(some), Record.day.between(first, last)))
        for row in rows:
            yield row[0], row[1], row[2:]


def visited(
    session: Session, people: Iterable[int], first: date, last: date, *, attempts: bool
) -> set[tuple[int, int]]:
    """(cadre, recipient) with a standing visit between two days, under whatever kind of pairing."""
    found: set[tuple[int, int]] = set()
    for some in batches(people):
        statement = (
            select(Pairing.person_id, Pairing.recipient_id)
            .join(Record, Record.pairing_id == Pairing.id)
            .where(Pairing.person_id.in_(some), Record.standing, Record.visit == 1, Record.day.between(first, last))
        )
        if not attempts:
            statement = statement.where(~Record.attempt)
        found |= {(person, recipient) for person, recipient in session.execute(statement.distinct())}
    return found


def _answered(month: str, first: datetime, last: datetime) -> Select[int]:
    """Cadres who said 无变化, or filed a change, in a month (its first moment, and the next month's)."""
    said = select(Confirmation.person_id).where(Confirmation.month == month, Confirmation.answer == "unchanged")
    filed = select(Change.person_id).where(
        Change.filed_at >= first, Change.filed_at < last, Change.state != "withdrawn"
    )
    return select(union(said, filed).subquery().c.person_id)


def answered_month(session: Session, people: Iterable[int], month: str, first: datetime, last: datetime) -> set[int]:
    found: set[int] = set()
    for some in batches(people):
        answered = _answered(month, first, last).subquery()
        found |= set(session.scalars(select(answered.c.person_id).where(answered.c.person_id.in_(some))))
    return found


class Silent(NamedTuple):
    """A cadre who has not answered about his roster."""

    unit_id: int | None
    person_id: int
    number: str | None
    name: str


def unconfirmed_by_unit(
    session: Session,
    kinds: Collection[str],
    day: date,
    month: str,
    first: datetime,
    last: datetime,
    units: Iterable[int] | None = None,
) -> dict[int | None, int]:
    """How many cadres of each unit (of these units, or of all) have not answered."""
    counted = (
        select(Person.unit_id, func.count()).where(*_silent(kinds, day, month, first, last)).group_by(Person.unit_id)
    )
    if units is None:
        return {unit: count for unit, count in session.execute(counted)}  # noqa: C416  rows are not pairs to dict()
    return {
        unit: count
        for some in batches(units)
        for unit, count in session.execute(counted.where(Person.unit_id.in_(some)))
    }


def unconfirmed(
    session: Session,
    kinds: Collection[str],
    day: date,
    month: str,
    first: datetime,
    last: datetime,
    units: Iterable[int],
    limit: int,
) -> list[Silent]:
    """The first of them in some units, in the order of the roster."""
    rows = session.execute(
        select(Person.unit_id, Person.id, Person.number, Person.name)
        .where(*_silent(kinds, day, month, first, last), Person.unit_id.in_(list(islice(units, BATCH))))
        .order_by(Person.unit_id, Person.number, Person.id)
        .limit(limit)
    )
    return [Silent(*row) for row in rows]


def _silent(
    kinds: Collection[str], day: date, month: str, first: datetime, last: datetime
) -> tuple[ColumnElement[bool], ...]:
    there = (
        select(Pairing.id)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .where(Pairing.person_id == Person.id, Pairing.kind.in_(list(kinds)), active(day))
    )
    return Person.status != "left", exists(there), Person.id.not_in(_answered(month, first, last))


def open_changes(session: Session, before: datetime) -> Sequence[Change]:
    """Changes filed before a moment that nobody entered yet, oldest first."""
    return session.scalars(
        select(Change)
        .where(Change.state.in_(("filed", "approved")), Change.filed_at < before)
        .order_by(Change.filed_at, Change.id)
    ).all()


def change_filed(session: Session, recipient_id: int, since: datetime) -> bool:
    """Whether a change about somebody waits, or was filed since a moment and does stand."""
    found = select(Change.id).where(
        Change.recipient_id == recipient_id,
        or_(Change.state.in_(("filed", "approved")), (Change.state == "entered") & (Change.filed_at >= since)),
    )
    return session.scalar(found.limit(1)) is not None


def entered_units(session: Session, month: str) -> dict[int, datetime]:
    """Units whose list of the month was keyed in, and when it last was."""
    rows = session.execute(select(EntryList.unit_id, EntryList.at).where(EntryList.month == month))
    return {unit: at for unit, at in rows}  # noqa: C416  rows are not pairs to dict()


def names(session: Session, people: Iterable[int]) -> dict[int, tuple[str | None, str, int | None]]:
    """Number, name and unit of people."""
    return {
        person_id: (number, name, unit_id)
        for some in batches(people)
        for person_id, number, name, unit_id in session.execute(
            select(Person.id, Person.number, Person.name, Person.unit_id).where(Person.id.in_(some))
        )
    }


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Ids in lists that one statement can take."""
    iterator = iter(ids)
    while some := list(islice(iterator, BATCH)):
        yield some


class Looked(NamedTuple):
    """A recipient as a reminder names one."""

    id: int
    number: str
    name: str
    last: date | None
    halted: bool

    def stands_on(self, day: date) -> bool:
        return not self.halted and (self.last or date.max) >= day


def recipient(session: Session, recipient_id: int) -> Looked | None:
    found = session.get(Recipient, recipient_id)
    if found is None:
        return None
    return Looked(found.id, found.number, found.name, found.last_day, found.halted_at is not None)
