"""The figures of a scope, each by one pass of GROUP BY.

Every function takes an `Area` and returns plain rows whose first value is the *line*: the child unit of the scope that
the thing lies in, or the scope's own id. In a place things lie where the recipient lives, in an office (单位) where the
cadre works.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Label, Row, Select, and_, case, func, literal, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.domain.programme import Programme
from db.models import Pairing, Person, Recipient, Record, Unit, UnitTree

# The hash of a province's pairings stays off the disk, and several processes may read what one then groups.
ROOM = text(
    "SELECT set_config('work_mem', '128MB', true), set_config('jit', 'off', true), "
    "set_config('parallel_tuple_cost', '0.01', true)"
)
FEW = 50  # units that are named one by one
Rows = Sequence[Row[*tuple[Any, ...]]]
Query = Select[*tuple[Any, ...]]

FLOWS = (
    Record.contact,
    Record.visit,
    Record.policy,
    Record.difficulty,
    Record.deed,
    Record.cash_fen,
    Record.goods_fen,
)


@dataclass(frozen=True)
class Area:
    """A scope: its unit, whether cadres or recipients place things in it, the children that get a line of their own.

    `tops`: what lies in or below them is counted. `without`: nor what lies there.
    `whole`: nothing lies outside, so nothing need be filtered. `few`: all units in or below the tops, when they are few
    enough to be named one by one, which is planned faster than a look into the tree, and better.
    """

    unit_id: int
    by_cadre: bool
    children: tuple[int, ...]
    tops: tuple[int, ...]
    whole: bool = False
    without: tuple[int, ...] = ()
    few: tuple[int, ...] = ()

    @property
    def home(self) -> InstrumentedAttribute[Any]:
        """The column that says where a thing lies."""
        return Person.unit_id if self.by_cadre else Recipient.unit_id


def make_room(session: Session) -> None:
    """Let the passes of this transaction use memory; PostgreSQL's 4 MB a hash would spill those of a province."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(ROOM)


def area(session: Session, unit: Unit, children: Sequence[Unit]) -> Area:
    """The scope of a report; what lies in none of `children` is the scope's own."""
    by_cadre = unit.level == "unit"
    outside = select(Unit.id).where(Unit.parent_id.is_(None), Unit.id != unit.id).limit(1)
    keys = tuple(child.id for child in children)
    if unit.parent_id is None:
        whole = not by_cadre and session.scalar(outside) is None
        return Area(unit.id, by_cadre, keys, (unit.id,), whole)
    below = session.scalars(select(UnitTree.unit_id).where(UnitTree.ancestor_id == unit.id).limit(FEW + 1)).all()
    return Area(unit.id, by_cadre, keys, (unit.id,), few=tuple(below) if len(below) <= FEW else ())


def offices(unit: Unit, children: Sequence[Unit]) -> Area:
    """The offices of a place, by the cadre's unit: the second table."""
    keys = tuple(child.id for child in children)
    return Area(unit.id, by_cadre=True, children=keys, tops=keys)


def own(unit: Unit, children: Sequence[Unit]) -> Area:
    """What lies in a unit itself and in none of the children with a line of their own."""
    by_cadre = unit.level == "unit"
    apart = tuple(child.id for child in children if by_cadre or child.level != "unit")
    return Area(unit.id, by_cadre=by_cadre, children=(), tops=(unit.id,), without=apart)


