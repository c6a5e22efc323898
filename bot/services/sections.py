"""Parts of a report that are measured elsewhere: each adds its own key, and only when there is something to measure.

A new part is one function here, one line in SECTIONS, and its sentence in bot.texts.reports.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.domain.calendar import local
from bot.services.desk import Desk
from db import oversight_counts as store
from db.counts import Area
from db.session import Session

AGREE, DIFFER = "agree", "differ"
Section = Callable[[Session, Area, datetime, datetime], Mapping[str, Any] | None]


def _spot_checks(session: Session, at: Area, since: datetime, before: datetime) -> Mapping[str, Any] | None:
    """Drawn in the period; `unreachable` is every answer that is neither, `waiting` has none yet."""
    found = store.spot_checks(session, at, since, before)
    if not found:
        return None
    agree, differ, waiting = (found.get(outcome, 0) for outcome in (AGREE, DIFFER, None))
    drawn = sum(found.values())
    return {
        "drawn": drawn,
        "agree": agree,
        "differ": differ,
        "unreachable": drawn - agree - differ - waiting,
        "waiting": waiting,
    }


def _alerts(session: Session, at: Area, since: datetime, before: datetime) -> Mapping[str, Any] | None:
    opened, waiting = store.alerts(session, at, since, before)
    return {"opened": opened, "open": waiting} if opened or waiting else None


def _needs(session: Session, at: Area, _since: datetime, before: datetime) -> Mapping[str, Any] | None:
    found = store.needs(session, at, before)
    return {"open": sum(found.values()), "by_kind": dict(sorted(found.items()))} if found else None


SECTIONS: tuple[tuple[str, Section], ...] = (("spot_checks", _spot_checks), ("alerts", _alerts), ("needs", _needs))


def sections(session: Session, desk: Desk, at: Area, first: date, last: date) -> dict[str, Any]:
    """What was measured from the beginning of the first day to the end of the last, or to now."""
    since = local(first, time(0), desk.zone)
    before = min(local(last + timedelta(days=1), time(0), desk.zone), desk.now)
    made = ((key, measure(session, at, since, before)) for key, measure in SECTIONS)
    return {key: value for key, value in made if value is not None}
