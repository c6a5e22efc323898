"""Which scopes are so wide that looking at all of them takes longer than anybody should wait for an answer."""

from collections.abc import Sequence
from typing import Any

from bot.domain.calendar import Period
from bot.services import reports
from db import counts
from db import longwork as store
from db.counts import Area
from db.session import Session

LARGE = 8_000  # people in a scope; fewer are looked at within a fraction of a second
HEAVY = 3_000  # people of a report, which looks at each several times


def is_wide(session: Session, unit: Any) -> bool:
    return _holds(session, counts.area(session, unit, ()), LARGE)


def is_heavy(session: Session, unit: Any) -> bool:
    """Wide for what looks at everybody several times."""
    return _holds(session, counts.area(session, unit, ()), HEAVY)


def office_is_wide(session: Session, scopes: Sequence[int | None]) -> bool:
    """By the cadres in some units and below, None in them: everywhere."""
    tops = tuple(unit for unit in scopes if unit is not None)
    at = Area(0, by_cadre=True, children=(), tops=tops, whole=None in scopes)
    return _holds(session, at, LARGE)


def is_long(session: Session, unit: Any, period: Period) -> bool:
    """Whether the report of a place takes long: what is frozen is there at once."""
    return reports.frozen_of(session, unit.id, period) is None and is_heavy(session, unit)


def _holds(session: Session, at: Area, people: int) -> bool:
    return store.people_up_to(session, at, people) >= people
