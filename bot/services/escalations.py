"""Who is behind and left reminders unanswered: one open item a cadre; it closes itself, and rises only if ignored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.calendar import WorkingDays
from bot.domain.notices import escalation
from bot.domain.notices.escalation import Item
from bot.domain.notices.kinds import ASKING
from bot.domain.programme import Notice, Programme
from bot.services.cadres import Cadres
from bot.services.desk import Desk
from db import escalations as store
from db import facts
from db.models import Escalation
from db.offices import Offices
from db.session import Session

REVIEW = "review"
CHUNK = 500  # cadres judged in one transaction
EVERYBODY = 1_000_000
KIND = "escalation"


@dataclass(frozen=True)
class OpenItem:
    """An item as it stands. `key` None: not written down (a forecast)."""

    key: int | None
    person_id: int
    unit_id: int | None
    level: int
    since: date
    acknowledged: bool


def open_items(session: Session) -> list[OpenItem]:
    return [
        OpenItem(item.id, item.person_id, unit_id, item.level, item.since, item.acknowledged_at is not None)
        for item, unit_id in store.open_escalations(session)
    ]


def reviewed(
    programme: Programme,
    calendar: WorkingDays,
    offices: Offices,
    cadres: Cadres,
    items: Iterable[OpenItem],
    today: date,
) -> Iterator[OpenItem | None]:
    """Each item as it stands this morning: None when it closed, one level up when it was ignored."""
    notice = programme.notices[KIND]
    for item in items:
        standings = [one.standing for one in cadres.standings(item.person_id, today.year, today)]
        rises = escalation.rises_on(notice, Item(item.level, item.since, item.acknowledged), calendar)
        if escalation.closes(standings):
            yield None
        elif rises is not None and rises <= today and (higher := _next_level(notice, offices, item)) is not None:
            yield replace(item, level=higher, since=today)
        else:
            yield item


def _next_level(notice: Notice, offices: Offices, item: OpenItem) -> int | None:
    """The next level above at which others answer: where nobody is liaison, the first supervisor had it already.

    None: those who have it are the highest.
    """
    now = _holders(notice, offices, item, item.level)
    above = range(item.level + 1, item.level + len(notice.to) + len(offices.chain(item.unit_id)))
    return next((level for level in above if _holders(notice, offices, item, level) - now), None)


def _holders(notice: Notice, offices: Offices, item: OpenItem, level: int) -> set[int]:
    role, up = escalation.role_at(notice, level)
    return set(offices.responsible(role, item.unit_id, up))


def needing(notice: Notice, cadres: Cadres, people: Iterable[int], today: date) -> list[int]:
    """Of cadres who left enough reminders unanswered, those who are behind."""
    return [
        person_id
        for person_id in people
        if escalation.opens(
            notice, notice.unanswered, [one.standing for one in cadres.standings(person_id, today.year, today)]
        )
    ]


def review(session: Session, desk: Desk, calendar: WorkingDays, *, after: int) -> int | None:
    """The morning's look at every item, then at the next cadres who may need one; the id to go on after, or None."""
    notice = desk.programme.notices.get(KIND)
    if notice is None:
        return None
    if after == 0:
        rows = {item.id: item for item, _ in store.open_escalations(session)}
        cadres = Cadres(session, desk, (item.person_id for item in rows.values()))
        offices = Offices(session, desk.today)
        before = open_items(session)
        now = reviewed(desk.programme, calendar, offices, cadres, before, desk.today)
        for old, new in zip(before, now, strict=True):
            assert old.key is not None
            if new is None:
                rows[old.key].closed_at = desk.now
            else:
                rows[old.key].level, rows[old.key].since = new.level, new.since
    found = _ignoring(session, desk, notice, after, CHUNK)
    fresh = store.afresh(session, ASKING, found, notice.unanswered)
    for person_id in needing(notice, Cadres(session, desk, fresh), fresh, desk.today):
        session.add(Escalation(person_id=person_id, level=0, since=desk.today, opened_at=desk.now))
    session.flush()
    return found[-1] if len(found) == CHUNK else None


def _ignoring(session: Session, desk: Desk, notice: Notice, after: int, limit: int) -> list[int]:
    return store.ignoring(session, ASKING, date(desk.today.year, 1, 1), notice.unanswered, after, limit)


def forecast(session: Session, desk: Desk, calendar: WorkingDays) -> list[OpenItem]:
    """The items as this morning's review leaves them, whether it was held or not; writes nothing."""
    notice = desk.programme.notices.get(KIND)
    if notice is None:
        return []
    before = open_items(session)
    ignoring = _ignoring(session, desk, notice, 0, EVERYBODY)
    new = store.afresh(session, ASKING, ignoring, notice.unanswered)
    cadres = Cadres(session, desk, [*new, *(item.person_id for item in before)])
    now = reviewed(desk.programme, calendar, Offices(session, desk.today), cadres, before, desk.today)
    units = facts.names(session, new)
    opened = [
        OpenItem(None, person, units[person][2], 0, desk.today, acknowledged=False)
        for person in needing(notice, cadres, new, desk.today)
    ]
    return [*(item for item in now if item is not None), *opened]
