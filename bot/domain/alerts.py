"""Acute danger: what kind it is, whom to ring first, who hears of it, and for how long it is chased.

The nine situations are those of 关于建立侵害未成年人案件强制报告制度的意见（试行）, article 4 (2020), in its order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

NINE = (
    "private_injury",
    "under_14",
    "over_14",
    "violence",
    "self_harm",
    "abandoned",
    "missing",
    "begging",
    "other_harm",
)
OTHERS = ("illness", "disaster")
"""No harm done by anybody: sudden illness or accident; fire, house, water, gas."""

CATEGORIES = (*NINE, *OTHERS)
FROM_DANGER = {
    "abuse": "violence",
    "suicide": "self_harm",
    "missing": "missing",
    "gas": "disaster",
    "fire": "disaster",
    "house": "disaster",
    "collapse": "illness",
}
"""The understanding's word for a danger → the category offered first."""

CALLS = ("110", "120", "119")
TOLD = ("110", "120", "village", "civil_affairs", "school", "nobody")
WHEN = {"now": timedelta(), "hour": timedelta(hours=1), "today": timedelta(hours=4)}
"""When somebody was told: just now, about an hour ago, earlier today. Good to the hour is good enough."""

OUTCOMES = ("police", "hospital", "civil_affairs", "safe", "mistaken", "other")
SAME = timedelta(hours=2)
"""Another message of the same person about the same danger within this time belongs to the alert that is open."""

UNANSWERED = timedelta(minutes=60)
"""An alert that nobody took for so long goes to the next in line as well (a choice)."""

ORDER = ("duty_officer", "supervisor", "admin")


def category_of(danger: str | None) -> str:
    return FROM_DANGER.get(danger or "", "other_harm")


def calls_for(category: str) -> tuple[str, ...]:
    """Whom to ring, the most urgent number first; all of them always."""
    if category == "illness":
        return ("120", "110", "119")
    if category == "disaster":
        return ("119", "120", "110")
    if category in {"self_harm", "private_injury"}:
        return ("120", "110", "119")
    return CALLS


@dataclass(frozen=True)
class Holder:
    """Somebody with an office over the place of an alert, `steps` units above it; `inside`: the county, or below it."""

    person_id: int
    role: str
    steps: int
    inside: bool


def circles(holders: Iterable[Holder], reporter: int) -> tuple[tuple[int, ...], ...]:
    """Groups of people to tell, one after the other, each person once.

    The county's duty officers (also those of units below it), then the nearest ones above; the county's supervisors,
    then the nearest above; at last all admins. Whoever reports is not told by us.
    """
    found: list[tuple[int, ...]] = []
    known = {reporter}
    everybody = list(holders)
    for role in ORDER:
        own = [holder for holder in everybody if holder.role == role]
        inside = own if role == "admin" else [holder for holder in own if holder.inside]
        for group in (inside, *_by_steps(own, skip=inside)):
            people = tuple(dict.fromkeys(holder.person_id for holder in group if holder.person_id not in known))
            if people:
                found.append(people)
                known.update(people)
    return tuple(found)


def _by_steps(own: Sequence[Holder], skip: Sequence[Holder]) -> list[list[Holder]]:
    above = [holder for holder in own if holder not in skip]
    return [[holder for holder in above if holder.steps == steps] for steps in sorted({h.steps for h in above})]


def goes_on(opened: datetime, now: datetime, *, lost: bool, last_told: datetime | None = None) -> bool:
    """Whether an alert that nobody took goes to the next group: the last could not be reached, or said nothing."""
    return lost or now - (last_told or opened) >= UNANSWERED
