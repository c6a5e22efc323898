"""One act of one clause."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    kind: str
    channel: str | None
    start: int
    end: int
    weak: bool = False
    policy: bool = False
    done: bool = True
    fee: bool = False
    guessed: bool = False
    held: bool = False
