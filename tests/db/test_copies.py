"""Copies of the whole database: into the same kind and the other one, and what is refused."""

import gzip
import json
import stat
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, event, insert, select

from bot.clock import MovableClock
from db import copies
from db.engine import connect_to
from db.models import Base, Person, Question, Record, SeenUpdate, Unit, Watermark
from db.session import NotSavedError, Sessions
from db.types import Cipher
from tests.conftest import KEY, new_postgres, new_sqlite
from tests.kit.build import building


@pytest.fixture(params=["into sqlite", "into postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sessions]:
    """Another database, with its tables and no row."""
    if request.param == "into sqlite":
        folder = tmp_path / "other"
        folder.mkdir()
        url = new_sqlite(request.getfixturevalue("sqlite_template"), folder)
    else:
        url = new_postgres(request.getfixturevalue("postgres"))
    sessions = Sessions(connect_to(url, Cipher((KEY,))))
    yield sessions
    sessions.close()


@pytest.fixture
def filled(database: Sessions, clock: MovableClock) -> Sessions:
    """People, records with a correction, an encrypted reply, a deleted question, and a unit that stands before its parent."""
    with building(database) as b:
        county = b.unit("崆峒县", "county")
        pairing = b.pair(county)
        old = b.record(pairing, date(2026, 5, 20), visit=1, goods_fen=26000, note="送了米面油")
        b.correct(old, clock(), visit=0, contact=1)
        above = b.unit("平凉市", "city")
        county.parent_id = above.id
        person = b.session.get(Person, pairing.person_id)
        assert person is not None
        person.telegram_id = 7_000_000_001
        for _ in range(3):
            question = Question(person_id=person.id, kind="whom", payload="{}", asked_at=clock())
            b.session.add(question)
            b.session.flush()
            b.session.delete(question)
            b.session.flush()
        b.session.add(SeenUpdate(update_id=1, seen_at=clock(), reply='{"says": []}'))
        b.session.add(Watermark(name="plan", at=clock(), note="到这里"))
    return database


def everything(sessions: Sessions) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table as our models read it, decrypted."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with sessions.read() as session:
        for table in Base.metadata.sorted_tables:
            rows = session.execute(select(table).order_by(*table.primary_key.columns))
            found[table.name] = [tuple(row) for row in rows]
    return found


def raw(sessions: Sessions, table: str, column: str) -> list[bytes]:
    with sessions.read() as session:
        found = MetaData()
        found.reflect(session.connection(), only=[table])
        return [bytes(value) for value in session.scalars(select(found.tables[table].c[column]))]


def test_a_copy_brings_every_row_into_either_kind_of_database(
    filled: Sessions, empty: Sessions, tmp_path: Path
) -> None:
    file = tmp_path / "copy.gz"
    rows = copies.write(filled, file)
    before = everything(filled)
    assert rows == sum(len(of_table) for name, of_table in before.items() if name != "pairing_sums") > 10
    assert before["pairing_sums"], "sums are not in the file; the other database makes them from the entries"
    assert copies.read(empty, file) == rows
    assert everything(empty) == before
    assert raw(empty, "people", "name") == raw(filled, "people", "name"), "the ciphertext itself came over"


def test_ids_go_on_where_they_were_also_of_rows_that_are_gone(
    filled: Sessions, empty: Sessions, tmp_path: Path, clock: MovableClock
) -> None:
    """A button of a question that was answered must not fit a new one after the restore."""
    copies.write(filled, tmp_path / "copy.gz")
    copies.read(empty, tmp_path / "copy.gz")
    with empty.write() as session:
        unit = Unit(code="99", name="新", level="village")
        person = session.scalars(select(Person)).one()
        question = Question(person_id=person.id, kind="whom", payload="{}", asked_at=clock())
        session.add_all([unit, question])
        session.flush()
        assert unit.id == 3
        assert question.id == 4


def test_afterwards_the_keys_between_tables_hold_as_before(
    filled: Sessions, empty: Sessions, tmp_path: Path, clock: MovableClock
) -> None:
    copies.write(filled, tmp_path / "copy.gz")
    copies.read(empty, tmp_path / "copy.gz")
    orphan = insert(Record).values(pairing_id=999, entered_by=1, day=date(2026, 5, 1), created_at=clock())
    with pytest.raises(NotSavedError), empty.write() as session:
        session.execute(orphan)


def test_a_copy_of_a_copy_is_the_same(filled: Sessions, empty: Sessions, tmp_path: Path) -> None:
    copies.write(filled, tmp_path / "one.gz")
    copies.read(empty, tmp_path / "one.gz")
    copies.write(empty, tmp_path / "two.gz")
    one, two = (lines(tmp_path / name)[:-1] for name in ("one.gz", "two.gz"))
    assert [by_name(block) for block in one] == [by_name(block) for block in two]


def by_name(block: dict[str, Any]) -> Any:
    """A block without the order of its columns, which is the database's own affair."""
    if "rows" not in block:
        return block
    return block["table"], [dict(zip(block["columns"], row, strict=True)) for row in block["rows"]]


def lines(file: Path) -> list[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as opened:
        return [json.loads(line) for line in opened]


def test_no_name_stands_in_the_file_and_others_cannot_read_it(filled: Sessions, tmp_path: Path) -> None:
    file = tmp_path / "copy.gz"
    copies.write(filled, file)
    text = gzip.decompress(file.read_bytes()).decode()
    assert "崆峒县" in text
    for secret in ("李昊", "王秀英", "送了米面油", "says"):
        assert secret not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.glob(".copy*")) == []


def test_a_database_with_rows_is_not_filled(filled: Sessions, tmp_path: Path) -> None:
    copies.write(filled, tmp_path / "copy.gz")
    before = everything(filled)
    with pytest.raises(copies.CopyError, match="the database is not empty: "):
        copies.read(filled, tmp_path / "copy.gz")
    assert everything(filled) == before


def rewritten(change: Callable[[list[dict[str, Any]]], object]) -> Callable[[Path], None]:
    def write(file: Path) -> None:
        blocks = lines(file)
        change(blocks)
        with gzip.open(file, "wt", encoding="utf-8") as opened:
            opened.writelines(json.dumps(block) + "\n" for block in blocks)

    return write


def newer(blocks: list[dict[str, Any]]) -> None:
    blocks[0]["schema"] = "9999"


def strange(blocks: list[dict[str, Any]]) -> None:
    blocks[1]["table"] = "no_such_table"


def orphaned(blocks: list[dict[str, Any]]) -> None:
    blocks[:] = [block for block in blocks if block.get("table") != "people"]


def halved(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda file: file.write_bytes(b""), "is not a whole copy"),
        (lambda file: file.write_text("hello"), "is not a whole copy"),
        (lambda file: file.write_bytes(gzip.compress(b"[]\n")), "is not a whole copy"),
        (halved, "is not a whole copy"),
        (rewritten(lambda blocks: blocks.pop()), "is not a whole copy"),
        (rewritten(strange), "is not a whole copy"),
        (rewritten(newer), "comes from a newer version"),
        (rewritten(orphaned), "contradicts itself"),
    ],
    ids=["nothing", "text", "no head", "half", "no end", "strange", "newer", "orphaned"],
)
def test_what_is_no_whole_copy_is_refused_and_writes_no_row(
    filled: Sessions, empty: Sessions, tmp_path: Path, spoil: Callable[[Path], None], why: str
) -> None:
    file = tmp_path / "copy.gz"
    copies.write(filled, file)
    spoil(file)
    with pytest.raises(copies.CopyError, match=why):
        copies.read(empty, file)
    assert not any(everything(empty).values())


