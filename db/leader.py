"""The one process that plans and sends: an advisory lock on PostgreSQL, a locked file beside an embedded database."""

import fcntl
import threading
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from db.session import Sessions

KEY = 720418  # any number nobody else locks; 720417 guards migrations


class Leader:
    """Ask `leads()` before every round: whoever lost the connection that held the lock has lost the lead.

    Any thread may ask. `release` is for good: who asks later, or was asking meanwhile, does not take the lead again.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._connection: Connection | None = None
        self._file: IO[str] | None = None
        self._asking = threading.Lock()
        self._released = False

    def leads(self) -> bool:
        """Take the lead, or see that it is still ours."""
        with self._asking:
            if self._released:
                return False
            return self._lock_file() if self._sessions.embedded else self._lock_server()

    def release(self) -> None:
        """Give the lead up. A cancelled job leaves the thread running in which it asked: that must come to nothing."""
        with self._asking:
            self._released = True
            self._unlock()

    def _unlock(self) -> None:
        if self._file is not None:
            self._file.close()  # closing unlocks
            self._file = None
        if self._connection is not None:
            try:  # the server notices a closed connection a little later than the next in line asks
                self._connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": KEY})
            except DBAPIError:
                self._forget()
                return
            connection, self._connection = self._connection, None
            connection.close()

    def _lock_file(self) -> bool:
        if self._file is not None:
            return True
        database = self._sessions.engine.url.database
        if not database or database == ":memory:":
            return True
        file = Path(f"{database}.leader").open("w")  # noqa: SIM115  held until release
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def _lock_server(self) -> bool:
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                return True
            # Of its own, outside the pool: the lock lives as long as this connection.
            connection = self._sessions.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()
            if connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": KEY}):
                self._connection = connection
                return True
            connection.close()
        except DBAPIError:
            self._forget()
        return False

    def _forget(self) -> None:
        """Forget a connection that no longer answers."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.invalidate()
            connection.close()
