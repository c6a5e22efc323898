from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar import WorkingDays, lunar_day
from bot.domain.notices import ALERTS, plan
from bot.programmes import BUNDLED, load

GANSU = load()
SISTER = load(BUNDLED / "leftbehind.toml")
CALENDAR = WorkingDays()
ONE = timedelta(days=1)
programmes = st.sampled_from([GANSU, SISTER])
starts = st.dates(date(2025, 12, 1), date(2028, 3, 1))
lengths = st.integers(0, 60)


def year_of(programme, year):
    return plan(programme, CALENDAR, date(year - 1, 12, 31), date(year, 12, 31))


@given(programmes, starts, lengths)
@settings(max_examples=40)
def test_every_planned_day_is_a_working_day_inside_the_plan_and_still_of_use(programme, since, length):
    until = since + length * ONE
    for campaign in plan(programme, CALENDAR, since, until):
        assert since < campaign.day <= until
        assert CALENDAR.is_working(campaign.day)
        assert campaign.expires >= campaign.day
        assert campaign.earliest == programme.notices[campaign.kind].hour
        assert len(campaign.period) + len(":R") + 10 <= 64


@given(programmes, starts, lengths, lengths)
@settings(max_examples=40)
def test_planning_in_two_steps_is_planning_in_one(programme, since, one, two):
    middle, until = since + one * ONE, since + (one + two) * ONE
    halves = plan(programme, CALENDAR, since, middle) + plan(programme, CALENDAR, middle, until)
    assert halves == plan(programme, CALENDAR, since, until)


@pytest.mark.parametrize("programme", [GANSU, SISTER], ids=lambda p: p.key)
@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_planning_day_by_day_gives_the_year_and_nothing_twice(programme, year):
    whole = year_of(programme, year)
    day, daily = date(year, 1, 1), []
    while day.year == year:
        daily += plan(programme, CALENDAR, day - ONE, day)
        day += ONE
    assert daily == whole
    keys = [(c.kind, c.period, c.audience) for c in whole]
    assert len(keys) == len(set(keys))


def test_a_plan_of_no_day_is_empty():
    assert plan(GANSU, CALENDAR, date(2026, 3, 2), date(2026, 3, 2)) == []
    assert plan(GANSU, CALENDAR, date(2026, 3, 2), date(2026, 3, 1)) == []


def test_a_year_of_gansu_holds_every_kind_that_is_planned_by_the_day():
    assert {campaign.kind for campaign in year_of(GANSU, 2027)} == set(GANSU.notices) - ALERTS


def working_before(day):
    while not CALENDAR.is_working(day):
        day -= ONE
    return day


def working_after(day):
    while not CALENDAR.is_working(day):
        day += ONE
    return day