def test_without_tables_there_is_nothing_to_copy(tmp_path: Path) -> None:
    sessions = Sessions(connect_to(f"sqlite:///{tmp_path}/new.db", Cipher((KEY,))))
    with pytest.raises(copies.CopyError, match="no tables yet"):
        copies.write(sessions, tmp_path / "copy.gz")
    assert not list(tmp_path.glob("*copy*"))
    sessions.close()


def test_a_copy_shows_one_moment_while_others_write(
    filled: Sessions, database_url: str, empty: Sessions, tmp_path: Path
) -> None:
    """Somebody writes after the first look at the database and before the rows are read: the copy still foots."""
    other = Sessions(connect_to(database_url, Cipher((KEY,))))

    def meanwhile(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "FROM alembic_version" in statement:
            with building(other) as b:
                b.person(None, "后来的人", number="C-LATE")

    event.listen(filled.engine, "after_cursor_execute", meanwhile)
    copies.write(filled, tmp_path / "copy.gz")
    event.remove(filled.engine, "after_cursor_execute", meanwhile)
    other.close()
    copies.read(empty, tmp_path / "copy.gz")
    with empty.read() as session:
        assert "后来的人" not in session.scalars(select(Person.name)).all()
    with filled.read() as session:
        assert "后来的人" in session.scalars(select(Person.name)).all()
