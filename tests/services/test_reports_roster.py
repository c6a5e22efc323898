"""Who came and went, gaps with their days, weekly visits, helpers without quota."""

from datetime import UTC, date, datetime

from bot.domain.calendar import Period
from bot.domain.reports import Figures, Gap, Helpers, Movement, Weekly
from tests.kit.build import building
from tests.kit.reporting import OCTOBER, PUBLISHED, made


def test_opening_and_comings_less_leavings_are_the_closing(database):
    with building(database) as b:
        county = b.unit("张家川县", "county", code="C")
        village, elsewhere = b.unit("城子村", "village", county), b.unit("秦安县", "county", code="D")
        b.recipient(village)
        b.recipient(village, first_day=date(2026, 10, 1))
        b.recipient(village, first_day=date(2026, 10, 31))
        b.recipient(village, last_day=date(2026, 9, 30), left_reason="died")
        b.recipient(village, last_day=date(2026, 10, 14), left_reason="迁出")
        b.recipient(village, last_day=date(2026, 10, 30), left_reason="迁出")
        b.recipient(village, last_day=date(2026, 10, 31), left_reason="died")
        b.recipient(village, last_day=date(2026, 10, 20))
        b.recipient(elsewhere, last_day=date(2026, 10, 20))
    report = made(database, county)
    assert report.roster == Movement(6, 2, {"": 1, "died": 1, "迁出": 2}, 4, 0)
    assert report.foots
    assert report.roster.closing == report.total.recipients


def test_who_left_on_the_last_day_is_still_there_on_it_and_leaves_with_the_next(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        b.recipient(village, last_day=date(2026, 10, 31), left_reason="迁出")
    assert made(database, village).roster == Movement(1, 0, {}, 1, 0)
    november = made(database, village, Period.month(2026, 11), "2026-12-01T01:00").roster
    assert november == Movement(1, 0, {"迁出": 1}, 0, 0)


def test_an_office_counts_its_pairings(database):
    with building(database) as b:
        county = b.unit("张家川县", "county", code="C")
        office = b.unit("县民政局", "unit", county)
        b.pair(county, office=office)
        b.pair(county, office=office, first_day=date(2026, 10, 8))
        b.pair(county, office=office, last_day=date(2026, 10, 8), end_reason="干部调离")
    report = made(database, office)
    assert report.roster == Movement(2, 1, {"干部调离": 1}, 2, 0)
    assert report.foots


def test_a_new_cadre_after_another_is_a_change_a_renewed_pairing_is_not(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        for same in (False, True):
            old = b.pair(village, last_day=date(2026, 10, 9))
            recipient = b.session.get_one(type(b.recipient(village, first_day=date(2027, 1, 1))), old.recipient_id)
            cadre = b.session.get_one(type(b.person(None, role="admin")), old.person_id) if same else b.person(village)
            b.pairing(cadre, recipient, first_day=date(2026, 10, 10))
    assert made(database, village).roster.cadre_changed == 1


def test_a_gap_begins_the_day_after_the_last_primary_cadre_and_counts_from_one(database):
    with building(database) as b:
        county = b.unit("张家川县", "county", code="C")
        office = b.unit("县民政局", "unit", county)
        village = b.unit("城子村", "village", county, code="C-1")
        left = b.pair(village, office=office, last_day=date(2026, 10, 30))
        b.session.get_one(type(b.recipient(village, number="P-1", first_day=date(2026, 10, 20))), left.recipient_id)
        b.pair(village, kind="auxiliary")
        b.recipient(village, number="P-9", halted_at=datetime(2026, 10, 9, tzinfo=UTC))
        b.recipient(village, number="P-8", last_day=date(2026, 10, 9))
        b.pair(village)
    report = made(database, county)
    assert [(gap.since, gap.days) for gap in report.gaps] == [
        (date(2026, 10, 31), 1),
        (date(2024, 1, 1), 1035),
        (date(2026, 10, 20), 12),
    ]
    assert report.gaps[2] == Gap("P-1", "orphan", "C-1", "城子村", date(2026, 10, 20), 12)
    assert [line.gaps for line in report.units] == [3, 0]
    assert [line.gaps for line in report.offices] == [1]
    (own,) = made(database, office).gaps
    assert own.days == 1


def test_a_week_belongs_to_the_period_of_its_friday_and_one_visit_ticks_it(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        pairing = b.pair(village, "destitute_home", kind="weekly_visit")
        for day in (1, 3, 4, 5, 11):  # Thu, Sat and Sun of the first week, Mon and Sun of the second
            b.record(pairing, date(2026, 10, day), visit=1)
        b.record(pairing, date(2026, 9, 28), visit=1)  # Monday of the week whose Friday is 2 October
        b.record(pairing, date(2026, 10, 31), visit=1)  # Saturday of the last week
        b.record(pairing, date(2026, 10, 20), contact=1)  # a call is no visit
        late = b.pair(village, "destitute_home", kind="weekly_visit", first_day=date(2026, 10, 17))
        b.record(late, date(2026, 10, 17), visit=1)  # begun after that Friday: neither due nor done
    report = made(database, village)
    assert report.weekly == Weekly(pairings=2, due=5 + 2, done=3)
    assert report.total == Figures(2), "weekly visits never enter the visit counter"


def test_a_visit_entered_under_the_primary_pairing_of_the_same_person_ticks_the_week_too(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        cadre, recipient = b.person(village), b.recipient(village, "destitute_home")
        b.pairing(cadre, recipient, "weekly_visit")
        primary = b.pairing(cadre, recipient)
        b.record(primary, date(2026, 10, 7), visit=1)
        b.record(b.pairing(b.person(village), recipient, "auxiliary"), date(2026, 10, 14), visit=1)
    report = made(database, village)
    assert report.weekly == Weekly(1, 5, 1)
    assert report.total.visit == 1


def test_a_running_month_owes_only_the_fridays_that_have_come(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        b.pair(village, "destitute_home", kind="weekly_visit")
    assert made(database, village, OCTOBER, "2026-10-01T04:00").weekly == Weekly(1, 0, 0)
    assert made(database, village, OCTOBER, "2026-10-09T04:00").weekly == Weekly(1, 2, 0)


def test_a_year_owes_52_weekly_visits(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        for _ in range(3):
            b.pair(village, "destitute_home", kind="weekly_visit", first_day=date(2025, 12, 1))
    assert made(database, village, Period.year(2026), "2027-01-04T01:00").weekly.due == 3 * 52


def test_pairings_without_quota_stand_apart_by_kind(database):
    recipients, helpers = (n // 100 for n in PUBLISHED["pingliang_specialists"]["medical"])
    with building(database) as b:
        village = b.unit("城子村", code="V")
        doctors = [b.person(village) for _ in range(helpers)]
        for n in range(recipients):
            pairing = b.pairing(doctors[n % helpers], b.recipient(village), "medical")
        b.record(pairing, date(2026, 10, 5), visit=1, support="goods", goods_fen=500)
        ended = b.pair(village, kind="tutoring", last_day=date(2026, 10, 6))
        b.record(ended, date(2026, 10, 6), contact=1)
    report = made(database, village)
    assert report.auxiliary == (
        Helpers("tutoring", 0, 0, 0, Figures(contact=1)),
        Helpers("medical", recipients, recipients, helpers, Figures(visit=1, goods_fen=500)),
    )
    assert report.total.visit == 0
    assert report.paired == 0
