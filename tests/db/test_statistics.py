"""After thousands of rows came at once, the planner of the database knows how many there are."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from bot.clock import MovableClock
from bot.services import synthetic
from db import copies, migrate
from db.models import Pairing, PairingSum, Record
from db.session import Session, Sessions
from tests.kit.office import Office


def known_rows(session: Session, table: str) -> int:
    """What the planner holds for the number of rows; -1: it was never told."""
    if session.get_bind().dialect.name == "sqlite":
        has = session.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'"))
        found = session.scalar(text("SELECT stat FROM sqlite_stat1 WHERE tbl = :t"), {"t": table}) if has else None
        return int(str(found).split()[0]) if found else -1
    return int(session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = :t"), {"t": table}) or 0)


@pytest.mark.parametrize("model", [Pairing, Record, PairingSum])
def test_after_seeding(database: Sessions, clock: MovableClock, model: type[Pairing]) -> None:
    office = Office(database, clock)
    with database.read() as session:
        assert known_rows(session, model.__tablename__) == -1
    assert office.do(synthetic.fill, cadres=60)
    with database.read() as session:
        there = session.scalar(select(func.count()).select_from(model))
        assert known_rows(session, model.__tablename__) == there


def test_after_a_restore(database: Sessions, clock: MovableClock, tmp_path: Path) -> None:
    assert Office(database, clock).do(synthetic.fill, cadres=60)
    copies.write(database, tmp_path / "copy.gz")
    migrate.downgrade(database.engine)
    migrate.upgrade(database.engine)
    with database.read() as session:
        assert known_rows(session, "records") == -1
    copies.read(database, tmp_path / "copy.gz")
    with database.read() as session:
        assert known_rows(session, "records") == session.scalar(select(func.count()).select_from(Record))
        assert known_rows(session, "pairing_sums") == session.scalar(select(func.count()).select_from(PairingSum))


def test_after_an_import(database: Sessions, clock: MovableClock) -> None:
    office = Office(database, clock)
    office.imports()
    with database.read() as session:
        there = session.scalar(select(func.count()).select_from(Pairing))
        assert known_rows(session, "pairings") == there
        assert there
