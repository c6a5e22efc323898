"""What the calendar would say: the notices due on a day, and a year in fast motion. Nothing is written or sent."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from bot.domain import notices as rules
from bot.domain.calendar import WorkingDays, days, local
from bot.domain.notices.campaign import Campaign
from bot.domain.notices.kinds import ASKING
from bot.services import escalations, planning, summons
from bot.services.cadres import Cadres
from bot.services.desk import Desk
from bot.services.escalations import OpenItem
from bot.services.facts import County
from bot.services.reminders import Asked, Judge
from db import appointments, audiences, working_days
from db import members as roll
from db.members import Member
from db.offices import Offices
from db.session import Session

ONE = timedelta(days=1)
WEEKLY = "weekly.visit"


@dataclass(frozen=True)
class Due:
    """A notice that would be sent. `person` is the roster's number; `reason` says why, with its numbers."""

    person: str
    kind: str
    period: str
    due: datetime
    reason: str
    reachable: bool


def due(session: Session, desk: Desk) -> tuple[Due, ...]:
    """The notices of today up to now, as if nothing had been sent today; everybody counts as reachable."""
    calendar = working_days.calendar(session)
    members = roll.members(session)
    county = County(session, desk, calendar)
    if calendar.is_working(desk.today):
        county.items = escalations.forecast(session, desk, calendar)
    found = []
    named = []
    for campaign in rules.plan(desk.programme, calendar, desk.today - ONE, desk.today):
        for person_id, subject in people_of(session, desk, county, campaign):
            at = due_at(desk, campaign, members[person_id])
            if at <= desk.now:
                named.append((at, asked_of(campaign, members[person_id], subject)))
    followed = appointments.of_day(session, rules.ALERTS, desk.today, desk.now)
    named += [
        (one.due, Asked(0, one.person_id, one.kind, one.period, one.day, one.subject_id))
        for one in followed
        if one.person_id in members
    ]
    cadres = Cadres(session, desk, (asked.person_id for _, asked in named))
    judge = Judge(session, desk, calendar, cadres, county, summons.finders(session, desk))
    for at, asked in named:
        if asked.kind not in rules.APART and _away(cadres, asked.person_id, desk.today):
            continue
        reason = judge.item(asked, desk.today).reason
        member = members[asked.person_id]
        if reason is not None:
            found.append(Due(member.number, asked.kind, asked.period, at, str(reason), member.reachable))
    return tuple(found)


def _away(cadres: Cadres, person_id: int, day: date) -> bool:
    """On approved leave: reminders wait for the return."""
    return any(first <= day <= last for first, last in cadres.absences.get(person_id, ()))


def due_at(desk: Desk, campaign: Campaign, member: Member) -> datetime:
    """The earliest hour of the kind, or the person's own when that is later; digests and alerts keep the kind's."""
    if campaign.kind in rules.APART:
        return local(campaign.day, campaign.earliest, desk.zone)
    hour = max(campaign.earliest, time(*divmod(member.minute, 60)), desk.programme.quiet_from)
    return local(campaign.day, min(hour, desk.programme.quiet_to), desk.zone)


def people_of(session: Session, desk: Desk, county: County, campaign: Campaign) -> list[tuple[int, int | None]]:
    """(person, subject) of a campaign, as the planner would write them."""
    who = audiences.by_predicate(campaign.audience, campaign.day)
    if who is not None:
        return audiences.read(session, who)
    offices = county.offices(campaign.day)
    found = planning.holders(session, desk, offices, campaign, county.items)
    return list(dict.fromkeys(found))


def asked_of(campaign: Campaign, member: Member, subject: int | None) -> Asked:
    period = f"{campaign.period}{campaign.mark}{subject}" if campaign.mark else campaign.period
    return Asked(
        0,
        member.id,
        campaign.kind,
        period,
        campaign.day,
        subject if campaign.mark else None,
        greetings=member.greetings,
    )


@dataclass
class Day:
    """What goes out on one day: notices by kind, and the messages they come in."""

    day: date
    by_kind: Counter[str] = field(default_factory=Counter)
    messages: int = 0


@dataclass(frozen=True)
class Year:
    """A year in fast motion. `mean` is messages a cadre and year, bundles of nothing but the roll-call left out.

    `most` is the same of the one who hears most, among cadres with primary pairings only and no office.
    """

    days: tuple[Day, ...]
    busiest: Day
    finishes: datetime
    max_per_person_day: int
    mean: float
    most: int
    without_supervisor: tuple[str, ...]


