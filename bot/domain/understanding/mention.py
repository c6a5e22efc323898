"""One naming of a person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """How a person was found; the last two are guesses."""

    NAME = "name"
    TITLE = "title"
    HOUSEHOLD = "household"
    UNPAIRED = "unpaired"
    SOUND = "sound"
    DESCRIPTION = "description"


@dataclass(frozen=True)
class Mention:
    """One naming of a person. `ids` None: a title that fits several, or somebody not paired (`said` tells who)."""

    ids: tuple[int, ...] | None
    how: How
    said: str
    kin: str = ""


@dataclass(frozen=True)
class Hit:
    start: int
    end: int
    mention: Mention
    nearness: int = 0
