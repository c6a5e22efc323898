"""Which stored values the keys at hand open."""

from collections.abc import Iterator

from sqlalchemy import LargeBinary, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.models import Base
from db.types import MARK, Cipher, Encrypted, UndecryptableError, cipher_of


def encrypted_columns() -> Iterator[InstrumentedAttribute[str]]:
    """Every encrypted column of every table."""
    for mapper in Base.registry.mappers:
        for name, column in mapper.columns.items():
            if isinstance(column.type, Encrypted):
                yield getattr(mapper.class_, name)


def unreadable(session: Session) -> list[str]:
    """The columns ("people.name") that hold a value which none of the keys opens."""
    cipher = cipher_of(session.get_bind().dialect)
    return sorted(str(column.expression) for column in encrypted_columns() if not _opens(session, cipher, column))


def _opens(session: Session, cipher: Cipher, column: InstrumentedAttribute[str]) -> bool:
    """Every mark is that of a key we have, and the first value of each mark really opens."""
    raw = type_coerce(column, LargeBinary)
    mark = func.substr(raw, 1, MARK)
    for found in session.scalars(select(mark).where(column.is_not(None)).distinct()):
        if not cipher.knows(bytes(found)):
            return False
        try:
            session.scalars(select(column).where(mark == found).limit(1)).one()
        except UndecryptableError:
            return False
    return True
