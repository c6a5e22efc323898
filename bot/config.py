"""Settings from the environment and `.env`: frozen, every problem reported at once."""

import base64
import binascii
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

TELEGRAM = "https://api.telegram.org"
IDENTITIES = ("code", "masked", "full")
LANGUAGES = ("zh_CN", "en")
KEY_BYTES = 32
T = TypeVar("T")
BULK_CEILING = 30


class SettingsError(Exception):
    """One line a problem, each beginning with the name of the setting."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """What a deployment may choose. Field names are the environment's names in small letters."""

    telegram_bot_token: str | None
    telegram_api_base_url: str
    telegram_proxy_url: str | None
    database_url: str
    timezone: ZoneInfo
    default_language: str
    webhook_url: str | None
    webhook_host: str
    webhook_port: int
    webhook_secret: str | None
    field_keys: tuple[bytes, ...]
    identity_in_chat: str
    bulk_per_second: int
    programme_file: Path | None
    log_format: str
    data_dir: Path

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None, *, dotenv: Path | None = Path(".env")) -> Self:
        """Read `env` (default: the process), over what stands in `dotenv`; an empty value counts as unset.

        Raises SettingsError naming every problem. Creates nothing: see `ensure_key`.
        """
        stored = {k: v for k, v in dotenv_values(dotenv).items() if v} if dotenv and dotenv.is_file() else {}
        given = os.environ if env is None else env
        values = stored | {k: v for k, v in given.items() if v}
        read = _Reader(values)
        data_dir = Path(values.get("DATA_DIR", "data"))
        base = read.url("TELEGRAM_API_BASE_URL", TELEGRAM, ("https", "http")) or TELEGRAM
        own_server = urlsplit(base).hostname != urlsplit(TELEGRAM).hostname
        settings = cls(
            telegram_bot_token=read.token(),
            telegram_api_base_url=base.rstrip("/"),
            telegram_proxy_url=read.url("TELEGRAM_PROXY_URL", None, ("http", "https", "socks5", "socks5h")),
            database_url=read.database(f"sqlite:///{data_dir / 'jiedui.db'}"),
            timezone=read.zone("TIMEZONE", "Asia/Shanghai"),
            default_language=read.one_of("DEFAULT_LANGUAGE", LANGUAGES),
            webhook_url=(read.url("WEBHOOK_URL", None, ("https", "http") if own_server else ("https",)) or "").rstrip(
                "/"
            )
            or None,
            webhook_host=values.get("WEBHOOK_HOST", "127.0.0.1"),
            webhook_port=read.number("WEBHOOK_PORT", 8443, 0, 65535),
            webhook_secret=read.secret(),
            field_keys=read.keys(),
            identity_in_chat=read.one_of("IDENTITY_IN_CHAT", IDENTITIES, "masked"),
            bulk_per_second=read.number("BULK_PER_SECOND", 24, 1, BULK_CEILING),
            programme_file=read.file("PROGRAMME_FILE"),
            log_format=read.one_of("LOG_FORMAT", ("text", "json")),
            data_dir=data_dir,
        )
        if settings.webhook_url and not settings.webhook_secret:
            read.problems.append("WEBHOOK_SECRET: needed with WEBHOOK_URL, or anybody could post updates")
        if read.problems:
            raise SettingsError(read.problems)
        return settings


