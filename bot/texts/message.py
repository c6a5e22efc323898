"""What goes out: plain values that any sender understands, storable as JSON until the reply went out."""

import json
from dataclasses import asdict, dataclass
from typing import Self


@dataclass(frozen=True)
class Button:
    """`data` comes back when tapped (64 bytes at most)."""

    label: str
    data: str


@dataclass(frozen=True)
class Say:
    """One message: HTML, rows of buttons. `keyboard` "phone" asks for the own number, "remove" takes that away."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    keyboard: str | None = None


@dataclass(frozen=True)
class Reply:
    """An answer to one update. `replace`: the tapped message becomes the first Say; without Says it loses its buttons.

    `toast` answers a tap. `remember` ("message:12", "question:5") gets the id under which the Say number `about` went
    out: the receipt, which may stand behind something more urgent.
    """

    says: tuple[Say, ...] = ()
    replace: bool = False
    toast: str | None = None
    alert: bool = False
    remember: str | None = None
    about: int = 0

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, stored: str) -> Self:
        raw = json.loads(stored)
        says = tuple(
            Say(say["text"], tuple(tuple(Button(**b) for b in row) for row in say["rows"]), say["keyboard"])
            for say in raw.pop("says")
        )
        return cls(says=says, **raw)


def say(text: str, *rows: tuple[Button, ...]) -> Reply:
    return Reply((Say(text, rows),))
