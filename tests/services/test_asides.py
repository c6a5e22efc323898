"""The three parts of a draw and of a keying list: what others do between them is not undone and not done twice."""

import pytest

from bot.services import keying, spotchecks, spotdraws
from bot.services.reports import Unknown
from bot.services.steps import Overtaken, nothing
from db.models import Unit
from db.session import Sessions
from tests.kit.build import Builder
from tests.services.test_keying import DESK as KEYING_DESK
from tests.services.test_keying import Office
from tests.services.test_spotchecks import DESK, Place

WORDS = {"period": "2026-10", "size": 8}


@pytest.fixture
def place(database: Sessions) -> Place:
    return Place(database)


@pytest.fixture
def office(database: Sessions) -> Office:
    return Office(database)


def bound(database: Sessions, place: Place) -> spotdraws.Bound:
    with database.write() as session:
        found = spotchecks.bound(session, DESK, place.supervisor, unit_id=place.county, **WORDS)
    assert isinstance(found, spotdraws.Bound)
    return found


def looked(database: Sessions, place: Place, first: spotdraws.Bound) -> spotdraws.Found:
    with database.read() as session:
        found = spotchecks.drawn(session, DESK, place.supervisor, first=first, tick=nothing, unit_id=place.county)
    assert isinstance(found, spotdraws.Found)
    return found


def kept(database: Sessions, place: Place, found: spotdraws.Found) -> object:
    with database.write() as session:
        return spotchecks.kept(session, DESK, place.supervisor, looked=found)


def at_once(database: Sessions, place: Place) -> spotchecks.Sample:
    with database.write() as session:
        found = spotchecks.start(session, DESK, place.supervisor, words=("8", "2026-10"))
    assert isinstance(found, spotchecks.Sample)
    return found


def numbers(sample: object) -> set[str]:
    assert isinstance(sample, spotchecks.Sample)
    return {pick.number for pick in sample.picks}


def test_a_draw_in_three_parts_can_be_drawn_again(database: Sessions, place: Place) -> None:
    sample = kept(database, place, looked(database, place, bound(database, place)))
    assert isinstance(sample, spotchecks.Sample)
    with database.read() as session:
        again = spotdraws.redraw(session, DESK, check_id=sample.key)
        assert again is not None
        assert again.same
        assert spotchecks.again(session, DESK, place.supervisor, key=sample.key) == sample
        assert isinstance(spotchecks.again(session, DESK, place.stranger, key=sample.key), Unknown)


@pytest.mark.parametrize("seen", [False, True])
def test_nobody_comes_twice_though_somebody_else_drew_meanwhile(
    database: Sessions, place: Place, *, seen: bool
) -> None:
    """Whether the other draw came after what was looked up, or between the promise and the look."""
    first = bound(database, place)
    found = looked(database, place, first)
    other = at_once(database, place)
    if seen:
        found = looked(database, place, first)
    assert isinstance(kept(database, place, found), Overtaken)
    mine = kept(database, place, looked(database, place, bound(database, place)))
    third = at_once(database, place)
    assert len(numbers(other) | numbers(mine) | numbers(third)) == 24, "all, and nobody before all were drawn"


def test_what_is_entered_while_it_is_looked_up_waits_for_the_next_draw(database: Sessions, place: Place) -> None:
    first = bound(database, place)
    with database.write() as session:
        b = Builder(session)
        unit = session.get_one(Unit, place.county)
        b.record(b.pairing(b.person(unit, number="C-9"), b.recipient(unit, number="P-9")), first.period.first, visit=1)
    sample = kept(database, place, looked(database, place, first))
    assert isinstance(sample, spotchecks.Sample)
    assert sample.frame == 24


def test_outside_the_scope_nothing_is_bound(database: Sessions, place: Place) -> None:
    with database.write() as session:
        nothing_of_it = spotchecks.bound(session, DESK, place.stranger, unit_id=place.county, **WORDS)
        assert isinstance(nothing_of_it, Unknown)
        found = spotchecks.drawn(session, DESK, place.stranger, first=nothing_of_it, tick=nothing)
        assert isinstance(spotchecks.kept(session, DESK, place.stranger, looked=found), Unknown)


def test_a_period_without_records_gives_nothing_to_draw(database: Sessions, place: Place) -> None:
    with database.write() as session:
        first = spotchecks.bound(session, DESK, place.supervisor, unit_id=place.county, period="2026-02", size=8)
    assert isinstance(first, spotdraws.Bound)
    assert kept(database, place, looked(database, place, first)) == spotchecks.Nothing("通渭县", "2026-02")


def found_for(database: Sessions, office: Office) -> tuple[keying.Candidate, ...]:
    with database.write() as session:
        keying.before(session, KEYING_DESK, office.liaison, own=False)
    with database.read() as session:
        return keying.look(session, KEYING_DESK, office.liaison, own=False, tick=nothing)


def handed(database: Sessions, office: Office, found: tuple[keying.Candidate, ...]) -> object:
    with database.write() as session:
        return keying.hand_out(session, KEYING_DESK, office.liaison, own=False, looked=found)


def test_what_others_took_ticked_or_changed_while_it_was_looked_for_is_not_handed_out(
    database: Sessions, office: Office
) -> None:
    mine, gone = office.enter(database, office.hers), office.enter(database, office.hers)
    office.enter(database, office.ours)
    found = found_for(database, office)
    assert len(found) == 3
    with database.write() as session:
        own = keying.ask(session, KEYING_DESK, office.li, own=True)
        assert isinstance(own, keying.EntryList)
        keying.close(session, KEYING_DESK, office.li, key=own.key, entered=True)
    office.change(database, gone, "withdraw", standing=False)
    late = office.enter(database, office.hers)
    told = handed(database, office, found)
    assert isinstance(told, keying.EntryList)
    assert [row.record_id for row in told.rows] == [mine]
    assert handed(database, office, found_for(database, office)) == told, "the list in hand is shown again"
    with database.write() as session:
        keying.close(session, KEYING_DESK, office.liaison, key=told.key, entered=True)
    told = handed(database, office, found_for(database, office))
    assert isinstance(told, keying.EntryList)
    assert [row.record_id for row in told.rows] == [late]


def test_when_all_of_it_was_taken_it_is_looked_for_again(database: Sessions, office: Office) -> None:
    office.enter(database, office.ours)
    found = found_for(database, office)
    with database.write() as session:
        keying.ask(session, KEYING_DESK, office.li, own=True)
    assert isinstance(handed(database, office, found), Overtaken)
    assert handed(database, office, found_for(database, office)) == keying.NothingLeft(own=False)


def test_in_a_wide_office_more_is_what_waited_when_the_list_was_made(
    database: Sessions, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.wide.LARGE", 1)
    monkeypatch.setattr(keying, "LONGEST", 2)
    for _ in range(3):
        office.enter(database, office.hers)
    told = handed(database, office, found_for(database, office))
    assert isinstance(told, keying.EntryList)
    assert (len(told.rows), told.more) == (2, True)
    with database.write() as session:
        assert keying.close(session, KEYING_DESK, office.liaison, key=told.key, entered=True) == keying.Ticked(
            2, own=False, entered=True, more=True
        )
    told = handed(database, office, found_for(database, office))
    assert isinstance(told, keying.EntryList)
    assert (len(told.rows), told.more) == (1, False)
