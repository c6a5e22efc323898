"""Every day and kind of 2027 on a synthetic county: what a slow, independent reading of the duty table says is what is planned."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot import programmes
from bot.domain.calendar import WorkingDays
from bot.services import forecast, planning, synthetic
from bot.services.desk import Desk
from db.models import Grant, Notice, Pairing, Person, Recipient, Unit
from db.session import Session, Sessions
from tests.scheduler.conftest import at

ZONE = ZoneInfo("Asia/Shanghai")
ONE = timedelta(days=1)
YEAR = 2027
LAST_DAY = date(YEAR, 12, 31)
EVERY_DAY = [date(YEAR, 1, 1) + n * ONE for n in range(365)]
CADRES = 60
Row = tuple[date, str, str, int]


@dataclass
class Facts:
    """The whole roster as plain rows."""

    people: dict[int, Person]
    units: dict[int, int | None]
    grants: list[Grant]
    pairs: list[tuple[Pairing, Recipient]]
    working: WorkingDays

    def prev(self, day: date) -> date:
        while not self.working.is_working(day):
            day -= ONE
        return day

    def next(self, day: date) -> date:
        while not self.working.is_working(day):
            day += ONE
        return day

    def role(self, role: str) -> set[int]:
        return {grant.person_id for grant in self.grants if grant.role == role}

    def liaison_of(self, unit: int | None) -> set[int]:
        """Walk up to the first unit with a liaison; when there is none at all, to the first with a supervisor."""
        return self.first_of(("liaison", "supervisor", "admin"), unit)

    def supervisors(self) -> set[int]:
        """All there are, and the admin of a unit that has none above it."""
        staffed = {person.unit_id for person in self.people.values() if person.unit_id}
        return self.role("supervisor").union(*(self.first_of(("supervisor", "admin"), unit) for unit in staffed))

    def first_of(self, roles: tuple[str, ...], unit: int | None) -> set[int]:
        for role in roles:
            step = unit
            while step is not None:
                here = {grant.person_id for grant in self.grants if grant.role == role and grant.unit_id == step}
                if here:
                    return here
                step = self.units[step]
            everywhere = {grant.person_id for grant in self.grants if grant.role == role and grant.unit_id is None}
            if everywhere:
                return everywhere
        return set()

    def paired(self, kind: str, day: date) -> list[tuple[Pairing, Recipient]]:
        return [
            (pairing, recipient)
            for pairing, recipient in self.pairs
            if pairing.kind == kind
            and pairing.first_day <= day <= (pairing.last_day or date.max)
            and recipient.first_day <= day <= (recipient.last_day or date.max)
            and recipient.halted_at is None
        ]


def read(session: Session) -> Facts:
    return Facts(
        {person.id: person for person in session.scalars(select(Person))},
        {unit.id: unit.parent_id for unit in session.scalars(select(Unit))},
        list(session.scalars(select(Grant))),
        [(p, r) for p, r in session.execute(select(Pairing, Recipient).join(Recipient))],
        WorkingDays(),
    )


def oracle(facts: Facts) -> Iterator[Row]:
    for day in EVERY_DAY:
        for kind, period, people in [*roster(facts, day), *quota(facts, day), *others(facts, day)]:
            for person in people:
                yield day, kind, period, person


def cadres(facts: Facts, day: date, kind: str = "primary") -> set[int]:
    return {pairing.person_id for pairing, _ in facts.paired(kind, day)}


def roster(facts: Facts, day: date) -> Iterator[tuple[str, str, set[int]]]:
    month = f"{day:%Y-%m}"
    fifteenth = day.replace(day=15)
    last, entry = facts.prev(fifteenth - ONE), facts.next(fifteenth)
    first = min(facts.prev(day.replace(day=10)), last)
    if day not in (first, last, entry, facts.next(entry + ONE)):
        return
    staffed = {person.unit_id for person in facts.people.values() if person.unit_id}
    liaisons = facts.role("liaison").union(*(facts.liaison_of(unit) for unit in staffed))
    if day == first != last:
        yield "roster.confirm", month, cadres(facts, day)
        yield "roster.liaison", month, liaisons
    if day == last:
        yield "roster.confirm", f"{month}:last", cadres(facts, day)
        if last != entry:
            yield "roster.liaison", f"{month}:last", liaisons
    if day == entry:
        yield "roster.liaison", f"{month}:entry", liaisons
    if day == facts.next(entry + ONE):
        yield "roster.overdue", month, facts.supervisors()


def quota(facts: Facts, day: date) -> Iterator[tuple[str, str, set[int]]]:
    year, week, _ = day.isocalendar()
    monday = day - timedelta(days=day.weekday())
    first_of_week = facts.working.is_working(day) and not any(
        facts.working.is_working(monday + n * ONE) for n in range(day.weekday())
    )
    quarter_end = max(d for d in EVERY_DAY if (d.month - 1) // 3 == (day.month - 1) // 3)
    if first_of_week and quarter_end - day < timedelta(days=20):
        yield "quota.pace", f"{year}-W{week:02d}", cadres(facts, day)
    for kind, counts, people in (
        ("quota.year_end", (1, 3, 7, 14, 30, 60), cadres(facts, day)),
        ("quota.supervisor", (3, 14, 30), facts.supervisors()),
    ):
        fitting = [n for n in counts if facts.prev(LAST_DAY - n * ONE) == day]
        if fitting:
            yield kind, f"{YEAR}:{fitting[0]}", people
    if day.month >= 11 and facts.working.is_working(day):
        begins = max(monday, date(YEAR, 11, 1))
        if not any(facts.working.is_working(begins + n * ONE) for n in range((day - begins).days)):
            yield "calendar.missing", f"{YEAR + 1}:{year}-W{week:02d}", facts.role("admin")
    for before in (0, 14):
        if facts.prev(date(YEAR, 1, 31) - before * ONE) == day:
            yield "audit.due", f"{YEAR}:{before}", facts.role("admin")


def others(facts: Facts, day: date) -> Iterator[tuple[str, str, set[int]]]:
    for pairing, _ in facts.paired("primary", day):
        if facts.prev(pairing.first_day + timedelta(days=22)) == day:
            yield "first_visit", f"{pairing.first_day}:P{pairing.id}", {pairing.person_id}
    for ahead in range(15):
        coming = day + ahead * ONE
        if coming.weekday() == 4 and facts.prev(coming) == day:
            year, week, _ = coming.isocalendar()
            yield "weekly.visit", f"{year}-W{week:02d}", cadres(facts, day, "weekly_visit")
        yield from on_a_day(facts, day, coming)
    first = facts.next(day.replace(day=1))
    if day == first:
        for pairing, recipient in facts.paired("primary", day):
            young = recipient.birth_year is not None and recipient.birth_year >= day.year - 18
            if young and recipient.birth_month == day.month and recipient.birth_day is None:
                yield "birthday", f"{day:%Y-%m}:R{recipient.id}", {pairing.person_id}
        before = day.replace(day=1) - ONE
        yield "report.month", f"{before:%Y-%m}", facts.role("supervisor")
        if day.month in (1, 4, 7, 10):
            yield "report.quarter", f"{before:%Y}-Q{before.month // 3}", facts.role("supervisor")
        if day.month == 1:
            yield "report.year", f"{before:%Y}", facts.role("supervisor")


FESTIVALS = {
    date(2027, 2, 6): ("spring_festival", ()),
    date(2027, 6, 1): ("children_day", ("orphan", "unattended_child")),
    date(2027, 9, 15): ("mid_autumn", ()),
    date(2027, 10, 8): ("double_ninth", ("destitute_institution", "destitute_home")),
}


def on_a_day(facts: Facts, day: date, nominal: date) -> Iterator[tuple[str, str, set[int]]]:
    """What belongs to a nominal day, at most two weeks ahead, that its rest days bring forward to this one."""
    if facts.prev(nominal) != day:
        return
    if nominal in FESTIVALS:
        key, classes = FESTIVALS[nominal]
        people = {p.person_id for p, r in facts.paired("primary", day) if not classes or r.class_key in classes}
        yield "festival", f"{YEAR}:{key}", people
    for pairing, recipient in facts.paired("primary", day):
        if recipient.birth_year is None or recipient.birth_month is None:
            continue
        if (
            recipient.birth_day
            and birthday(recipient, nominal.year) == nominal
            and recipient.birth_year >= nominal.year - 18
        ):
            yield "birthday", f"{nominal}:R{recipient.id}", {pairing.person_id}
        for age in (14, 18):
            reached = birthday(recipient, recipient.birth_year + age)
            for before in (30, 90):
                if reached - before * ONE == nominal:
                    unit = facts.people[pairing.person_id].unit_id
                    yield "age", f"{age}:{before}:R{recipient.id}", facts.liaison_of(unit)


def birthday(recipient: Recipient, year: int) -> date:
    assert recipient.birth_month is not None
    try:
        return date(year, recipient.birth_month, recipient.birth_day or 1)
    except ValueError:
        return date(year, 2, 28)


def test_every_day_and_kind_of_2027_is_planned_as_a_slow_reading_says(database: Sessions) -> None:
    programme = programmes.load()
    with database.write() as session:
        synthetic.fill(
            session, Desk(at("2026-12-31T12:00"), ZONE, programme), cadres=CADRES, records_per_pairing=0, seed=3
        )
    with database.write() as session:
        for day in EVERY_DAY:
            desk = Desk(at(f"{day}T00:05"), ZONE, programme)
            while planning.step(session, desk).more:
                pass
    with database.read() as session:
        planned = Counter(
            (n.day, n.kind, n.period, n.person_id) for n in session.scalars(select(Notice)) if n.kind != "escalation"
        )
        wanted = Counter(set(oracle(read(session))))
    assert sorted((wanted - planned).elements())[:5] == []
    assert sorted((planned - wanted).elements())[:5] == []
    assert len({kind for _, kind, _, _ in planned}) >= 13


def test_due_says_on_any_day_of_2027_what_was_planned_and_is_needed(database: Sessions) -> None:
    programme = programmes.load()
    with database.write() as session:
        synthetic.fill(
            session, Desk(at("2026-12-31T12:00"), ZONE, programme), cadres=CADRES, records_per_pairing=0, seed=3
        )
    always_needed = {"roster.confirm", "quota.year_end", "weekly.visit", "festival", "first_visit", "report.month"}
    with database.read() as session:
        facts = read(session)
        wanted = {row for row in oracle(facts) if row[1] in always_needed}
        numbers = {person.id: person.number for person in facts.people.values()}
        for day in EVERY_DAY[::9]:
            told = forecast.due(session, Desk(at(f"{day}T23:59"), ZONE, programme))
            found = {(one.kind, one.period, one.person) for one in told if one.kind in always_needed}
            assert found == {(kind, period, numbers[who]) for on, kind, period, who in wanted if on == day}
