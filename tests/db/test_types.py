"""Encrypted columns, their keys and how these are changed; times and words."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from db import keys, people
from db.engine import connect_to
from db.models import Person, SeenUpdate
from db.session import Sessions
from db.types import MARK, NONCE, Cipher, UndecryptableError
from tests.conftest import KEY
from tests.kit.build import building

NEW = bytes(range(100, 132))
PHONE = "13800000001"


def test_what_is_encrypted_opens_again_and_never_looks_the_same_twice() -> None:
    cipher = Cipher((KEY,))
    one, two = (cipher.encrypt("王秀英", "people.name") for _ in range(2))
    assert one != two
    assert cipher.decrypt(one, "people.name") == cipher.decrypt(two, "people.name") == "王秀英"
    assert "王秀英".encode() not in one


@pytest.mark.parametrize("at", [MARK + NONCE, -1, MARK])
def test_a_changed_byte_is_noticed(at: int) -> None:
    cipher = Cipher((KEY,))
    stored = bytearray(cipher.encrypt("王秀英", "people.name"))
    stored[at] ^= 1
    with pytest.raises(UndecryptableError):
        cipher.decrypt(bytes(stored), "people.name")


def test_a_value_moved_to_another_column_does_not_open() -> None:
    cipher = Cipher((KEY,))
    with pytest.raises(UndecryptableError):
        cipher.decrypt(cipher.encrypt("王秀英", "people.name"), "recipients.name")


def test_a_cipher_needs_a_key() -> None:
    with pytest.raises(ValueError, match="needs a key"):
        Cipher(())


@pytest.fixture
def rotated(database_url: str, database: Sessions) -> Iterator[Sessions]:
    """A person written with the old key, seen with a new key before it."""
    with building(database) as b:
        index = people.phone_key(b.session, PHONE)
        b.person(b.unit("崆峒县", "county"), "李明", phone=PHONE, phone_index=index)
    sessions = Sessions(connect_to(database_url, Cipher((NEW, KEY))))
    yield sessions
    sessions.close()


def test_a_new_first_key_reads_what_the_old_one_wrote_and_finds_it_by_phone(rotated: Sessions) -> None:
    with rotated.read() as session:
        (found,) = people.by_phone(session, PHONE)
        assert (found.name, found.phone) == ("李明", PHONE)
        assert people.by_phone(session, "13800000002") == []
        assert people.phone_key(session, PHONE) != found.phone_index


def test_what_is_written_after_the_change_needs_the_new_key(rotated: Sessions, database: Sessions) -> None:
    with rotated.write() as session:
        people.by_phone(session, PHONE)[0].name = "李明明"
    with rotated.read() as session:
        assert session.scalars(select(Person.name)).one() == "李明明"
        assert session.scalars(select(Person.phone)).one() == PHONE
    with database.read() as session:
        assert session.scalars(select(Person.phone)).one() == PHONE
        with pytest.raises(UndecryptableError, match=r"people\.name"):
            session.scalars(select(Person.name)).one()


def test_columns_that_no_key_opens_are_named(rotated: Sessions, database: Sessions) -> None:
    with rotated.write() as session:
        people.by_phone(session, PHONE)[0].name = "李明明"
        assert keys.unreadable(session) == []
    with database.read() as session:
        assert keys.unreadable(session) == ["people.name"]


def test_a_value_of_the_right_key_that_was_tampered_with_is_named(database: Sessions, rotated: Sessions) -> None:
    with database.write() as session:
        cipher = Cipher((KEY,))
        session.execute(text("UPDATE people SET name = :bad"), {"bad": cipher.encrypt("x", "units.name")})
    with database.read() as session:
        assert keys.unreadable(session) == ["people.name"]


def test_the_database_holds_no_name_in_clear(rotated: Sessions, database: Sessions) -> None:
    with database.read() as session:
        name, phone = session.execute(text("SELECT name, phone FROM people")).one()
        assert "李明".encode() not in bytes(name)
        assert PHONE.encode() not in bytes(phone)


def test_times_come_back_aware_and_in_utc(database: Sessions) -> None:
    shanghai = datetime(2026, 5, 26, 10, tzinfo=timezone(timedelta(hours=8)))
    with database.write() as session:
        session.add(SeenUpdate(update_id=1, seen_at=shanghai))
    with database.read() as session:
        row = session.scalars(select(SeenUpdate)).one()
        assert row.seen_at == shanghai
        assert row.seen_at.tzinfo is UTC
        assert (row.answered_at, row.reply) == (None, None)


def test_a_time_without_a_zone_is_refused(database: Sessions) -> None:
    naive = datetime(2026, 5, 26)  # noqa: DTZ001  the point of the test
    with pytest.raises(StatementError, match="a time without a zone"), database.write() as session:
        session.add(SeenUpdate(update_id=1, seen_at=naive))
