"""What delivery must know of a person to decide whether a notice is still needed, and the reason it gives."""

from dataclasses import dataclass, field

from bot.domain.quota import Standing


@dataclass(frozen=True)
class Facts:
    """Of one person and one notice, read at the moment of sending. Each kind reads only what its rule names.

    `standings`: the active quota pairings of a cadre, of the year the notice is about. `active`: there still is
    something to ask about (the pairing or recipient of the notice; for a cadre, any pairing). `month_answered`: said
    无变化 or filed a change for the notice's month. `unconfirmed`, `open_changes`, `entered`: of the units of a
    liaison or supervisor, for that month. `behind`, `behind_deeds`: pairings in a supervisor's scope. `weekly_*`: of
    the notice's week. `switched_off`: the person turned this kind off. `open_items`: escalations
    waiting for the person. `done`: change filed (age), alert closed, table imported, audit done.
    """

    standings: tuple[Standing, ...] = ()
    active: bool = True
    month_answered: bool = False
    unconfirmed: int = 0
    open_changes: int = 0
    entered: bool = False
    behind: int = 0
    behind_deeds: int = 0
    visited: bool = False
    weekly_due: int = 0
    weekly_answered: int = 0
    switched_off: bool = False
    open_items: int = 0
    done: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a notice goes out: a short machine word, and the numbers its text needs."""

    key: str
    numbers: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join([self.key, *(f"{name}={number}" for name, number in self.numbers.items())])
