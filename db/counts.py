"""The figures of a scope, each by one pass of GROUP BY.

Every function takes an `Area` and returns plain rows whose first value is the *line*: the child unit of the scope that
the thing lies in, or the scope's own id. In a place things lie where the recipient lives, in an office (单位) where the
cadre works.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Label, Row, Select, and_, case, cast, func, literal, or_, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from bot.domain.programme import QUOTA_KINDS, Programme, QuotaRule
from db.models import Absence, Pairing, Person, Recipient, Record, Unit, UnitTree

MEMORY = ("SET LOCAL work_mem = '128MB'", "SET LOCAL jit = off")  # the hash of a province's pairings stays off the disk
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
    `whole`: nothing lies outside, so nothing need be filtered.
    """

    unit_id: int
    by_cadre: bool
    children: tuple[int, ...]
    tops: tuple[int, ...]
    whole: bool = False
    without: tuple[int, ...] = ()

    @property
    def home(self) -> InstrumentedAttribute[Any]:
        """The column that says where a thing lies."""
        return Person.unit_id if self.by_cadre else Recipient.unit_id


def make_room(session: Session) -> None:
    """Let the passes of this transaction use memory; PostgreSQL's 4 MB a hash would spill those of a province."""
    if session.get_bind().dialect.name == "postgresql":
        for setting in MEMORY:
            session.execute(text(setting))


def area(session: Session, unit: Unit, children: Sequence[Unit]) -> Area:
    """The scope of a report; what lies in none of `children` is the scope's own."""
    by_cadre = unit.level == "unit"
    outside = select(Unit.id).where(Unit.parent_id.is_(None), Unit.id != unit.id).limit(1)
    whole = not by_cadre and unit.parent_id is None and session.scalar(outside) is None
    return Area(unit.id, by_cadre, tuple(child.id for child in children), (unit.id,), whole)


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
    inside = column.in_(select(UnitTree.unit_id).where(UnitTree.ancestor_id.in_(at.tops)))
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
    tree = aliased(UnitTree)
    return tree, func.coalesce(tree.ancestor_id, at.unit_id).label("line")


def lined(statement: Query, at: Area, line: Any) -> Query:
    return statement.outerjoin(line, and_(line.unit_id == at.home, line.ancestor_id.in_(at.children)))


def flows(session: Session, at: Area, kinds: Sequence[str], first: date, last: date) -> Rows:
    """(kind of pairing, line, class, contact, visit, policy, difficulty, deed, cash, goods) of acts."""
    tree, line = line_of(at)
    statement = (
        select(Pairing.kind, line, Recipient.class_key, *[_total(column) for column in FLOWS])
        .select_from(Record)
        .join(Pairing, Pairing.id == Record.pairing_id)
        .where(counts(), Record.day.between(first, last), Pairing.kind.in_(kinds))
    )
    if not at.whole:
        statement = statement.where(Record.pairing_id.in_(pairings_in(at, kinds)))
    return session.execute(placed(statement, at, tree).group_by(Pairing.kind, "line", Recipient.class_key)).all()


def _total(column: Any) -> ColumnElement[int]:
    """A sum as an integer, which PostgreSQL would make a decimal of and Python read ten times slower."""
    return cast(func.coalesce(func.sum(column), 0), BigInteger)


def counts_as_written(programme: Programme) -> bool:
    """Whether no rule makes of a record anything but what it says."""
    return all(rule.deed_counts == ("deed",) and not rule.visit_is_contact for rule in programme.quota_rules)


