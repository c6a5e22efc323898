"""Which updates are being answered right now, known to all workers: an advisory lock each, gone with the process."""

import contextlib
import threading

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from db.session import Sessions, UnavailableError

SPACE = 720419 << 40  # keeps our keys clear of those of leader and migrations; update ids stay below 2 ** 40


class Answering:
    """Between the commit of an update and the news that its answer went out, no other worker may answer it too.

    No column could say so: who died in between must not hold up the one that takes over. An embedded database
    has one process, and needs none of this.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._connection: Connection | None = None
        self._one_at_a_time = threading.Lock()

    def take(self, update_id: int) -> None:
        """Raises UnavailableError while another worker has it, or when the database is away."""
        if not self._sessions.embedded and not self._ask("SELECT pg_try_advisory_lock(:key)", update_id):
            raise UnavailableError("another worker is answering it")

    def leave(self, update_id: int) -> None:
        """Answered, or given up. A connection that broke has let go already."""
        if not self._sessions.embedded and self._connection is not None:
            try:
                self._ask("SELECT pg_advisory_unlock(:key)", update_id)
            except UnavailableError:
                return

    def close(self) -> None:
        with self._one_at_a_time:
            self._drop()

    def _ask(self, statement: str, update_id: int) -> bool:
        with self._one_at_a_time:
            try:
                if self._connection is None:
                    # Of its own, outside the pool: the locks live as long as this connection.
                    connection = self._sessions.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                    connection.detach()
                    self._connection = connection
                return bool(self._connection.scalar(text(statement), {"key": SPACE + update_id}))
            except DBAPIError as problem:
                self._drop()
                raise UnavailableError(str(problem.orig).strip().partition("\n")[0]) from problem

    def _drop(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            with contextlib.suppress(DBAPIError):  # it may be the broken one
                connection.close()
