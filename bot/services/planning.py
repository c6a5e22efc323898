"""Writing down what falls due: the domain names sets of people by the day, the database fills them, chunk by chunk."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import notices as rules
from bot.domain.calendar import local
from bot.domain.notices import escalation
from bot.domain.notices.campaign import Campaign
from bot.services import escalations, gaps
from bot.services.desk import Desk
from bot.services.escalations import OpenItem
from db import audiences, marks, working_days
from db import members as roll
from db import notices as queue
from db.audiences import Stamp
from db.offices import STAND_IN, Offices
from db.session import Session

MARK = "planner"  # db.reports reads it too: a report says when the clock of the bot last ran
AGAIN = "planner.again"  # the day that was planned before, so that what it names is counted apart
CHUNK = 10_000  # people in one transaction: a tenth of a second of SQLite's only writer
HEAVY = 1_000  # named by one campaign: what follows goes into a transaction of its own
BROAD = frozenset({"paired", "festival"})  # audiences that may be everybody; the others are a handful a day
GAPS = "gaps"  # the day begins with them, then the review of escalations, then its campaigns
ONE = timedelta(days=1)
Cursor = tuple[str, str, str, int]  # kind, period, role, the last person id done


@dataclass(frozen=True)
class Step:
    """`more`: call again. `day` is the day worked on, `due` how many people its campaigns named in this chunk."""

    more: bool
    day: date | None = None
    due: int = 0


def step(session: Session, desk: Desk, *, chunk: int = CHUNK) -> Step:
    """Write one chunk of what is not yet planned, and how far that is, in one transaction.

    The first plan ever begins with today, so nothing of the past is sent. A kill in between repeats nothing.
    """
    done, cursor = _progress(session, desk)
    if done >= desk.today:
        _save(session, desk, done, None)
        return Step(more=False) if marks.mark(session, marks.ROSTER_CHANGED) is None else _look_again(session, desk)
    day = done + ONE
    calendar = working_days.calendar(session)
    if cursor is None and audiences.begin_day(session, day):
        marks.set_mark(session, AGAIN, desk.now, day.isoformat())
    if cursor is not None and cursor[0] == GAPS:
        looked = gaps.sweep(session, desk, after=cursor[3])
        _save(session, desk, done, (GAPS if looked else escalations.REVIEW, "", "", looked or 0))
        return Step(more=True, day=day)
    if cursor is not None and cursor[0] == escalations.REVIEW:
        after = escalations.review(session, desk, calendar, after=cursor[3])
        _save(session, desk, done, (escalations.REVIEW, "", "", after) if after else ("", "", "", 0))
        return Step(more=True, day=day)
    if cursor is None and day == desk.today and calendar.is_working(day):
        _save(session, desk, done, (GAPS, "", "", 0))
        return Step(more=True, day=day)
    campaigns = rules.plan(desk.programme, calendar, done, day)
    return _write(session, desk, campaigns, done, cursor, chunk)


def _look_again(session: Session, desk: Desk) -> Step:
    """A file that came in after the morning's look may have opened gaps today: whoever stands in hears today."""
    found = marks.mark(session, marks.ROSTER_CHANGED)
    after = gaps.sweep(session, desk, after=int(found[1] or 0) if found else 0)
    if after is None:
        marks.drop_mark(session, marks.ROSTER_CHANGED)
    else:
        marks.set_mark(session, marks.ROSTER_CHANGED, desk.now, str(after))
    return Step(more=after is not None, day=desk.today)


def _write(
    session: Session,
    desk: Desk,
    campaigns: list[Campaign],
    done: date,
    cursor: Cursor | None,
    chunk: int,
) -> Step:
    named = 0
    offices: Offices | None = None
    index, after = _find(campaigns, cursor)
    replanned = marks.mark(session, AGAIN)
    again = replanned is not None and replanned[1] == (done + ONE).isoformat()
    for position, campaign in enumerate(campaigns[index:], index + 1):
        stamp = stamp_of(desk, campaign)
        upto = audiences.chunk_end(session, after, chunk) if campaign.audience.who in BROAD else None
        who = audiences.by_predicate(campaign.audience, campaign.day, after, upto)
        if who is None:
            offices = offices or Offices(session, campaign.day)
            items = escalations.open_items(session) if campaign.kind == escalations.KIND else ()
            due = audiences.write_for(session, stamp, holders(session, desk, offices, campaign, items))
        else:
            due = audiences.write(session, stamp, who, again=again)
        audiences.add_due(session, campaign.kind, campaign.day, due)
        named += due
        if upto is not None:
            _save(session, desk, done, _cursor(campaign, upto))
            return Step(more=True, day=done + ONE, due=named)
        after = 0
        if due >= HEAVY and position < len(campaigns):
            _save(session, desk, done, _cursor(campaigns[position], 0))
            return Step(more=True, day=done + ONE, due=named)
    _save(session, desk, done + ONE, None)
    return Step(more=done + ONE < desk.today, day=done + ONE, due=named)


