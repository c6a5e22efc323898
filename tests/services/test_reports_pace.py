"""Met, on pace, due soon, behind: the counts of a report are the judgement of each pairing, whatever the programme asks."""

from dataclasses import replace
from datetime import date

from bot.domain.programme import MonthDay
from bot.domain.reports import Pace, Target
from bot.services.standing import standings_of
from tests.kit.build import building
from tests.kit.reporting import OCTOBER, PROGRAMME, desk, made

DONE = ((date(2026, 2, 3), "contact"), (date(2026, 5, 6), "visit"), (date(2026, 8, 7), "contact"))


def full_year(b, pairing):
    """4 contacts, 2 visits, 1 deed, each before its step ends."""
    for month in (2, 5, 8, 10):
        b.record(pairing, date(2026, month, 3), contact=1)
    for month in (3, 9):
        b.record(pairing, date(2026, month, 4), visit=1)
    b.record(pairing, date(2026, 6, 5), deed=1)


def county(b):
    """One pairing of each status at the end of October, in two towns, and two that are not judged."""
    place = b.unit("张家川县", "county", code="C")
    town, other = (b.unit(name, "township", place) for name in ("恭门镇", "龙山镇"))
    full_year(b, b.pair(town))
    fresh = b.pair(town, first_day=date(2026, 10, 20))
    behind = b.pair(other)
    b.record(behind, date(2026, 3, 1), contact=1)
    b.pair(other, last_day=date(2026, 10, 30))
    stopped = b.pair(other)
    b.session.get_one(type(b.recipient(other)), stopped.recipient_id).halted_at = desk().now
    return place, town, fresh


def test_every_pairing_that_runs_on_the_last_day_is_in_one_status(database):
    with building(database) as b:
        place, _town, _fresh = county(b)
    report = made(database, place)
    assert report.pairings == Pace(met=1, on_pace=1, behind=1, halted=1)
    assert [line.pairings for line in report.units] == [Pace(met=1, on_pace=1), Pace(behind=1, halted=1), Pace()]
    assert report.foots


def test_the_quota_of_the_year_counts_what_fulfils_it_and_no_more(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        generous = b.pair(village)
        for _ in range(9):
            b.record(generous, date(2026, 5, 5), contact=1)
        b.pair(village)
    assert made(database, village).quota == (Target("contact", 8, 4), Target("visit", 4, 0), Target("deed", 2, 0))


def test_a_step_that_ends_with_the_period_has_ended_when_the_report_is_made(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        pairing = b.pair(village)
        for month in (2, 5):
            b.record(pairing, date(2026, month, 3), contact=1)
            b.record(pairing, date(2026, month, 4), visit=1)
        b.record(pairing, date(2026, 6, 5), deed=1)
    september = OCTOBER.previous
    assert made(database, village, september, "2026-09-30T01:00").pairings == Pace(due_soon=1)
    assert made(database, village, september, "2026-10-08T01:00").pairings == Pace(behind=1)


def test_approved_leave_lightens_the_year_and_asked_leave_does_not(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        for state in ("approved", "asked"):
            pairing = b.pair(village)
            b.leave(
                b.session.get_one(type(b.person(None, role="admin")), pairing.person_id),
                date(2026, 1, 1),
                date(2026, 9, 30),
                state,
            )
            b.record(pairing, date(2026, 10, 9), contact=1)
            b.record(pairing, date(2026, 10, 9), visit=1)
    assert made(database, village).pairings == Pace(met=1, behind=1)


def judged_one_by_one(database, unit, people, programme, moment):
    """What each cadre is told at a moment, counted."""
    at = desk(moment, programme=programme)
    tally = {"met": 0, "on_pace": 0, "due_soon": 0, "behind": 0}
    with database.read() as session:
        for person in people:
            for one in standings_of(session, at, person):
                if one.standing:
                    tally[one.standing.status] += 1
    return Pace(**tally)


def crowd(b):
    """Cadres with one to three pairings, some of one household, with acts of every kind on many days."""
    village = b.unit("城子村", code="V")
    last = date(2027, 12, 31)
    people = []
    for n in range(12):
        cadre = b.person(village)
        people.append(cadre.id)
        for m in range(1 + n % 3):
            recipient = b.recipient(village, household=f"H{n}" if n % 2 else None)
            pairing = b.pairing(cadre, recipient, first_day=date(2026, 1 + (n * m) % 9, 1), last_day=last)
            for k in range((5 * n + m) % 8):
                day = date(2026, 10, 1 + (3 * k + n) % 28)
                kinds = dict.fromkeys(("contact", "policy")[: 1 + k % 2], 1)
                b.record(pairing, day, **(kinds if k % 3 else {"visit": 1, "difficulty": k % 2}))
    return village, people


def programmes():
    rule = PROGRAMME.quota_rules[0]
    july = replace(
        rule,
        valid_from=date(2026, 7, 1),
        contact=6,
        by={"deed": MonthDay(11, 30)},
        deed_counts=("deed", "difficulty", "policy"),
        visit_is_contact=True,
    )
    yield "plain", PROGRAMME
    yield "rules of credit that change in July", replace(PROGRAMME, quota_rules=(rule, july))
    yield "one quota a household", replace(PROGRAMME, scope="household")
    yield "one quota a cadre", replace(PROGRAMME, scope="cadre", quota_rules=(july,))


def test_the_report_says_of_all_what_each_cadre_is_told_of_his_own_under_any_rules(database):
    with building(database) as b:
        village, people = crowd(b)
    moment = "2026-11-20T04:00"
    running = OCTOBER.next
    seen = set()
    for name, programme in programmes():
        expected = judged_one_by_one(database, village, people, programme, moment)
        assert made(database, village, running, moment, programme=programme).pairings == expected, name
        seen.add(expected)
    assert len(seen) > 1, "the rules make no difference to this crowd, so the test says nothing"


def test_the_quota_of_a_cadre_is_counted_once_for_all_his_pairings(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        cadre = b.person(village)
        for _ in range(3):
            b.pairing(cadre, b.recipient(village))
    report = made(database, village, programme=replace(PROGRAMME, scope="cadre"))
    assert report.quota == (Target("contact", 4, 0), Target("visit", 2, 0), Target("deed", 1, 0))
    assert report.pairings == Pace(behind=3)
