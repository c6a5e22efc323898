"""What was done in a scope, in sums: by line and class, by kind, by pairing.

Whole months and years come from `pairing_sums`, which triggers keep equal to the register. The register itself is asked
for a part of a month after which more was done, and where the rules of credit look at each entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from bot.domain.calendar import end_of_month
from bot.domain.programme import Programme, QuotaRule
from db.counts import FLOWS, Area, Query, Rows, counts, inside, line_of, pairings_in, placed
from db.models import Pairing, PairingSum, Recipient, Record

DAY = timedelta(days=1)
NAMES = tuple(column.key for column in FLOWS)
CREDIT = (0, 1, 4)  # contact, visit, deed among the flows
# As the index on days of standing entries spells it: SQLite does not see that `standing = 1` is the same.
STANDING: ColumnElement[bool] = literal_column("records.standing")


def month_key(day: date) -> int:
    """The `period` of a month in `pairing_sums`."""
    return day.year * 100 + day.month


def year_key(day: date) -> int:
    return day.year * 100


def months(first: date, last: date) -> tuple[int, ...]:
    """The keys of the months that two days and those between lie in."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple((first.year + n // 12) * 100 + n % 12 + 1 for n in range(first.month - 1, first.month - 1 + count))


def _newest(session: Session, first: date, last: date) -> date | None:
    """The last day of a span on which something was done, as far as the register knows."""
    days = select(Record.day).where(STANDING, Record.day.between(first, last))
    return session.scalar(days.order_by(Record.day.desc()).limit(1))


def _whole(session: Session, until: date) -> bool:
    """Whether what was done in the month of a day was done by that day."""
    end = end_of_month(until.year, until.month)
    return until == end or _newest(session, until + DAY, end) is None


def _acts(session: Session, first: date, last: date) -> tuple[Any, list[ColumnElement[bool]]]:
    """The table in which the acts from the first day of a month to another day are added up, and which of its rows."""
    if _whole(session, last):
        return PairingSum, [PairingSum.period.in_(months(first, last))]
    return Record, [counts(), Record.day.between(first, last)]


def flows(session: Session, at: Area, kinds: Sequence[str], before: date, first: date, last: date) -> Rows:
    """What was done in pairings of some kinds from `before` to `last`, in one pass over both spans.

    (whether from `first` on, line, class, contact, visit, policy, difficulty, deed, cash, goods). `before` and `first`
    begin a month.
    """
    tree, line = line_of(at)
    table, chosen = _acts(session, before, last)
    now = table.day >= first if table is Record else table.period >= month_key(first)
    statement: Query = (
        select(case((now, 1), else_=0).label("now"), line, Recipient.class_key, *_totals(table))
        .select_from(table)
        .join(Pairing, Pairing.id == table.pairing_id)
        .where(*chosen, Pairing.kind.in_(kinds))
    )
    if not at.whole and not at.few:
        statement = statement.where(table.pairing_id.in_(pairings_in(at, kinds)))
    return session.execute(placed(statement, at, tree).group_by("now", "line", Recipient.class_key)).all()


def by_kind(session: Session, at: Area, kinds: Sequence[str], first: date, last: date) -> Rows:
    """(kind of pairing, the seven flows) of what was done between two days; `first` begins a month."""
    table, chosen = _acts(session, first, last)
    statement: Query = (
        select(Pairing.kind, *_totals(table))
        .select_from(table)
        .join(Pairing, Pairing.id == table.pairing_id)
        .where(*chosen, Pairing.kind.in_(kinds))
    )
    if not at.whole and not at.few:
        statement = statement.where(table.pairing_id.in_(pairings_in(at, kinds)))
    return session.execute(inside(statement, at).group_by(Pairing.kind)).all()


@lru_cache(maxsize=2)
def _totals(table: Any) -> tuple[ColumnElement[int], ...]:
    return tuple(_total(getattr(table, name)) for name in NAMES)


def _total(column: Any) -> ColumnElement[int]:
    """A sum as an integer, which PostgreSQL would make a decimal of and Python read ten times slower."""
    return cast(func.sum(column), BigInteger)


