"""What work that takes long and its parts say to each other."""

from collections.abc import Callable
from typing import NamedTuple

Tick = Callable[[], None]
"""Called when a step is done. May raise to stop the work."""


class Overtaken(NamedTuple):
    """What was looked up beside those who write no longer holds: all over again."""


class Further(NamedTuple):
    """A part is kept for good, of the thing of this key; there is more to keep."""

    key: int


def nothing() -> None:
    """Nobody wants to know how far it is."""
