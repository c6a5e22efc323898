"""Settings: what may be set, what is wrong with it, all at once; and the key that makes itself once."""

import base64
import dataclasses
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest

from bot.config import KEY_BYTES, Settings, SettingsError, ensure_key

TREE = Path(__file__).parents[1]
KEYS = [base64.urlsafe_b64encode(bytes([255 - n] * KEY_BYTES)).decode() for n in range(3)]
CONTRACT = {
    "TELEGRAM_BOT_TOKEN", "TELEGRAM_API_BASE_URL", "TELEGRAM_PROXY_URL", "DATABASE_URL", "TIMEZONE", "DEFAULT_LANGUAGE",
    "WEBHOOK_URL", "WEBHOOK_HOST", "WEBHOOK_PORT", "WEBHOOK_SECRET", "FIELD_KEYS", "IDENTITY_IN_CHAT", "BULK_PER_SECOND",
    "PROGRAMME_FILE", "LOG_FORMAT",
}  # fmt: skip


def read(**env: str) -> Settings:
    return Settings.from_env(env, dotenv=None)


def problems(**env: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read(**env)
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


def test_nothing_set_is_the_sandbox_on_an_embedded_database() -> None:
    settings = read()
    assert settings.telegram_bot_token is None
    assert settings.telegram_api_base_url == "https://api.telegram.org"
    assert settings.database_url == "sqlite:///data/jiedui.db"
    assert settings.timezone == ZoneInfo("Asia/Shanghai")
    assert (settings.default_language, settings.identity_in_chat, settings.log_format) == ("zh_CN", "masked", "text")
    assert (settings.webhook_url, settings.field_keys, settings.bulk_per_second) == (None, (), 24)


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    programme = tmp_path / "own.toml"
    programme.touch()
    settings = read(
        TELEGRAM_BOT_TOKEN="123456:ABCdef_-ghi",
        TELEGRAM_API_BASE_URL="http://localhost:8081/",
        TELEGRAM_PROXY_URL="socks5://proxy:1080",
        DATABASE_URL="postgres://bot:secret@db/jiedui",
        TIMEZONE="Asia/Urumqi",
        DEFAULT_LANGUAGE="en",
        WEBHOOK_URL="http://bot.internal/",
        WEBHOOK_HOST="0.0.0.0",
        WEBHOOK_PORT="9000",
        WEBHOOK_SECRET="a_B-9",
        FIELD_KEYS=f" {KEYS[0]} , {KEYS[1]} ",
        IDENTITY_IN_CHAT="code",
        BULK_PER_SECOND="30",
        PROGRAMME_FILE=str(programme),
        LOG_FORMAT="json",
        DATA_DIR="elsewhere",
    )
    assert dataclasses.astuple(settings) == (
        "123456:ABCdef_-ghi", "http://localhost:8081", "socks5://proxy:1080", "postgresql://bot:secret@db/jiedui",
        ZoneInfo("Asia/Urumqi"), "en", "http://bot.internal", "0.0.0.0", 9000, "a_B-9",
        (bytes([255] * KEY_BYTES), bytes([254] * KEY_BYTES)), "code", 30, programme, "json", Path("elsewhere"),
    )  # fmt: skip


def test_all_problems_are_told_at_once_each_with_its_name() -> None:
    wrong = {
        "TELEGRAM_BOT_TOKEN": "no token",
        "TELEGRAM_API_BASE_URL": "api.telegram.org",
        "TELEGRAM_PROXY_URL": "ftp://proxy",
        "DATABASE_URL": "mysql://db/x",
        "TIMEZONE": "Mars/Olympus",
        "DEFAULT_LANGUAGE": "tlh",
        "WEBHOOK_URL": "http://plain.example",
        "WEBHOOK_PORT": "99999",
        "WEBHOOK_SECRET": "密码",
        "FIELD_KEYS": "short",
        "IDENTITY_IN_CHAT": "everything",
        "BULK_PER_SECOND": "31",
        "PROGRAMME_FILE": "/nowhere/at/all.toml",
        "LOG_FORMAT": "xml",
    }
    assert sorted(line.split(":")[0] for line in problems(**wrong)) == sorted(wrong)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("TELEGRAM_BOT_TOKEN", ["123456", "abc:ABCdefghij", "123:short", "123456:ABC defghi", "123456:ABCdef/ghi"]),
        ("TELEGRAM_API_BASE_URL", ["https://", "https://host:0", "https://host:port", "socks5://host"]),
        ("DATABASE_URL", ["sqlite", "sqlite://", "postgresql:db", "postgresql://", "postgresql+asyncpg://h/d"]),
        ("TIMEZONE", ["", "Asia", "../etc/passwd", "GMT+25"]),
        ("WEBHOOK_PORT", ["-1", "65536", "http", "8.5"]),
        ("WEBHOOK_SECRET", ["a b", "é", "x" * 257, "--=--"]),
        ("FIELD_KEYS", [",", KEYS[0] + ",", KEYS[0].rstrip("="), KEYS[0][:-4] + "===="]),
        ("BULK_PER_SECOND", ["0", "-5", "many"]),
        ("PROGRAMME_FILE", [".", "no-such.toml"]),
    ],
)
def test_near_misses_are_refused(name: str, values: list[str]) -> None:
    for value in filter(None, values):
        (line,) = problems(**{name: value})
        assert line.startswith(f"{name}: "), line


