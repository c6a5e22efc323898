"""The kept sums of pairings against the register they come from: compared, made anew, and filled in bulk.

Single entries are added up by triggers (migration 0002). Millions at once are added up at the end in one pass: on
PostgreSQL each step of a sum would leave a dead row behind until the transaction ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Integer, cast, delete, extract, func, insert, or_, select, union_all
from sqlalchemy.orm import Session

from db.counts import FLOWS, Query, counts
from db.models import PairingSum, Record

NAMES = tuple(column.key for column in FLOWS)
KEPT = tuple(getattr(PairingSum, name) for name in NAMES)
SOME = 5
YEARS = PairingSum.period % 100 == 0
_month = cast(extract("year", Record.day) * 100 + extract("month", Record.day), Integer)


def _months() -> Query:
    """(period, pairing, the seven flows) by month, from the register."""
    summed = [func.sum(column).label(column.key) for column in FLOWS]
    found: Query = select(_month.label("period"), Record.pairing_id, *summed)
    return found.where(counts()).group_by(_month, Record.pairing_id)


def _years() -> Query:
    """The same by year, from the months."""
    year = (PairingSum.period - PairingSum.period % 100).label("period")
    summed = [func.sum(column).label(name) for name, column in zip(NAMES, KEPT, strict=True)]
    return select(year, PairingSum.pairing_id, *summed).where(~YEARS).group_by(year, PairingSum.pairing_id)


def rebuild(connection: Connection) -> None:
    """Forget all kept sums and add them up again, while nobody enters anything."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE records IN SHARE ROW EXCLUSIVE MODE")
    connection.execute(delete(PairingSum))
    for found in (_months(), _years()):
        columns = ["period", "pairing_id", *NAMES]
        connection.execute(insert(PairingSum).from_select(columns, found.order_by("period", "pairing_id")))


@contextmanager
def silenced(connection: Connection) -> Iterator[None]:
    """Very many entries in one transaction, after which the sums are made by `rebuild`."""
    if connection.dialect.name != "postgresql":
        yield
        return
    connection.exec_driver_sql("ALTER TABLE records DISABLE TRIGGER USER")
    yield
    connection.exec_driver_sql("ALTER TABLE records ENABLE TRIGGER USER")


def unlike(session: Session) -> tuple[int, list[str]]:
    """How many sums of a month or year differ from what they are sums of, and some as pairing and period."""
    months = _differing(_months(), select(PairingSum.period, PairingSum.pairing_id, *KEPT).where(~YEARS))
    years = _differing(_years(), select(PairingSum.period, PairingSum.pairing_id, *KEPT).where(YEARS))
    found = union_all(months, years).subquery()
    number = session.scalar(select(func.count()).select_from(found)) or 0
    some = session.execute(select(found).order_by(found.c.period, found.c.pairing_id).limit(SOME)) if number else ()
    return number, [f"{pairing} in {period}" for period, pairing in some]


def _differing(one: Query, other: Query) -> Query:
    """(period, pairing) of rows that are in one of two and not alike in the other; no row is as good as zeros."""
    signed = [
        select(rows.c.period, rows.c.pairing_id, *[(rows.c[name] * sign).label(name) for name in NAMES])
        for rows, sign in ((one.subquery(), 1), (other.subquery(), -1))
    ]
    both = union_all(*signed).subquery()
    differs = or_(*[func.sum(both.c[name]) != 0 for name in NAMES])
    return select(both.c.period, both.c.pairing_id).group_by(both.c.period, both.c.pairing_id).having(differs)
