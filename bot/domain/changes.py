"""A change of the roster as a cadre tells it: what is asked next, from when it may count, and what it ends."""

import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Literal

Step = Literal["whom", "kind", "reason", "note", "day", "duties"]
STEPS: tuple[Step, ...] = ("whom", "kind", "reason", "note", "day", "duties")

HIMSELF = 0
"""`Draft.whom` when the change is about the cadre himself, or about somebody who is not in the roster yet."""

OF_RECIPIENT = ("died", "moved", "not_eligible", "institution", "class_change", "cadre_moved", "other")
OF_HIMSELF = ("cadre_moved", "added", "other")
REASONS: dict[str, tuple[str, ...]] = {
    "moved": ("moved_out", "away_long", "to_relatives"),
    "not_eligible": ("better_off", "grown_up", "other_reason"),
    "institution": ("care_home", "hospital", "school"),
    "cadre_moved": ("transferred", "retired", "ill", "shared_anew"),
}
RECLASSED = "class_change"
"""Its reason is the key of the new class, which the programme knows."""

LEAVING = frozenset({"died", "moved", "not_eligible"})
"""The recipient leaves the roster; with him end all pairings."""

ENDING = LEAVING | {"cadre_moved"}
TOLD = frozenset({"added", "other"})
"""Only words can say what these are."""

DUTIES = ("continue", "end", "explain")
BACK = timedelta(days=366)
AHEAD = timedelta(days=62)


@dataclass(frozen=True)
class Draft:
    """What was told so far.

    `whom`: a recipient's id or HIMSELF. `day`: from when. `duties`: what becomes of the open ones.
    """

    whom: int | None = None
    kind: str | None = None
    reason: str | None = None
    note: str | None = None
    day: date | None = None
    duties: str | None = None

    def asks(self) -> Step | None:
        """The next question; None when it can be filed."""
        told = self.kind in TOLD
        reasoned = self.kind in REASONS or self.kind == RECLASSED
        gaps: tuple[tuple[Step, bool], ...] = (
            ("whom", self.whom is None),
            ("kind", self.kind is None),
            ("reason", reasoned and self.reason is None),
            ("note", told and self.note is None),
            ("day", self.day is None),
            ("duties", self.kind in ENDING and self.duties is None),
            ("note", self.duties == "explain" and self.note is None),
        )
        return next((step for step, missing in gaps if missing), None)

    def kinds(self) -> tuple[str, ...]:
        return OF_HIMSELF if self.whom == HIMSELF else OF_RECIPIENT

    def choices(self) -> tuple[str, ...]:
        """Who leaves the roster leaves nothing for a successor."""
        return tuple(one for one in DUTIES if one != "continue" or self.kind not in LEAVING)

    def to_json(self) -> str:
        return json.dumps({**asdict(self), "day": self.day.isoformat() if self.day else None}, ensure_ascii=False)

    @classmethod
    def from_json(cls, stored: str) -> "Draft":
        raw = json.loads(stored)
        return cls(**{**raw, "day": date.fromisoformat(raw["day"]) if raw["day"] else None})


def day_problem(kind: str, day: date, today: date) -> Literal["future", "too_far", "too_old"] | None:
    """Nobody has died tomorrow; other changes may be told two months ahead, and a year back."""
    if kind == "died" and day > today:
        return "future"
    if day > today + AHEAD:
        return "too_far"
    return "too_old" if day < today - BACK else None


def last_day(kind: str, from_day: date) -> date:
    """The last day inside: of a death the day itself, else the day before the change."""
    return from_day if kind == "died" else from_day - timedelta(days=1)
