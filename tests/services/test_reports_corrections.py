"""更正: what was entered after a report was frozen is told by the next, once, and everything still sums."""

from datetime import UTC, date, datetime

from bot.domain.calendar import Period
from bot.domain.reports import Correction, Figures
from tests.kit.build import building
from tests.kit.reporting import made

AUGUST, SEPTEMBER, OCTOBER = (Period.month(2026, month) for month in (8, 9, 10))


def at(month, day):
    return datetime(2026, month, day, 4, tzinfo=UTC)


def test_late_entries_corrections_and_withdrawals_show_in_the_next_report(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        pairing = b.pair(village)
        kept = b.record(pairing, date(2026, 9, 3), visit=1)
        gone = b.record(pairing, date(2026, 9, 4), contact=1)
        b.record(pairing, date(2026, 9, 5), contact=1)
    frozen = made(database, village, SEPTEMBER, "2026-10-08T01:00")
    assert (frozen.number, frozen.corrections) == (1, ())
    with building(database) as b:
        b.correct(b.session.merge(kept), at(10, 9), deed=1, cash_fen=5000)
        b.correct(b.session.merge(gone), at(10, 9), action="withdraw")
        b.record(pairing, date(2026, 9, 30), visit=1, created_at=at(10, 10))
        b.record(pairing, date(2026, 10, 2), visit=1)
    october = made(database, village, OCTOBER)
    assert october.corrections == (
        Correction(1, "2026-09", "orphan", Figures(0, contact=-1, visit=1, deed=1, cash_fen=5000)),
    )
    year, told = october.year_to_date[-1].figures, Figures.total(line.figures for line in october.corrections)
    assert year - Figures(1) == frozen.total - Figures(1) + told + october.total - Figures(1)


def test_what_one_report_told_the_next_does_not_tell_again(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        pairing = b.pair(village)
    august = made(database, village, AUGUST, "2026-09-01T01:00")
    with building(database) as b:
        first = b.record(pairing, date(2026, 8, 31), visit=1, created_at=at(9, 2))
    september = made(database, village, SEPTEMBER, "2026-10-08T01:00")
    assert [line.figures.visit for line in september.corrections] == [1]
    with building(database) as b:
        b.correct(b.session.merge(first), at(10, 20), action="withdraw")
        b.record(pairing, date(2026, 9, 30), contact=1, created_at=at(10, 21))
    october = made(database, village, OCTOBER)
    assert [(line.number, line.figures.visit, line.figures.contact) for line in october.corrections] == [
        (august.number, -1, 0),
        (september.number, 0, 1),
    ]


def test_an_entry_made_and_withdrawn_between_two_reports_leaves_no_trace_in_them(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        pairing = b.pair(village)
    made(database, village, SEPTEMBER, "2026-10-08T01:00")
    with building(database) as b:
        wrong = b.record(pairing, date(2026, 9, 30), visit=1, created_at=at(10, 9))
        b.correct(wrong, at(10, 10), action="withdraw")
    assert made(database, village, OCTOBER).corrections == ()


def test_an_entry_moved_to_another_day_leaves_one_period_and_enters_the_other(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
        pairing = b.pair(village, "severe_disability")
        moved = b.record(pairing, date(2026, 8, 31), visit=1)
    made(database, village, AUGUST, "2026-09-01T01:00")
    made(database, village, SEPTEMBER, "2026-10-08T01:00")
    with building(database) as b:
        b.correct(b.session.merge(moved), at(10, 9), day=date(2026, 9, 1))
    october = made(database, village, OCTOBER)
    assert [(line.period, line.figures.visit) for line in october.corrections] == [("2026-08", -1), ("2026-09", 1)]


def test_corrections_stay_within_the_unit_the_year_and_the_kind_of_period(database):
    with building(database) as b:
        county = b.unit("张家川县", "county", code="C")
        town, other = (b.unit(name, "township", county) for name in ("恭门镇", "龙山镇"))
        pairing = b.pair(town)
        b.pair(other)
    december = Period.month(2025, 12)
    for unit in (county, other):
        made(database, unit, SEPTEMBER, "2026-10-08T01:00")
    made(database, town, december, "2026-01-05T01:00")
    made(database, town, Period.parse("2026-Q3"), "2026-10-08T01:00")
    with building(database) as b:
        b.record(pairing, date(2026, 9, 30), visit=1, created_at=at(10, 9))
        b.record(pairing, date(2025, 12, 31), visit=1, created_at=at(10, 9))
    assert made(database, town, OCTOBER).corrections == ()
    assert made(database, other, OCTOBER).corrections == ()
    assert [line.figures.visit for line in made(database, county, OCTOBER).corrections] == [1]
