"""The schema goes up, down and up again, and is what the models say."""

import json
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text

from db import migrate
from db.models import Base, Job
from db.session import NotSavedError, Sessions
from tests.kit.build import Builder


def test_the_schema_goes_up_down_and_up(database: Sessions) -> None:
    assert migrate.is_current(database.engine)
    migrate.downgrade(database.engine)
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(database.engine)
    assert migrate.is_current(database.engine)


def test_models_and_migrations_match(database: Sessions) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_triggers_that_keep_the_sums_are_there_at_head(database: Sessions) -> None:
    """SQLite drops them with `records`, which a migration in batch mode rebuilds: it must make them again."""
    triggers = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'records'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = 'records'::regclass AND NOT tgisinternal",
    }
    expected = {
        "sqlite": {"records_entered", "records_changed_in", "records_removed", "records_changed_out"},
        "postgresql": {"records_added", "records_taken"},
    }
    dialect = database.engine.dialect.name
    for _again in range(2):
        with database.engine.connect() as connection:
            assert set(connection.scalars(text(triggers[dialect]))) == expected[dialect]
        migrate.downgrade(database.engine, "0002")
        migrate.upgrade(database.engine)


def test_long_work_under_way_survives_the_migration_of_its_table(database: Sessions) -> None:
    asked = {"period": "2026-05", "unit_id": 1}
    with database.write() as session:
        b = Builder(session)
        person = b.person(b.unit("崆峒县", "county"))
        for form in ("xlsx", "unit"):
            session.add(
                Job(
                    person_id=person.id,
                    chat_id=7,
                    form=form,
                    asked=json.dumps(asked),
                    made_at=datetime(2026, 5, 26, 2, tzinfo=UTC),
                    beat_at=datetime(2026, 5, 26, 3, tzinfo=UTC),
                )
            )
    migrate.downgrade(database.engine, "0002")
    migrate.upgrade(database.engine)
    with database.write() as session:
        (job,) = session.scalars(select(Job)).all()
        assert (job.form, json.loads(job.asked), job.state) == ("xlsx", asked, "waiting")
        assert job.beat_at == datetime(2026, 5, 26, 3, tzinfo=UTC)
        session.add(
            Job(person_id=person.id, chat_id=7, form="plan", asked="{}", made_at=job.made_at, beat_at=job.made_at)
        )


def test_a_word_outside_the_list_is_refused(database: Sessions) -> None:
    statement = text("INSERT INTO units (code, name, level, active) VALUES ('1', 'x', 'galaxy', true)")
    with pytest.raises(NotSavedError), database.write() as session:
        session.execute(statement)