def test_a_webhook_needs_a_secret() -> None:
    assert problems(WEBHOOK_URL="https://bot.example") == [
        "WEBHOOK_SECRET: needed with WEBHOOK_URL, or anybody could post updates"
    ]


def test_the_environment_wins_over_the_file_and_empty_counts_as_unset(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text('# a comment\nTIMEZONE="Asia/Tokyo"\nLOG_FORMAT=json\nDEFAULT_LANGUAGE=\nBULK_PER_SECOND=7\n')
    settings = Settings.from_env({"TIMEZONE": "Asia/Seoul", "LOG_FORMAT": "", "OTHER": "x"}, dotenv=file)
    assert (settings.timezone.key, settings.log_format, settings.bulk_per_second) == ("Asia/Seoul", "json", 7)
    assert settings.default_language == "zh_CN"


def test_the_example_lists_exactly_the_settings_and_a_copy_of_it_is_valid() -> None:
    example = (TREE / ".env.example").read_text()
    listed = re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)
    assert sorted(listed) == sorted(field.name.upper() for field in dataclasses.fields(Settings))
    assert set(listed) >= CONTRACT
    assert Settings.from_env({}, dotenv=TREE / ".env.example") == read()


def test_every_setting_of_the_example_is_explained() -> None:
    """A line of explanation above each; neighbours that belong together share one."""
    for paragraph in re.split(r"(?m)^(?=#)", (TREE / ".env.example").read_text()):
        assert not paragraph or paragraph.startswith("# ")
    assert not re.search(r"^\n", (TREE / ".env.example").read_text().split("\n\n", 1)[1], re.MULTILINE)


def test_given_keys_are_used_and_no_file_is_made(tmp_path: Path) -> None:
    settings = read(FIELD_KEYS=",".join(KEYS), DATA_DIR=str(tmp_path))
    assert ensure_key(settings) == (settings.field_keys, None)
    assert list(tmp_path.iterdir()) == []


def test_without_keys_one_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    settings = read(DATA_DIR=str(tmp_path / "data"))
    file = tmp_path / "data" / "field.key"
    keys, made = ensure_key(settings)
    assert made == file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keys == (base64.urlsafe_b64decode(file.read_text()),)
    assert len(keys[0]) == KEY_BYTES
    assert ensure_key(settings) == (keys, None)
    assert read(FIELD_KEYS=file.read_text().strip()).field_keys == keys, "the file's line is a value for FIELD_KEYS"


def test_of_many_that_start_at_once_one_makes_the_key_and_all_use_it(tmp_path: Path) -> None:
    settings = read(DATA_DIR=str(tmp_path))
    line = Barrier(8)

    def start(_: int) -> tuple[tuple[bytes, ...], Path | None]:
        line.wait()
        return ensure_key(settings)

    with ThreadPoolExecutor(8) as starters:
        found = list(starters.map(start, range(8)))
    assert len({keys for keys, _ in found}) == 1
    assert len([made for _, made in found if made]) == 1
    assert list(tmp_path.iterdir()) == [tmp_path / "field.key"]


@pytest.mark.parametrize("content", ["", "not base64 at all!", base64.urlsafe_b64encode(b"short").decode()])
def test_a_spoilt_key_file_is_named_and_left_as_it_is(tmp_path: Path, content: str) -> None:
    (tmp_path / "field.key").write_text(content)
    with pytest.raises(SettingsError, match=r"FIELD_KEYS: .*field\.key"):
        ensure_key(read(DATA_DIR=str(tmp_path)))
    assert (tmp_path / "field.key").read_text() == content
