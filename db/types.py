"""Column types: aware UTC times, encrypted text, words with a check."""

import hashlib
import hmac
import os
from datetime import UTC, datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import DateTime, Dialect, Enum, LargeBinary, TypeDecorator

NONCE = 12
MARK = 4


class UndecryptableError(Exception):
    """A stored value fits none of the keys: FIELD_KEYS lost the key it was written with."""


class Cipher:
    """AES-256-GCM under the first key; every key decrypts.

    Stored: mark of the key (4 bytes), nonce (12), ciphertext with tag.

    `place` ("people.name") is authenticated, so a value moved to another column does not decrypt.
    """

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        if not keys:
            msg = "a cipher needs a key"
            raise ValueError(msg)
        self._keys = {hashlib.sha256(b"mark" + key).digest()[:MARK]: AESGCM(key) for key in keys}
        self._first = next(iter(self._keys))
        self._blind = [hmac.digest(key, b"blind index", "sha256") for key in keys]

    def encrypt(self, text: str, place: str) -> bytes:
        nonce = os.urandom(NONCE)
        return self._first + nonce + self._keys[self._first].encrypt(nonce, text.encode(), place.encode())

    def decrypt(self, stored: bytes, place: str) -> str:
        """Raises UndecryptableError."""
        key = self._keys.get(stored[:MARK])
        if key is None:
            raise UndecryptableError(place)
        try:
            return key.decrypt(stored[MARK : MARK + NONCE], stored[MARK + NONCE :], place.encode()).decode()
        except InvalidTag as problem:
            raise UndecryptableError(place) from problem

    def knows(self, mark: bytes) -> bool:
        """Whether the key that left this mark (the first MARK bytes of a value) is among ours."""
        return mark in self._keys

    def is_current(self, stored: bytes) -> bool:
        """Whether the value was written with the first key."""
        return stored[:MARK] == self._first

    def blind(self, text: str) -> list[str]:
        """Keyed fingerprints of `text` for look-up by equality: the first is stored, any may match (older keys)."""
        return [hmac.digest(key, text.encode(), "sha256").hex() for key in self._blind]


def cipher_of(dialect: Dialect) -> Cipher:
    """The cipher that `engine.connect_to` hung on its dialect."""
    cipher: Cipher = dialect.jiedui_cipher  # type: ignore[attr-defined]  # ours, set in db.engine
    return cipher


class Encrypted(TypeDecorator[str]):
    """Text that only the holder of FIELD_KEYS can read."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else cipher_of(dialect).encrypt(value, self.place)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else cipher_of(dialect).decrypt(value, self.place)


class Utc(TypeDecorator[datetime]):
    """Aware times in, aware UTC out, also on SQLite, which drops zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  signature of SQLAlchemy
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a time without a zone"
            raise ValueError(msg)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  signature of SQLAlchemy
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def words(name: str, *allowed: str) -> Enum:
    """A string column that takes only `allowed`; `name` names the check."""
    return Enum(*allowed, native_enum=False, create_constraint=True, name=name, length=32)