def within(at: Area, column: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Whether a unit column lies in the scope."""
    inside = column.in_(at.few or select(UnitTree.unit_id).where(UnitTree.ancestor_id.in_(at.tops)))
    if not at.without:
        return inside
    return and_(inside, column.not_in(select(UnitTree.unit_id).where(UnitTree.ancestor_id.in_(at.without))))


def counts() -> ColumnElement[bool]:
    """Entries that count: standing, no attempt, no withdrawal."""
    return and_(Record.standing, ~Record.attempt, Record.action != "withdraw")


def active(first: Any, last: Any, day: date) -> ColumnElement[bool]:
    return and_(first <= day, or_(last.is_(None), last >= day))


def pairings_in(at: Area, kinds: Sequence[str]) -> Query:
    """Keys of the pairings of some kinds that lie in the scope."""
    found = select(Pairing.id).where(Pairing.kind.in_(kinds))
    if at.by_cadre:
        return found.join(Person, Person.id == Pairing.person_id).where(within(at, Person.unit_id))
    if at.whole:
        return found
    return found.join(Recipient, Recipient.id == Pairing.recipient_id).where(within(at, Recipient.unit_id))


def placed(statement: Query, at: Area, line: ColumnElement[Any] | None) -> Query:
    """Join pairings with who says where they lie, keep those in the scope, and put the line in front."""
    statement = statement.join(Recipient, Recipient.id == Pairing.recipient_id)
    if at.by_cadre:
        statement = statement.join(Person, Person.id == Pairing.person_id)
    if not at.whole:
        statement = statement.where(within(at, at.home))
    return statement if line is None else lined(statement, at, line)


def inside(statement: Query, at: Area) -> Query:
    """Keep the pairings that lie in the scope, joining no more than that takes."""
    if at.by_cadre:
        return statement.join(Person, Person.id == Pairing.person_id).where(within(at, Person.unit_id))
    if at.whole:
        return statement
    return statement.join(Recipient, Recipient.id == Pairing.recipient_id).where(within(at, Recipient.unit_id))


def line_of(at: Area) -> tuple[Any, Label[Any]]:
    """The table that knows the child of a unit, and the expression of the line."""
    if not at.children:
        return None, literal(at.unit_id).label("line")
    # Grouped, so that it is made once: looked up in the tree itself, each row would ask for every child there is.
    tree = (
        select(UnitTree.unit_id, func.max(UnitTree.ancestor_id).label("child"))
        .where(UnitTree.ancestor_id.in_(at.children))
        .group_by(UnitTree.unit_id)
        .subquery("lines")
    )
    return tree, func.coalesce(tree.c.child, at.unit_id).label("line")


def lined(statement: Query, at: Area, line: Any) -> Query:
    return statement.outerjoin(line, line.c.unit_id == at.home)


def stock(session: Session, at: Area, kinds: Sequence[str], day: date, before: date) -> Rows:
    """(line, class, recipients on `day`, recipients on `before`).

    In an office a recipient belongs to the cadre of the earliest of his primary pairings there.
    """
    if at.by_cadre:
        return _stock_of_cadres(session, at, kinds, day, before)
    tree, line = line_of(at)
    then = [
        func.sum(case((active(Recipient.first_day, Recipient.last_day, moment), 1), else_=0))
        for moment in (day, before)
    ]
    statement = select(line, Recipient.class_key, *then).select_from(Recipient)
    if not at.whole:
        statement = statement.where(within(at, Recipient.unit_id))
    if tree is not None:
        statement = lined(statement, at, tree)
    return session.execute(statement.group_by("line", Recipient.class_key)).all()


def _stock_of_cadres(session: Session, at: Area, kinds: Sequence[str], day: date, before: date) -> Rows:
    tree, line = line_of(at)
    chosen = []
    for moment in (day, before):
        earliest = (
            select(func.min(Pairing.id))
            .join(Person, Person.id == Pairing.person_id)
            .where(
                Pairing.kind.in_(kinds),
                active(Pairing.first_day, Pairing.last_day, moment),
                within(at, Person.unit_id),
            )
            .group_by(Pairing.recipient_id)
        )
        chosen.append(func.sum(case((Pairing.id.in_(earliest), 1), else_=0)))
    statement = select(line, Recipient.class_key, *chosen).select_from(Pairing).where(Pairing.kind.in_(kinds))
    return session.execute(placed(statement, at, tree).group_by("line", Recipient.class_key)).all()


class Running(NamedTuple):
    """Pairings that run on a day, and how many different recipients and cadres are in them."""

    pairings: int = 0
    recipients: int = 0
    cadres: int = 0


def running(session: Session, at: Area, programme: Programme, day: date) -> dict[str, Running]:
    """By kind of pairing, those of the quota together under ""; only the kinds there are."""
    quota = programme.quota_pairings
    names = ["", *(kind for kind in programme.kinds if kind not in quota)]
    # Numbers, for PostgreSQL sorts by these to count what is different, and words sort slowly.
    number = case((Pairing.kind.in_(quota), 0), *[(Pairing.kind == name, n) for n, name in enumerate(names) if n])
    statement: Query = (
        select(
            number.label("nth"),
            func.count(),
            func.count(Pairing.recipient_id.distinct()),
            func.count(Pairing.person_id.distinct()),
        )
        .select_from(Pairing)
        .where(Pairing.kind.in_(tuple(programme.kinds)), active(Pairing.first_day, Pairing.last_day, day))
    )
    rows = session.execute(inside(statement, at).group_by("nth"))
    return {names[n]: Running(*counted) for n, *counted in rows}