def stamp_of(desk: Desk, campaign: Campaign) -> Stamp:
    over = campaign.expires < desk.today
    lane = (
        queue.AT_ONCE
        if campaign.kind in rules.ALERTS
        else queue.APART
        if campaign.kind in rules.DIGESTS
        else queue.BUNDLED
    )
    return Stamp(
        campaign.kind,
        campaign.period,
        campaign.mark,
        campaign.day,
        local(campaign.day, campaign.earliest, desk.zone),
        campaign.expires,
        lane,
        "closed" if over else "planned",
        "expired" if over else None,
    )


def holders(
    session: Session, desk: Desk, offices: Offices, campaign: Campaign, items: Sequence[OpenItem]
) -> list[tuple[int, int | None]]:
    """(person, subject) of a campaign to offices, which need the tree of units."""
    role = campaign.audience.role
    match campaign.audience.who:
        case "age":
            found = audiences.born(session, campaign.audience, campaign.day)
            if role == "cadre":
                return [(cadre, recipient) for recipient, cadre, _ in found]
            return [(who, recipient) for recipient, _, unit in found for who in offices.responsible(role, unit)]
        case "escalation":
            return escalated(desk, offices, campaign, items)
        case _ if campaign.kind in rules.DIGESTS:  # of a scope: a stand-in has none, and asks with /report
            return [(person, None) for person in offices.holders(role)]
        case _:
            return [(person, None) for person in everybody(session, offices, role)]


def everybody(session: Session, offices: Offices, role: str) -> list[int]:
    """All who hold a role, and those who stand in for it where a unit has nobody."""
    if role not in STAND_IN:
        return offices.holders(role)
    stand_ins = (person for unit in roll.staffed_units(session) for person in offices.responsible(role, unit))
    return list(dict.fromkeys([*offices.holders(role), *stand_ins]))


def escalated(
    desk: Desk, offices: Offices, campaign: Campaign, items: Sequence[OpenItem]
) -> list[tuple[int, int | None]]:
    """Those of a role to whom an item came on the day of the campaign: each level hears of it once."""
    notice = desk.programme.notices[campaign.kind]
    found: list[tuple[int, int | None]] = []
    for item in items:
        role, up = escalation.role_at(notice, item.level)
        if role == campaign.audience.role and item.since == campaign.day and not item.acknowledged:
            found += [(person, None) for person in offices.responsible(role, item.unit_id, up)]
    return found


def _cursor(campaign: Campaign, after: int) -> Cursor:
    return campaign.kind, campaign.period, campaign.audience.role, after


def _find(campaigns: list[Campaign], cursor: Cursor | None) -> tuple[int, int]:
    """Where to go on: index and person id. A campaign that a new programme file no longer has begins the day anew."""
    if cursor is None:
        return 0, 0
    for index, campaign in enumerate(campaigns):
        if _cursor(campaign, cursor[3]) == cursor:
            return index, cursor[3]
    return 0, 0


def _progress(session: Session, desk: Desk) -> tuple[date, Cursor | None]:
    """The last day wholly planned, and how far the next one is. A clock set back plans its day again, to no effect."""
    found = marks.mark(session, MARK)
    if found is None or found[1] is None:
        return desk.today - ONE, None
    raw = json.loads(found[1])
    done = date.fromisoformat(raw["day"])
    if done > desk.today:
        return desk.today - ONE, None
    return done, tuple(raw["at"]) if raw["at"] else None


def _save(session: Session, desk: Desk, done: date, cursor: Cursor | None) -> None:
    marks.set_mark(session, MARK, desk.now, json.dumps({"day": done.isoformat(), "at": cursor}))
