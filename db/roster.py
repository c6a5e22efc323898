"""The roster in bulk: read for comparison, written in batches. Rows are plain tuples and dicts, not objects."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Row, Select, Table, bindparam, case, delete, func, or_, select, update
from sqlalchemy.orm import DeclarativeBase, Session

from db.models import Base, Grant, Pairing, Person, Recipient, Record, RosterImport, Unit, UnitTree
from db.types import cipher_of

CHUNK = 5000
IN = 1000  # values of one IN list, safe on either database

UNIT_FIELDS = ("id", "code", "name", "level", "parent_id", "active")
PERSON_FIELDS = ("id", "number", "name", "phone", "unit_id", "status")
RECIPIENT_FIELDS = (
    "id",
    "number",
    "name",
    "gender",
    "birth_year",
    "birth_month",
    "birth_day",
    "class_key",
    "unit_id",
    "living",
    "household",
    "phone",
    "guardian",
    "aliases",
    "first_day",
    "last_day",
    "left_reason",
)
PAIRING_FIELDS = ("id", "person_id", "recipient_id", "kind", "first_day", "last_day", "end_reason")


def _table(model: type[DeclarativeBase]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


TABLES = {
    "units": _table(Unit),
    "people": _table(Person),
    "recipients": _table(Recipient),
    "pairings": _table(Pairing),
    "grants": _table(Grant),
}
TREE = _table(UnitTree)


def chunks(rows: Iterable[Any], size: int = CHUNK) -> Iterable[list[Any]]:
    source = iter(rows)
    while part := list(islice(source, size)):
        yield part


def phone_keys(session: Session, phones: Iterable[str]) -> dict[str, str]:
    """What is stored in `phone_index` for each number."""
    cipher = cipher_of(session.get_bind().dialect)
    return {phone: cipher.blind(phone)[0] for phone in phones}


def units(session: Session) -> Sequence[Row[Any]]:
    """Every unit, as UNIT_FIELDS."""
    return session.execute(_columns(Unit, UNIT_FIELDS).order_by(Unit.id)).all()


def _columns(model: type[DeclarativeBase], fields: Sequence[str]) -> Select[Any]:
    return select(*[getattr(model, name) for name in fields])


def _below(tops: Sequence[int]) -> Select[int]:
    return select(UnitTree.unit_id).where(UnitTree.ancestor_id.in_(tops))


def people_below(session: Session, tops: Sequence[int]) -> Sequence[Row[Any]]:
    """Numbered people of some units and all below, as PERSON_FIELDS; left ones too."""
    statement = _columns(Person, PERSON_FIELDS).where(Person.unit_id.in_(_below(tops)), Person.number.is_not(None))
    return session.execute(statement.order_by(Person.id)).all()


def recipients_below(session: Session, tops: Sequence[int]) -> Sequence[Row[Any]]:
    statement = _columns(Recipient, RECIPIENT_FIELDS).where(Recipient.unit_id.in_(_below(tops)))
    return session.execute(statement.order_by(Recipient.id)).all()


def people_numbered(session: Session, numbers: Iterable[str]) -> list[Row[Any]]:
    return _numbered(session, Person, PERSON_FIELDS, numbers)


def recipients_numbered(session: Session, numbers: Iterable[str]) -> list[Row[Any]]:
    return _numbered(session, Recipient, RECIPIENT_FIELDS, numbers)


def _numbered(
    session: Session, model: type[Person] | type[Recipient], fields: Sequence[str], numbers: Iterable[str]
) -> list[Row[Any]]:
    if session.scalar(select(model.id).limit(1)) is None:
        return []
    return [
        row
        for part in chunks(numbers, IN)
        for row in session.execute(_columns(model, fields).where(model.number.in_(part)))
    ]


def pairings_of_recipients(session: Session, recipient_ids: Iterable[int]) -> list[Row[Any]]:
    """All pairings, ended ones too, as PAIRING_FIELDS."""
    return [
        row
        for part in chunks(recipient_ids, IN)
        for row in session.execute(_columns(Pairing, PAIRING_FIELDS).where(Pairing.recipient_id.in_(part)))
    ]


def numbers_of_people(session: Session, ids: Iterable[int]) -> dict[int, str | None]:
    found: dict[int, str | None] = {}
    for part in chunks(ids, IN):
        found.update(session.execute(select(Person.id, Person.number).where(Person.id.in_(part))).all())
    return found


def grants_in_force(
    session: Session, person_ids: Iterable[int], day: date
) -> list[Row[int, int, str, int | None, str]]:
    """(id, person, role, unit, source) of grants that are not revoked and not over."""
    return [
        row
        for part in chunks(person_ids, IN)
        for row in session.execute(
            select(Grant.id, Grant.person_id, Grant.role, Grant.unit_id, Grant.source).where(
                Grant.person_id.in_(part),
                Grant.revoked_at.is_(None),
                or_(Grant.last_day.is_(None), Grant.last_day >= day),
            )
        )
    ]


def reachable_admins(session: Session, day: date, but: int) -> dict[int, list[int | None]]:
    """The scopes of every admin in force who can be written to, without one person."""
    found: dict[int, list[int | None]] = {}
    rows = session.execute(
        select(Grant.person_id, Grant.unit_id)
        .join(Person, Person.id == Grant.person_id)
        .where(
            Grant.role == "admin",
            Grant.person_id != but,
            Grant.revoked_at.is_(None),
            or_(Grant.first_day.is_(None), Grant.first_day <= day),
            or_(Grant.last_day.is_(None), Grant.last_day >= day),
            Person.status != "left",
            Person.telegram_id.is_not(None),
            Person.blocked_at.is_(None),
        )
    )
    for person, unit in rows:
        found.setdefault(person, []).append(unit)
    return found


def latest_records(session: Session, pairing_ids: Iterable[int]) -> dict[int, date]:
    """The last day on which something was done in each of some pairings."""
    found: dict[int, date] = {}
    for part in chunks(pairing_ids, IN):
        statement = select(Record.pairing_id, func.max(Record.day)).where(Record.pairing_id.in_(part), Record.standing)
        found.update(session.execute(statement.group_by(Record.pairing_id)).all())
    return found


def insert(session: Session, table: str, rows: Iterable[Mapping[str, Any]]) -> list[int]:
    """The ids of the new rows, in their order."""
    target = TABLES[table]
    statement = target.insert().returning(target.c.id, sort_by_parameter_order=True)
    return [key for part in chunks(rows) for key in session.scalars(statement, part)]


def insert_plain(session: Session, model: type[DeclarativeBase], rows: Iterable[Mapping[str, Any]]) -> int:
    """Without returning anything: for millions. How many."""
    statement = _table(model).insert()
    count = 0
    for part in chunks(rows):
        session.connection().execute(statement, part)
        count += len(part)
    return count


def change(session: Session, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Set the columns named in the rows, all rows alike, where `id` is theirs."""
    target = TABLES[table]
    for part in chunks(rows):
        names = [name for name in part[0] if name != "id"]
        statement = update(target).where(target.c.id == bindparam("_id"))
        statement = statement.values({name: bindparam(f"_{name}") for name in names})
        session.connection().execute(statement, [{f"_{name}": value for name, value in row.items()} for row in part])


