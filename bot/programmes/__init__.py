"""The programmes that come with the bot, as data. `load()` is the only way to one."""

import tomllib
from pathlib import Path

from bot.domain.programme import Programme, ProgrammeError
from bot.programmes.checks import programme

BUNDLED = Path(__file__).parent
DEFAULT = BUNDLED / "gansu.toml"


def load(path: Path | None = None) -> Programme:
    """The programme of a file, Gansu's when none is named. Raises ProgrammeError naming every problem by its key."""
    file = path or DEFAULT
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise ProgrammeError([f"{file.name}: cannot be read: {wrong}"]) from wrong
    return programme(values)
