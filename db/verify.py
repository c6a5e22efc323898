"""What must hold in the database beyond its constraints: each check counts what breaks it and names some."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from bot.domain.programme import Programme
from db import kept, units_read
from db.counts import FLOWS, counts
from db.models import Absence, Grant, Pairing, Person, Recipient, Record, Report, Unit, UnitTree

SOME = 5
Finding = tuple[str, int, list[str]]
KINDS = (Record.contact, Record.visit, Record.deed, Record.policy, Record.difficulty)


def checks(session: Session, programme: Programme) -> Iterator[Finding]:
    """(check, how many break it, the first few by number or code), those that hold with 0."""
    for name, key, broken in [*_records(), *_roster(programme)]:
        yield _count(session, name, key, broken)
    codes = list(units_read.broken(session, SOME))
    yield "unit_tree.consistent", len(codes), codes
    stray = select(func.count()).select_from(UnitTree).join(Unit, Unit.id == UnitTree.unit_id)
    yield (
        "unit_tree.depth_of_itself",
        session.scalar(stray.where((UnitTree.ancestor_id == UnitTree.unit_id) != (UnitTree.depth == 0))) or 0,
        [],
    )
    yield from _joined(session)
    yield ("records.kept_sums_are_theirs", *kept.unlike(session))


def _count(session: Session, name: str, key: InstrumentedAttribute[Any], broken: ColumnElement[bool]) -> Finding:
    number = session.scalar(select(func.count()).select_from(key.class_).where(broken)) or 0
    some = session.scalars(select(key).where(broken).order_by(key).limit(SOME)).all() if number else ()
    return name, number, [str(value) for value in some]


def _records() -> list[tuple[str, Any, ColumnElement[bool]]]:
    successor, told = aliased(Record), aliased(Record)
    followed = select(successor.id).where(successor.corrects_id == Record.id).exists()
    same = select(told.id).where(told.id == Record.corrects_id, told.created_at > Record.created_at)
    return [
        ("records.standing_means_no_successor", Record.id, and_(Record.standing, followed)),
        (
            "records.laid_down_means_a_successor",
            Record.id,
            and_(~Record.standing, Record.action != "withdraw", ~followed),
        ),
        ("records.withdrawal_does_not_stand", Record.id, and_(Record.standing, Record.action == "withdraw")),
        (
            "records.correction_names_what_it_corrects",
            Record.id,
            (Record.action == "log") != Record.corrects_id.is_(None),
        ),
        ("records.correction_comes_after", Record.id, same.exists()),
        ("records.kinds_are_0_or_1", Record.id, or_(*[column.not_in([0, 1]) for column in KINDS])),
        ("records.contact_or_visit", Record.id, Record.contact + Record.visit > 1),
        ("records.money_is_not_negative", Record.id, or_(Record.cash_fen < 0, Record.goods_fen < 0)),
        (
            "records.money_has_its_kind",
            Record.id,
            or_(
                and_(Record.cash_fen > 0, func.coalesce(Record.support, "") != "cash"),
                and_(Record.goods_fen > 0, func.coalesce(Record.support, "") != "goods"),
            ),
        ),
    ]


def _roster(programme: Programme) -> list[tuple[str, Any, ColumnElement[bool]]]:
    grants = select(Grant.id).where(Grant.person_id == Person.id, Grant.revoked_at.is_(None))
    return [
        ("pairings.end_after_they_begin", Pairing.id, Pairing.last_day < Pairing.first_day),
        ("pairings.kind_is_of_the_programme", Pairing.id, Pairing.kind.not_in(list(programme.kinds))),
        ("recipients.leave_after_they_come", Recipient.number, Recipient.last_day < Recipient.first_day),
        ("recipients.class_is_of_the_programme", Recipient.number, Recipient.class_key.not_in(list(programme.classes))),
        ("absences.end_after_they_begin", Absence.id, Absence.last_day < Absence.first_day),
        ("people.who_left_holds_nothing", Person.id, and_(Person.status == "left", grants.exists())),
    ]


def _joined(session: Session) -> Iterator[Finding]:
    """Checks over two tables."""
    outside = (
        select(Record.id)
        .join(Pairing, Pairing.id == Record.pairing_id)
        .where(or_(Record.day < Pairing.first_day, Record.day > Pairing.last_day), Record.standing)
    )
    yield _listed(session, "records.inside_their_pairing", outside)
    other = aliased(Pairing)
    twice = select(Pairing.id).join(
        other,
        and_(
            other.person_id == Pairing.person_id,
            other.recipient_id == Pairing.recipient_id,
            other.kind == Pairing.kind,
            other.id > Pairing.id,
            or_(Pairing.last_day.is_(None), other.first_day <= Pairing.last_day),
            or_(other.last_day.is_(None), Pairing.first_day <= other.last_day),
        ),
    )
    yield _listed(session, "pairings.not_twice_at_once", twice)


def _listed(session: Session, name: str, found: Any) -> Finding:
    number = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    some = session.scalars(found.limit(SOME)).all() if number else ()
    return name, number, [str(value) for value in some]


def future(session: Session, today: date) -> Finding:
    """Entries dated after the day of their making cannot be; a day of slack, as zones differ."""
    return _count(session, "records.not_in_the_future", Record.id, Record.day > today + timedelta(days=1))


def bare_sums(session: Session, kinds: Sequence[str], first: date, last: date) -> list[int]:
    """The seven flows of all there is between two days, with no tree and no class in between."""
    found = session.execute(
        select(*[func.coalesce(func.sum(column), 0) for column in FLOWS])
        .select_from(Record)
        .join(Pairing, Pairing.id == Record.pairing_id)
        .where(counts(), Pairing.kind.in_(kinds), Record.day.between(first, last))
    ).one()
    return [int(value) for value in found]


def reports(session: Session) -> Iterator[tuple[Report, str]]:
    """Every stored report with the code of its unit."""
    rows: Any = session.execute(select(Report, Unit.code).join(Unit, Unit.id == Report.unit_id).order_by(Report.number))
    return iter(rows)