def ids_by_number(session: Session, table: str) -> dict[str, int]:
    """Of all units (by code), people or recipients (by number)."""
    target = TABLES[table]
    key = target.c.code if table == "units" else target.c.number
    return dict(session.execute(select(key, target.c.id).where(key.is_not(None))).all())


def referenced(session: Session, table: str, ids: Sequence[int]) -> set[int]:
    """Of `ids`, those that another row points at, by any foreign key but those within the tree of units."""
    target = TABLES[table]
    found: set[int] = set()
    for other in Base.metadata.sorted_tables:
        if other is TREE:
            continue
        for key in other.foreign_keys:
            if key.column.table is target and other is not target:
                for part in chunks(ids, IN):
                    found.update(session.scalars(select(key.parent).where(key.parent.in_(part)).distinct()))
    return found


def remove(session: Session, table: str, ids: Sequence[int]) -> None:
    """Only rows that nothing points at but, among units, each other."""
    target = TABLES[table]
    if table == "units":
        for part in chunks(ids, IN):
            session.execute(delete(TREE).where(or_(TREE.c.unit_id.in_(part), TREE.c.ancestor_id.in_(part))))
            session.execute(update(target).where(target.c.id.in_(part)).values(parent_id=None))
    for part in chunks(ids, IN):
        session.execute(delete(target).where(target.c.id.in_(part)))


def end(session: Session, table: str, ids: Iterable[int], last: date) -> None:
    """For rows that cannot be deleted: people leave, units rest, recipients and pairings end by `last`."""
    target = TABLES[table]
    for part in chunks(ids, IN):
        statement = update(target).where(target.c.id.in_(part))
        if table == "people":
            session.execute(statement.values(status="left"))
        elif table == "units":
            session.execute(statement.values(active=False))
        else:
            day = case((target.c.first_day > last, target.c.first_day), else_=last)
            session.execute(statement.values(last_day=day))


def is_empty(session: Session) -> bool:
    return session.scalar(select(Unit.id).limit(1)) is None and session.scalar(select(Recipient.id).limit(1)) is None


def add_import(session: Session, **values: Any) -> int:
    kept = RosterImport(**values)
    session.add(kept)
    session.flush()
    return kept.id


def import_of(session: Session, import_id: int) -> RosterImport | None:
    """Locked: it is applied or undone once."""
    return session.scalar(select(RosterImport).where(RosterImport.id == import_id).with_for_update())


def latest_import(session: Session) -> RosterImport | None:
    """The last one that is applied."""
    return session.scalar(
        select(RosterImport)
        .where(RosterImport.state == "applied")
        .order_by(RosterImport.closed_at.desc(), RosterImport.id.desc())
        .limit(1)
    )


def close_import(session: Session, kept: RosterImport, state: str, now: datetime) -> None:
    kept.state, kept.closed_at = state, now
    session.flush()
