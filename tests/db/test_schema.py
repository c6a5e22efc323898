"""The schema goes up, down and up again, and is what the models say."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from db import migrate
from db.models import Base
from db.session import NotSavedError, Sessions


def test_the_schema_goes_up_down_and_up(database: Sessions) -> None:
    assert migrate.is_current(database.engine)
    migrate.downgrade(database.engine)
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(database.engine)
    assert migrate.is_current(database.engine)


def test_models_and_migrations_match(database: Sessions) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_word_outside_the_list_is_refused(database: Sessions) -> None:
    statement = text("INSERT INTO units (code, name, level, active) VALUES ('1', 'x', 'galaxy', true)")
    with pytest.raises(NotSavedError), database.write() as session:
        session.execute(statement)