def slow_due(day):
    """The kinds and periods of Gansu due on a day, written from the table of PROGRAMME.md, section 4, day by day."""
    found = set()
    if not CALENDAR.is_working(day):
        return found
    around = [day + n * ONE for n in range(-40, 41)]
    for x in around:
        month = f"{x:%Y-%m}"
        if x.day == 15:
            last, entry = working_before(x - ONE), working_after(x)
            tenth = working_before(x.replace(day=10))
            if day == last:
                found |= {("roster.confirm", f"{month}:last"), ("roster.liaison", f"{month}:last")}
            if day == tenth != last:
                found |= {("roster.confirm", month), ("roster.liaison", month)}
            if day == entry:
                found.add(("roster.liaison", f"{month}:entry"))
            if day == working_after(entry + ONE):
                found.add(("roster.overdue", month))
        if x.isoweekday() == 5 and day == working_before(x):
            found.add(("weekly.visit", "{}-W{:02d}".format(*x.isocalendar())))
        if day == working_before(x):
            found.add(("first_visit", (x - 22 * ONE).isoformat()))
            found.add(("birthday", x.isoformat()))
            for before in (90, 30):
                reached = x + before * ONE
                for age in (14, 18):
                    if (reached.month, reached.day) != (2, 29) or (reached.year - age) % 4 == 0:
                        found.add(("age", f"{age}:{before}"))
        if x.day == 1:
            ended = x - ONE
            if day == working_after(x):
                found |= {("birthday", month), ("report.month", f"{ended:%Y-%m}")}
                if ended.month % 3 == 0:
                    found.add(("report.quarter", f"{ended.year}-Q{ended.month // 3}"))
                if ended.month == 12:
                    found.add(("report.year", f"{ended.year}"))
    this_week = [day + n * ONE for n in range(-7, 1) if (day + n * ONE).isocalendar()[:2] == day.isocalendar()[:2]]
    quarter_ends = [x for x in around if (x + ONE).day == 1 and x.month % 3 == 0 and x >= day]
    if not any(CALENDAR.is_working(x) for x in this_week[:-1]) and any((x - day).days < 20 for x in quarter_ends):
        found.add(("quota.pace", "{}-W{:02d}".format(*day.isocalendar())))
    for year in (day.year, day.year + 1):
        end = date(year, 12, 31)
        for before in (60, 30, 14, 7, 3, 1):
            nearer = [b for b in (60, 30, 14, 7, 3, 1) if b < before and working_before(end - b * ONE) == day]
            if day == working_before(end - before * ONE) and not nearer:
                found.add(("quota.year_end", f"{year}:{before}"))
                if before in (30, 14, 3):
                    found.add(("quota.supervisor", f"{year}:{before}"))
        for before in (14, 0):
            if day == working_before(date(year, 1, 31) - before * ONE):
                found.add(("audit.due", f"{year}:{before}"))
    for year in (day.year - 1, day.year, day.year + 1):
        festivals = {
            "spring_festival": lunar_day(year, 1, 1),
            "children_day": date(year, 6, 1),
            "mid_autumn": lunar_day(year, 8, 15),
            "double_ninth": lunar_day(year, 9, 9),
        }
        found |= {("festival", f"{year}:{key}") for key, at in festivals.items() if day == working_before(at)}
    november = date(day.year, 11, 1)
    if day >= november and not any(CALENDAR.is_working(x) for x in this_week[:-1] if x >= november):
        found.add(("calendar.missing", "{}:{}-W{:02d}".format(day.year + 1, *day.isocalendar())))
    found.add(("escalation", day.isoformat()))
    return found


@pytest.mark.parametrize("year", [2026, 2027])
def test_every_day_of_the_year_is_planned_as_the_slow_oracle_says(year):
    planned = {}
    for campaign in year_of(GANSU, year):
        planned.setdefault(campaign.day, set()).add((campaign.kind, campaign.period))
    day = date(year, 1, 1)
    while day.year == year:
        assert planned.get(day, set()) == slow_due(day), day
        day += ONE


def test_a_cadre_with_primary_pairings_who_never_answers_hears_at_most_45_times_a_year():
    for year in (2026, 2027):
        heard = {
            c.day for c in year_of(GANSU, year) if c.audience.who in {"paired", "festival"} and c.kind != "weekly.visit"
        }
        assert len(heard) + 2 <= 45  # two more days for a birthday and a first visit


def test_the_sister_programme_runs_the_calendar_without_code():
    campaigns = year_of(SISTER, 2026)
    assert {campaign.kind for campaign in campaigns} == set(SISTER.notices)
    october = [
        (c.kind, c.period, c.day, c.audience.role)
        for c in campaigns
        if c.kind.startswith("roster") and c.period[:7] == "2026-10"
    ]
    assert october == [
        ("roster.confirm", "2026-10", date(2026, 10, 20), "cadre"),
        ("roster.liaison", "2026-10", date(2026, 10, 20), "admin"),
        ("roster.liaison", "2026-10", date(2026, 10, 20), "liaison"),
        ("roster.confirm", "2026-10:last", date(2026, 10, 23), "cadre"),
        ("roster.liaison", "2026-10:entry", date(2026, 10, 23), "admin"),
        ("roster.liaison", "2026-10:entry", date(2026, 10, 23), "liaison"),
        ("roster.overdue", "2026-10", date(2026, 10, 26), "supervisor"),
    ]
    assert {c.audience.kinds for c in campaigns if c.kind == "weekly.visit"} == {("neighbour",)}
    assert [c.day for c in campaigns if c.kind == "quota.year_end"] == [date(2026, 11, 9), date(2026, 11, 23)]