def counts_as_written(programme: Programme) -> bool:
    """Whether no rule makes of a record anything but what it says."""
    return all(rule.deed_counts == ("deed",) and not rule.visit_is_contact for rule in programme.quota_rules)


def _credited(programme: Programme, first: date, last: date) -> list[ColumnElement[Any]]:
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


@dataclass(frozen=True)
class Done:
    """Where the sums of a pairing are: tables to be joined to pairings, the seven flows, and what the quota credits."""

    joins: tuple[tuple[Any, ColumnElement[bool]], ...]
    flows: tuple[ColumnElement[int], ...]
    credit: tuple[ColumnElement[int], ...]

    @cached_property
    def totals(self) -> tuple[ColumnElement[int], ...]:
        """The flows over several pairings."""
        return tuple(map(_total, self.flows))

    def joined(self, statement: Query) -> Query:
        for table, on in self.joins:
            statement = statement.outerjoin(table, on)
        return statement


def done(session: Session, at: Area, programme: Programme, since: date, until: date) -> Done:
    """The acts of each pairing of a scope from `since`, a 1 January, to `until` in the same year."""
    end = date(since.year, 12, 31)
    if not counts_as_written(programme) or not _whole(session, until):
        return _from_register(at, programme, since, until)
    later_on = end_of_month(until.year, until.month) + DAY  # whatever is left of the month itself is empty
    newest = _newest(session, later_on, end) if later_on < end else None
    if newest is None:
        return _of_sums((year_key(since),))
    before, after = months(since, until), months(later_on, newest)
    return _of_sums(before) if len(before) <= len(after) else _of_sums((year_key(since),), after)


@lru_cache(maxsize=64)
def _of_sums(periods: tuple[int, ...], less: tuple[int, ...] = ()) -> Done:
    """What is kept of some periods, without that of others; the same words each time, so they are kept, too."""
    table, on = _of_periods(periods)
    if not less:
        return Done(((table, on),), *_kept(table))
    later, on_later = _of_periods(less)
    return Done(((table, on), (later, on_later)), *_kept(table, later))


def _of_periods(periods: Sequence[int]) -> tuple[Any, ColumnElement[bool]]:
    """Kept sums over some periods, at most one row a pairing, and how they join to pairings."""
    own = PairingSum.__table__.alias()  # an alias of the class costs ten times as much to write a statement with
    if len(periods) == 1:
        return own, and_(own.c.period == periods[0], own.c.pairing_id == Pairing.id)
    summed = [cast(func.sum(own.c[name]), own.c[name].type).label(name) for name in NAMES]
    found = select(own.c.pairing_id, *summed).where(own.c.period.in_(periods)).group_by(own.c.pairing_id).subquery()
    return found, found.c.pairing_id == Pairing.id


def _kept(table: Any, less: Any = None) -> tuple[tuple[ColumnElement[int], ...], tuple[ColumnElement[int], ...]]:
    """(the seven flows, the credited ones) of a joined table, without those of another."""
    kept: list[ColumnElement[int]] = [func.coalesce(table.c[name], 0) for name in NAMES]
    if less is not None:
        kept = [value - func.coalesce(less.c[name], 0) for name, value in zip(NAMES, kept, strict=True)]
    return tuple(kept), tuple(kept[n] for n in CREDIT)


def _from_register(at: Area, programme: Programme, since: date, until: date) -> Done:
    rules = [] if counts_as_written(programme) else _credited(programme, since, until)
    acts = (
        select(
            Record.pairing_id.label("pairing_id"),
            *[cast(func.sum(column), getattr(PairingSum, column.key).type).label(column.key) for column in FLOWS],
            *[cast(column, Integer).label(f"c{n}") for n, column in enumerate(rules)],
        )
        .where(counts(), Record.day.between(since, until))
        .group_by(Record.pairing_id)
    )
    if not at.whole:
        acts = acts.where(Record.pairing_id.in_(pairings_in(at, programme.quota_pairings)))
    found = acts.subquery()
    kept, as_written = _kept(found)
    credited = tuple(func.coalesce(found.c[f"c{n}"], 0) for n in range(len(rules)))
    return Done(((found, found.c.pairing_id == Pairing.id),), kept, credited or as_written)