class _Reader:
    """Reads one value at a time and collects what is wrong."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values
        self.problems: list[str] = []

    def _try(self, name: str, parse: Callable[[str], T], fallback: T, wrong: str) -> T:
        raw = self.values.get(name)
        if raw is None:
            return fallback
        try:
            return parse(raw.strip())
        except (ValueError, KeyError, OSError):
            self.problems.append(f"{name}: {wrong}")
            return fallback

    def token(self) -> str | None:
        def parse(raw: str) -> str:
            number, colon, secret = raw.partition(":")
            if not (
                number.isdigit() and colon and len(secret) >= 8 and not any(c.isspace() or c == "/" for c in secret)
            ):
                raise ValueError
            return raw

        return self._try("TELEGRAM_BOT_TOKEN", parse, None, "not a token as @BotFather gives it, 123456:ABC…")

    def url(self, name: str, fallback: str | None, schemes: tuple[str, ...]) -> str | None:
        def parse(raw: str) -> str:
            parts = urlsplit(raw)
            if parts.scheme not in schemes or not parts.hostname or parts.port == 0:
                raise ValueError
            return raw

        return self._try(name, parse, fallback, f"not a URL beginning with {' or '.join(s + '://' for s in schemes)}")

    def database(self, fallback: str) -> str:
        def parse(raw: str) -> str:
            if not re.fullmatch(r"sqlite:///.+|postgres(ql(\+psycopg)?)?://.+", raw):
                raise ValueError
            return re.sub(r"^postgres://", "postgresql://", raw)

        return self._try("DATABASE_URL", parse, fallback, "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")

    def zone(self, name: str, fallback: str) -> ZoneInfo:
        return self._try(name, ZoneInfo, ZoneInfo(fallback), "not a time zone as Asia/Shanghai")

    def one_of(self, name: str, allowed: tuple[str, ...], fallback: str | None = None) -> str:
        def parse(raw: str) -> str:
            if raw not in allowed:
                raise ValueError
            return raw

        return self._try(name, parse, fallback or allowed[0], f"one of {' | '.join(allowed)}")

    def number(self, name: str, fallback: int, low: int, high: int) -> int:
        def parse(raw: str) -> int:
            if not low <= (value := int(raw)) <= high:
                raise ValueError
            return value

        return self._try(name, parse, fallback, f"a whole number from {low} to {high}")

    def secret(self) -> str | None:
        def parse(raw: str) -> str:
            # Telegram's own rule for secret_token: 1-256 of A-Z a-z 0-9 _ -
            if not (len(raw) <= 256 and raw.replace("_", "").replace("-", "").isalnum() and raw.isascii()):
                raise ValueError
            return raw

        return self._try("WEBHOOK_SECRET", parse, None, "1 to 256 letters, digits, _ or -")

    def keys(self) -> tuple[bytes, ...]:
        def parse(raw: str) -> tuple[bytes, ...]:
            keys = tuple(base64.b64decode(part.strip(), b"-_", validate=True) for part in raw.split(","))
            if not keys or any(len(key) != KEY_BYTES for key in keys):
                raise ValueError
            return keys

        wrong = "comma-separated keys, each 32 random bytes in urlsafe base64 with padding"
        return self._try("FIELD_KEYS", parse, (), wrong)

    def file(self, name: str) -> Path | None:
        def parse(raw: str) -> Path:
            if not (path := Path(raw)).is_file():
                raise ValueError
            return path

        return self._try(name, parse, None, "no such file")


def ensure_key(settings: Settings) -> tuple[tuple[bytes, ...], Path | None]:
    """The keys to use and, when one was made just now, the file that holds it (0600) and must be backed up.

    Without FIELD_KEYS one key lives in `data/field.key`; of two processes
    starting at once the first decides.
    """
    if settings.field_keys:
        return settings.field_keys, None
    path = settings.data_dir / "field.key"
    made = None
    if not path.exists():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix=".field.key.", dir=settings.data_dir)  # 0600
        with os.fdopen(handle, "wb") as file:
            file.write(base64.urlsafe_b64encode(os.urandom(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(handle)  # what it encrypts may reach the disk before it does
        try:
            os.link(draft, path)
            made = path
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    try:
        key = base64.b64decode(path.read_text().strip(), b"-_", validate=True)
    except (OSError, binascii.Error) as problem:
        raise SettingsError([f"FIELD_KEYS: {path} cannot be read: {problem}"]) from problem
    if len(key) != KEY_BYTES:
        raise SettingsError([f"FIELD_KEYS: {path} does not hold 32 bytes"])
    return (key,), made
