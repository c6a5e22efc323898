"""Transactions: what other packages may import from the database layer, beside the query modules."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from db.engine import connect_to
from db.types import Cipher

__all__ = ["Cipher", "NotSavedError", "Session", "Sessions", "UnavailableError", "connect_to", "told"]


class UnavailableError(Exception):
    """The database is away: nothing is known to be saved, and the same thing may be tried again."""


class NotSavedError(Exception):
    """The transaction was rolled back: nothing of it is saved."""


class Sessions:
    """Where transactions come from. `write` holds SQLite's write lock from the beginning; `read` sees one moment."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.embedded = engine.dialect.name == "sqlite"
        if self.embedded:
            self._reading = engine.execution_options(reading=True)
        else:
            self._reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def write(self) -> AbstractContextManager[Session]:
        return _transaction(self.engine)

    def read(self) -> AbstractContextManager[Session]:
        return _transaction(self._reading)

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _transaction(engine: Engine) -> Iterator[Session]:
    """Commit at the end; raises as `told`."""
    with told(), Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def told() -> Iterator[None]:
    """What the database did inside, as UnavailableError or NotSavedError; other errors as they are."""
    try:
        yield
    except (OperationalError, InterfaceError) as problem:
        raise UnavailableError(_brief(problem)) from problem
    except DBAPIError as problem:
        raise NotSavedError(_brief(problem)) from problem


def _brief(problem: DBAPIError) -> str:
    """The driver's words without the statement and its parameters, which may hold personal data."""
    return str(problem.orig).strip().splitlines()[0] if problem.orig else type(problem).__name__
