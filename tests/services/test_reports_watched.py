"""Spot checks, alerts and open needs in a report: counted where they lie, in the days they belong to."""

from datetime import UTC, date, datetime

from db.models import Alert, Need, SpotCheck, SpotItem
from tests.kit.build import building
from tests.kit.reporting import made


def check(b, unit, drawn_at, *outcomes):
    """A draw of one new record for each outcome."""
    one = b.session
    drawn = SpotCheck(
        unit_id=unit.id,
        period="2026-09",
        size=len(outcomes),
        seed="0" * 64,
        salt="0" * 64,
        fingerprint="0" * 64,
        committed_at=drawn_at,
        last_record=0,
        frame=len(outcomes),
        drawn_at=drawn_at,
    )
    one.add(drawn)
    one.flush()
    for position, outcome in enumerate(outcomes):
        pairing = b.pair(unit)
        record = b.record(pairing, date(2026, 9, 1), visit=1)
        one.add(
            SpotItem(
                check_id=drawn.id,
                position=position,
                record_id=record.id,
                recipient_id=pairing.recipient_id,
                line=unit.code,
                group_key="orphan",
                outcome=outcome,
            )
        )
    one.flush()


def alert(b, unit, opened_at, closed_at=None):
    person = b.person(unit)
    b.session.add(
        Alert(
            reporter_id=person.id,
            unit_id=unit.id,
            category="injury",
            state="closed" if closed_at else "open",
            chat_id=1,
            message_id=person.id,
            opened_at=opened_at,
            closed_at=closed_at,
        )
    )


def need(b, unit, kind, opened_at, closed_at=None):
    person = b.person(unit)
    b.session.add(
        Need(
            recipient_id=b.recipient(unit).id,
            kind=kind,
            since=opened_at.date(),
            state="done" if closed_at else "open",
            opened_by=person.id,
            opened_at=opened_at,
            closed_at=closed_at,
        )
    )


def at(month, day, hour=4):
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_what_is_watched_over_is_counted_in_its_place_and_days(database):
    with building(database) as b:
        county = b.unit("张家川县", "county", code="C")
        town, other = b.unit("恭门镇", "township", county), b.unit("秦安县", "county", code="D")
        office = b.unit("县民政局", "unit", county)
        check(b, town, at(10, 9), "agree", "agree", "differ", "no_answer", "institution", None)
        check(b, town, at(9, 30, 15), "differ")
        check(b, other, at(10, 9), "agree")
        check(b, office, at(10, 9), "agree")
        for unit in (town, other, office):
            alert(b, unit, at(9, 1), at(10, 5))
            alert(b, unit, at(10, 31, 15))
            alert(b, unit, at(10, 31, 17))
            need(b, unit, "illness", at(9, 1))
            need(b, unit, "dropout", at(9, 1), at(11, 1))
            need(b, unit, "distress", at(9, 1), at(10, 1))
    report = made(database, town)
    assert report.sections == {
        "spot_checks": {"drawn": 6, "agree": 2, "differ": 1, "unreachable": 2, "waiting": 1},
        "alerts": {"opened": 1, "open": 1},
        "needs": {"open": 2, "by_kind": {"dropout": 1, "illness": 1}},
    }
    mine = made(database, office).sections
    assert mine["spot_checks"]["drawn"] == 1
    assert mine["alerts"] == {"opened": 1, "open": 1}
    assert mine["needs"]["open"] == 2
    assert made(database, county).sections["spot_checks"]["drawn"] == 7


def test_where_nothing_is_watched_nothing_is_said(database):
    with building(database) as b:
        village = b.unit("城子村", code="V")
    assert made(database, village).sections == {}
    assert "spot_checks" not in made(database, village).to_json()