def credited(programme: Programme, first: date, last: date) -> list[ColumnElement[Any]]:
    """Sums of the acts of a pairing in quota kinds (contact, visit, deed), each day by its own rule."""
    rules = [rule for rule in programme.quota_rules if rule.valid_from <= last] or [programme.quota_rules[0]]
    spans = [(rule.valid_from if n else date.min, rule) for n, rule in enumerate(rules)]
    spans = [(day, rule) for n, (day, rule) in enumerate(spans) if n + 1 == len(spans) or spans[n + 1][0] > first]

    def by_rule(value: Any) -> ColumnElement[Any]:
        found = value(spans[0][1])
        return (
            case(*[(Record.day >= day, value(rule)) for day, rule in spans[:0:-1]], else_=found) if spans[1:] else found
        )

    def contact(rule: QuotaRule) -> Any:
        return Record.contact + Record.visit if rule.visit_is_contact else Record.contact

    def deed(rule: QuotaRule) -> Any:
        columns = [getattr(Record, name) for name in rule.deed_counts]
        if len(columns) == 1:
            return columns[0]
        return case((or_(*[column > 0 for column in columns]), 1), else_=0)

    return [func.sum(by_rule(contact)), func.sum(Record.visit), func.sum(by_rule(deed))]


def shapes(session: Session, at: Area, programme: Programme, since: date, until: date) -> Rows:
    """Quota pairings of the days from `since` (1 January) to `until`, and what was done in them, in equal shapes.

    (line, class, first day or `since`, last day, cadre if he has approved leave else None, halted, credited contact,
    visit, deed, how many such pairings, and the sums of the seven flows over all of them). What no judgement depends
    on is not told apart: acts beyond the most that is ever asked, and when exactly a pairing ended before `until`.
    """
    kinds = programme.quota_pairings
    tree, line = line_of(at)
    credited_sums = [] if counts_as_written(programme) else credited(programme, since, until)
    credit = ["c0", "c1", "c2"] if credited_sums else ["f0", "f1", "f4"]  # contact, visit, deed are summed already
    acts = (
        select(
            Record.pairing_id.label("pairing_id"),
            *[column.label(f"c{n}") for n, column in enumerate(credited_sums)],
            *[func.sum(column).label(f"f{n}") for n, column in enumerate(FLOWS)],
        )
        .where(counts(), Record.day.between(since, until))
        .group_by(Record.pairing_id)
    )
    if not at.whole:
        acts = acts.where(Record.pairing_id.in_(pairings_in(at, kinds)))
    done = acts.subquery()
    on_leave = select(Absence.person_id).where(
        Absence.state == "approved", Absence.last_day >= since, Absence.first_day <= until
    )
    ended, long_ago = Pairing.last_day < until, since - timedelta(days=1)
    most = [max(1, *(rule.of(kind) for rule in programme.quota_rules)) for kind in QUOTA_KINDS]
    shape: list[Label[Any]] = [
        line,
        Recipient.class_key.label("class_key"),
        case((or_(Pairing.first_day < since, ended), since), else_=Pairing.first_day).label("first"),
        case((ended, long_ago), else_=Pairing.last_day).label("last"),
        case((Pairing.person_id.in_(on_leave), Pairing.person_id), else_=None).label("on_leave"),
        Recipient.halted_at.is_not(None).label("halted"),
        *[
            case((or_(ended, done.c[name].is_(None)), 0), (done.c[name] > cap, cap), else_=done.c[name]).label(
                f"credit{n}"
            )
            for n, (name, cap) in enumerate(zip(credit, most, strict=True))
        ],
    ]
    statement = (
        select(*shape, func.count(), *[_total(done.c[f"f{n}"]) for n in range(len(FLOWS))])
        .select_from(Pairing)
        .outerjoin(done, done.c.pairing_id == Pairing.id)
        .where(
            Pairing.kind.in_(kinds),
            Pairing.first_day <= until,
            or_(Pairing.last_day.is_(None), Pairing.last_day >= since),
        )
    )
    return session.execute(placed(statement, at, tree).group_by(*[part.name for part in shape])).all()


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


def paired(session: Session, at: Area, kinds: Sequence[str], day: date) -> tuple[int, int]:
    """Cadres and recipients of the pairings of some kinds that run on a day."""

    def different(column: Any) -> int:
        running = active(Pairing.first_day, Pairing.last_day, day)
        who = inside(select(column).where(Pairing.kind.in_(kinds), running), at)
        # A DISTINCT inside count() makes PostgreSQL sort; one outside is a hash.
        return session.scalar(select(func.count()).select_from(who.distinct().subquery())) or 0

    return different(Pairing.person_id), different(Pairing.recipient_id)
