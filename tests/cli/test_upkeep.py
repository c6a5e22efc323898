"""backup, restore, doctor, has-token: through the command line, on both databases."""

import asyncio
import base64
import functools
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot import clock as real
from bot.cli import app
from bot.clock import MovableClock
from bot.sandbox.api import BotApi
from bot.sandbox.server import serve
from db import working_days
from db.models import Person
from db.session import Sessions
from tests.conftest import new_postgres, new_sqlite
from tests.kit.bots import KEY, TOKEN, free_port
from tests.kit.build import building
from tests.kit.outages import away, impatient

Run = Callable[..., Result]
OTHER_KEY = base64.urlsafe_b64encode(bytes(range(50, 82))).decode()
OUR_KEY = base64.urlsafe_b64encode(KEY).decode()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """A command in an empty folder, with just these settings."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "TELEGRAM_BOT_TOKEN",
        "TELEGRAM_API_BASE_URL",
        "DATABASE_URL",
        "FIELD_KEYS",
        "WEBHOOK_URL",
        "DATA_DIR",
    ):
        monkeypatch.delenv(name, raising=False)

    def go(*arguments: str, **settings: str) -> Result:
        return CliRunner().invoke(app, list(arguments), env=settings)

    return go


@pytest.fixture
def filled(database: Sessions) -> Sessions:
    with building(database) as b:
        b.pair(b.unit("崆峒县", "county"))
    return database


def findings(result: Result) -> dict[str, dict[str, object]]:
    return {finding["what"]: finding for finding in json.loads(result.stdout)}


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_a_backup_comes_back_into_an_empty_database_and_only_there(
    run: Run, request: pytest.FixtureRequest, filled: Sessions, database_url: str, tmp_path: Path, into: str
) -> None:
    (tmp_path / "b").mkdir()
    empty = (
        new_sqlite(request.getfixturevalue("sqlite_template"), tmp_path / "b")
        if into == "sqlite"
        else new_postgres(request.getfixturevalue("postgres"))
    )
    made = run("backup", "copy.gz", DATABASE_URL=database_url, FIELD_KEYS=OUR_KEY)
    assert made.exit_code == 0, made.output
    back = run("restore", "copy.gz", DATABASE_URL=empty, FIELD_KEYS=OUR_KEY)
    assert back.exit_code == 0, back.output
    rows = made.stdout.split()[0]
    assert back.stdout.startswith(f"{rows} rows")
    again = run("restore", "copy.gz", DATABASE_URL=empty, FIELD_KEYS=OUR_KEY)
    assert (again.exit_code, again.stdout) == (1, "")
    assert "the database is not empty" in again.stderr


def test_a_backup_never_takes_the_place_of_another_file(
    run: Run, filled: Sessions, database_url: str, tmp_path: Path
) -> None:
    (tmp_path / "copy.gz").write_text("of yesterday")
    result = run("backup", "copy.gz", DATABASE_URL=database_url, FIELD_KEYS=OUR_KEY)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "copy.gz exists already" in result.stderr
    assert [(one.name, one.read_text()) for one in tmp_path.glob("*copy.gz*")] == [("copy.gz", "of yesterday")]


def test_a_copy_restored_with_other_keys_says_that_they_do_not_open_it(
    run: Run, filled: Sessions, database_url: str
) -> None:
    run("backup", "copy.gz", DATABASE_URL=database_url, FIELD_KEYS=OUR_KEY)
    back = run("restore", "copy.gz", DATABASE_URL="sqlite:///new.db", FIELD_KEYS=OTHER_KEY)
    assert back.exit_code == 1
    assert "the keys here do not open people.name, recipients.name: put the old FIELD_KEYS back" in back.stderr
    assert run("doctor", DATABASE_URL="sqlite:///new.db", FIELD_KEYS=f"{OTHER_KEY},{OUR_KEY}").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (("backup", "no/such/folder/copy.gz"), 2, "no such folder"),
        (("backup", "."), 1, "exists already"),
        (("restore", "nothing.gz"), 2, "does not exist"),
        (("restore", "hello.gz"), 1, "is not a whole copy"),
    ],
)
def test_misuse_is_told(
    run: Run, database_url: str, tmp_path: Path, arguments: tuple[str, ...], code: int, why: str
) -> None:
    (tmp_path / "hello.gz").write_text("hello")
    result = run(*arguments, DATABASE_URL=database_url, FIELD_KEYS=OUR_KEY)
    assert result.exit_code == code, result.output
    assert why in result.stderr
    assert result.stdout == ""


def test_without_tables_there_is_nothing_to_back_up(run: Run) -> None:
    result = run("backup", "copy.gz", DATABASE_URL="sqlite:///new.db", FIELD_KEYS=OUR_KEY)
    assert result.exit_code == 1
    assert "no tables yet" in result.stderr


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_database_that_is_away_is_named(run: Run, database_url: str) -> None:
    with away(database_url):
        backed_up = run("backup", "copy.gz", DATABASE_URL=database_url, FIELD_KEYS=OUR_KEY)
        examined = run("doctor", "--json", DATABASE_URL=database_url, FIELD_KEYS=OUR_KEY)
    assert backed_up.exit_code == examined.exit_code == 1
    assert "The database cannot be reached" in backed_up.stderr
    assert findings(examined)["database"]["fine"] is False
    assert "DATABASE_URL: " in str(findings(examined)["database"]["said"])


def test_commands_work_while_somebody_else_writes(run: Run, filled: Sessions, database_url: str) -> None:
    """As `run` does all day: neither copy nor examination waits for the write lock."""
    with filled.write() as session:
        session.get_one(Person, 1).name = "改名"
        session.flush()
        settings = {"DATABASE_URL": impatient(database_url), "FIELD_KEYS": OUR_KEY}
        assert run("backup", "copy.gz", **settings).exit_code == 0
        assert run("doctor", **settings).exit_code == 0


def test_a_fresh_machine_is_fine_and_examining_it_makes_nothing(run: Run, tmp_path: Path) -> None:
    result = run("doctor", "--json")
    assert result.exit_code == 0, result.output
    assert list(findings(result)) == ["settings", "programme", "database", "token", "fonts"]
    assert list(tmp_path.iterdir()) == []


def test_each_line_is_fine_or_says_so(run: Run, filled: Sessions, database_url: str) -> None:
    result = run("doctor", DATABASE_URL=database_url, FIELD_KEYS=OUR_KEY)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["fine", f"{what}:"] for what in ("settings", "programme", "database", "keys", "calendar", "token", "fonts")
    ]
    assert "estimated" in lines[4]


def test_a_year_whose_table_was_imported_is_called_so(run: Run, filled: Sessions, database_url: str) -> None:
    now = real.now()
    with filled.write() as session:
        working_days.publish(session, now.year, {}, person_id=None, now=now)
    found = findings(run("doctor", "--json", DATABASE_URL=database_url, FIELD_KEYS=OUR_KEY))
    assert f"{now.year} imported" in str(found["calendar"]["said"])


def test_a_key_that_is_missing_is_named_with_what_it_wrote(run: Run, filled: Sessions, database_url: str) -> None:
    result = run("doctor", "--json", DATABASE_URL=database_url, FIELD_KEYS=OTHER_KEY)
    assert result.exit_code == 1
    assert (
        findings(result)["keys"]["said"] == "FIELD_KEYS lacks the key that wrote people.name, recipients.name: add it"
    )
    none = run("doctor", "--json", DATABASE_URL=database_url)
    assert none.exit_code == 1
    assert findings(none)["keys"]["said"] == "there is no key: put data/field.key back, or set FIELD_KEYS"


def test_a_key_file_that_others_may_read_or_that_is_spoilt_is_named(
    run: Run, filled: Sessions, database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "data" / "field.key"
    file.parent.mkdir()
    file.write_text(OUR_KEY)
    file.chmod(0o644)
    open_to_all = run("doctor", "--json", DATABASE_URL=database_url)
    assert "chmod 600" in str(findings(open_to_all)["keys"]["said"])
    file.chmod(0o600)
    assert run("doctor", DATABASE_URL=database_url).exit_code == 0
    file.write_text("?")
    spoilt = run("doctor", "--json", DATABASE_URL=database_url)
    assert (spoilt.exit_code, findings(spoilt)["keys"]["fine"]) == (1, False)
    assert run("backup", "copy.gz", DATABASE_URL=database_url).exit_code == 2


def test_an_old_schema_is_named_with_the_mend(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.db").touch()
    result = run("doctor", "--json", DATABASE_URL="sqlite:///old.db", FIELD_KEYS=OUR_KEY)
    assert result.exit_code == 1
    assert "python -m bot migrate" in str(findings(result)["database"]["said"])
    assert run("migrate", DATABASE_URL="sqlite:///old.db", FIELD_KEYS=OUR_KEY).exit_code == 0
    assert run("doctor", DATABASE_URL="sqlite:///old.db", FIELD_KEYS=OUR_KEY).exit_code == 0


def test_wrong_settings_are_listed_and_end_with_1(run: Run, tmp_path: Path) -> None:
    result = run("doctor", TIMEZONE="Mars", LOG_FORMAT="xml")
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if line.startswith("BROKEN")] == [
        "BROKEN  settings: TIMEZONE: not a time zone as Asia/Shanghai",
        "BROKEN  settings: LOG_FORMAT: one of text | json",
    ]
    (tmp_path / "own.toml").write_text("key = 1")
    programme = run("doctor", "--json", PROGRAMME_FILE="own.toml")
    assert (programme.exit_code, findings(programme)["programme"]["fine"]) == (1, False)


async def test_the_token_is_asked_of_telegram(run: Run, clock: MovableClock) -> None:
    api = BotApi(now=clock, token=TOKEN)
    async with serve(api) as root:
        examine = functools.partial(asyncio.to_thread, run, "doctor", "--json", TELEGRAM_API_BASE_URL=root)
        good = await examine(TELEGRAM_BOT_TOKEN=TOKEN)
        bad = await examine(TELEGRAM_BOT_TOKEN="1:another-token")
    assert findings(good)["token"] == {"what": "token", "fine": True, "said": "@jiedui_sandbox_bot"}
    assert bad.exit_code == 1
    assert "Telegram does not know it" in str(findings(bad)["token"]["said"])
    assert "another-token" not in bad.output


def test_a_telegram_that_cannot_be_reached_is_told(run: Run) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    result = run("doctor", "--json", TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_BASE_URL=nowhere)
    assert result.exit_code == 1
    assert "cannot be reached" in str(findings(result)["token"]["said"])
    assert TOKEN not in result.output


def test_make_run_asks_whether_there_is_a_token(run: Run) -> None:
    assert run("has-token").exit_code == 1
    assert run("has-token", TELEGRAM_BOT_TOKEN=TOKEN).exit_code == 0
    broken = run("has-token", TELEGRAM_BOT_TOKEN=TOKEN, TIMEZONE="Mars")
    assert (broken.exit_code, broken.output) == (1, "")
    assert "has-token" not in run("--help").output