@dataclass
class _Rehearsal:
    """Where the year stands: what waits for whom, what was left unanswered, what escalated."""

    waiting: dict[int, dict[tuple[str, int | None], tuple[Asked, date]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    ignored: Counter[int] = field(default_factory=Counter)
    items: list[OpenItem] = field(default_factory=list)
    bundles: Counter[tuple[int, date]] = field(default_factory=Counter)
    heard: Counter[int] = field(default_factory=Counter)
    in_office: set[int] = field(default_factory=set)


def rehearse(session: Session, desk: Desk, *, year: int, rate: int) -> Year:
    """Every day of a year on the present roster: everybody reachable, nobody logging or answering."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    desk = replace(desk, now=local(first, time(0), desk.zone))
    calendar = working_days.calendar(session)
    members = roll.members(session)
    cadres = Cadres(session, desk, members)
    by_day: dict[date, list[Campaign]] = defaultdict(list)
    for campaign in rules.plan(desk.programme, calendar, first - ONE, last):
        by_day[campaign.day].append(campaign)
    state = _Rehearsal()
    told = []
    for today in days(first, last):
        county = County(session, desk, calendar)
        if calendar.is_working(today):
            _escalate(desk, calendar, county.offices(today), cadres, members, state, today)
        county.items = list(state.items)
        judge = Judge(session, desk, calendar, cadres, county)
        told.append(_one_day(session, desk, county, cadres, judge, members, state, by_day.get(today, ()), today))
    return _summed(session, desk, cadres, state, told, rate)


def _one_day(
    session: Session,
    desk: Desk,
    county: County,
    cadres: Cadres,
    judge: Judge,
    members: dict[int, Member],
    state: _Rehearsal,
    campaigns: Iterable[Campaign],
    today: date,
) -> Day:
    done = Day(today)
    for campaign in campaigns:
        for person_id, subject in people_of(session, desk, county, campaign):
            asked = asked_of(campaign, members[person_id], subject)
            if campaign.audience.role != "cadre":
                state.in_office.add(person_id)
            if campaign.kind in rules.APART:
                done.by_kind[campaign.kind] += 1
                done.messages += 1
            else:  # a newer one of a kind takes the place of an older one that still waits
                state.waiting[person_id][campaign.kind, asked.subject_id] = (asked, campaign.expires)
    if not county.working_days.is_working(today):
        return done
    for person_id in list(state.waiting):
        if _away(cadres, person_id, today):
            continue
        _bundle(judge, state, done, person_id, today)
    return done


def _bundle(judge: Judge, state: _Rehearsal, done: Day, person_id: int, today: date) -> None:
    """The one message of a person's day, if anything in it is still needed."""
    waiting = [asked for asked, expires in state.waiting.pop(person_id).values() if expires >= today]
    needed = [asked for asked in waiting if judge.item(asked, today).reason is not None]
    if not needed:
        return
    done.by_kind.update(asked.kind for asked in needed)
    done.messages += 1
    state.bundles[person_id, today] += 1
    state.ignored[person_id] += sum(asked.kind in ASKING for asked in needed)
    if any(asked.kind != WEEKLY for asked in needed):
        state.heard[person_id] += 1


def _escalate(
    desk: Desk,
    calendar: WorkingDays,
    offices: Offices,
    cadres: Cadres,
    members: dict[int, Member],
    state: _Rehearsal,
    today: date,
) -> None:
    """The morning's review, as the planner holds it."""
    notice = desk.programme.notices.get(escalations.KIND)
    if notice is None:
        return
    now = escalations.reviewed(desk.programme, calendar, offices, cadres, state.items, today)
    state.items = [item for item in now if item is not None]
    known = {item.person_id for item in state.items}
    candidates = [who for who, count in state.ignored.items() if count >= notice.unanswered and who not in known]
    for person_id in escalations.needing(notice, cadres, candidates, today):
        unit = members[person_id].unit_id
        state.items.append(OpenItem(None, person_id, unit, 0, today, acknowledged=False))


def _summed(session: Session, desk: Desk, cadres: Cadres, state: _Rehearsal, told: Sequence[Day], rate: int) -> Year:
    busiest = max(told, key=lambda day: day.messages)
    starts = local(busiest.day, desk.programme.default_hour, desk.zone)
    quota = set(desk.programme.quota_pairings)
    asked = [who for who, own in cadres.pairings.items() if any(one.kind in quota for one in own)]
    heard = [state.heard[who] for who in asked]
    year = told[0].day
    plain = [
        who
        for who in asked
        if who not in state.in_office
        and all(one.kind in quota for one in cadres.pairings[who] if one.last is None or one.last >= year)
    ]
    return Year(
        tuple(told),
        busiest,
        starts + timedelta(seconds=busiest.messages / rate),
        max(state.bundles.values(), default=0),
        sum(heard) / len(heard) if heard else 0.0,
        max((state.heard[who] for who in plain), default=0),
        without_supervisor(session, desk),
    )


def without_supervisor(session: Session, desk: Desk) -> tuple[str, ...]:
    """Codes of units in which somebody works and over which nobody supervises: their admin stands in."""
    offices = Offices(session, desk.today)
    codes = roll.unit_codes(session)
    desks = {unit: offices.desk_of("supervisor", unit) for unit in roll.staffed_units(session)}
    return tuple(sorted(codes[unit] for unit, held in desks.items() if held is None or held[0] != "supervisor"))
