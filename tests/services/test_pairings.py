"""Pairings begun, ended and handed over one at a time; the past stays."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.domain.people import Actor
from bot.services import grants, news, pairings
from bot.services.lookup import Misused, NotFound
from bot.services.pairings import NotPaired, Paired, Taken, Transferred, Unpaired
from bot.texts import news as news_texts
from bot.texts import pairings as texts
from db.models import Notice, Pairing, Person, Recipient, Record
from db.session import Sessions
from tests.kit.office import ADMIN, CADRE, Office
from tests.kit.workbooks import PAIRINGS, RECIPIENTS

TODAY, YESTERDAY, TOMORROW = date(2026, 5, 26), date(2026, 5, 25), date(2026, 5, 27)


@pytest.fixture
def office(database: Sessions, clock: MovableClock) -> Office:
    found = Office(database, clock)
    found.imports()
    return found


@pytest.fixture
def admin(office: Office) -> Actor:
    return office.joins(None, ADMIN)


def of(office: Office, recipient: str, kind: str = "primary") -> list[Any]:
    return office.all(
        select(Person.number, Pairing.first_day, Pairing.last_day)
        .join(Person, Person.id == Pairing.person_id)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .where(Recipient.number == recipient, Pairing.kind == kind)
        .order_by(Pairing.first_day)
    )


def test_a_transfer_ends_one_pairing_and_begins_the_other(office: Office, admin: Actor) -> None:
    done = office.do(pairings.transfer, admin, words=("P-1", "G4"))
    assert done == Transferred("P-1 王*英", "G1 李*强", "G4 马*斌", YESTERDAY, TODAY)
    assert of(office, "P-1") == [("G1", date(2025, 1, 1), YESTERDAY), ("G4", TODAY, None)]
    assert office.trail()[-1] == ("transfer", "P-1")
    assert "以前的记录仍算 G1 李*强 的" in texts.transferred(str, done).says[0].text


def test_a_transfer_on_a_day_with_a_record_or_on_the_first_day_begins_tomorrow(office: Office, admin: Actor) -> None:
    [(pairing, person)] = office.all(
        select(Pairing.id, Pairing.person_id)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .where(Recipient.number == "P-1")
    )
    with office.sessions.write() as session:
        session.add(Record(pairing_id=pairing, entered_by=person, day=TODAY, visit=1, created_at=office.clock()))
    office.do(pairings.transfer, admin, words=("P-1", "G4"))
    assert of(office, "P-1") == [("G1", date(2025, 1, 1), TODAY), ("G4", TOMORROW, None)]
    office.do(pairings.transfer, admin, words=("P-2", "G4"))
    office.do(pairings.transfer, admin, words=("P-2", "G1"))
    assert of(office, "P-2") == [
        ("G2", date(2026, 3, 1), YESTERDAY),
        ("G4", TODAY, TODAY),
        ("G1", TOMORROW, None),
    ]


def test_a_recipient_has_one_primary_cadre(office: Office, admin: Actor) -> None:
    taken = office.do(pairings.pair, admin, words=("G4", "P-1"))
    assert taken == Taken("G1 李*强", "P-1 王*英", "P-1", same=False)
    assert "/transfer P-1" in texts.paired(str, taken).says[0].text
    same = office.do(pairings.pair, admin, words=("G1", "P-1"))
    assert isinstance(same, Taken)
    assert same.same
    assert "已经结对了" in texts.paired(str, same).says[0].text
    assert office.do(pairings.transfer, admin, words=("P-1", "G1")) == same
    assert "已经结对了" in texts.transferred(str, same).says[0].text


def test_helpers_come_beside_the_primary_cadre(office: Office, admin: Actor) -> None:
    done = office.do(pairings.pair, admin, words=("G4", "P-1", "助医"))
    assert done == Paired("G4 马*斌", "P-1 王*英", "medical", TODAY)
    assert "助医，从 2026-05-26 起" in texts.paired(str, done).says[0].text
    assert isinstance(office.do(pairings.pair, admin, words=("G2", "P-1", "medical")), Paired)
    assert office.trail()[-1] == ("pair", "P-1")


def test_an_end_leaves_a_gap_that_is_said_and_a_new_pairing_follows_the_next_day(office: Office, admin: Actor) -> None:
    ended = office.do(pairings.unpair, admin, words=("G1", "P-1"))
    assert ended == Unpaired("G1 李*强", "P-1 王*英", "primary", TODAY, gap=True)
    assert "断档" in texts.unpaired(str, ended).says[0].text
    again = office.do(pairings.pair, admin, words=("G1", "P-1"))
    assert isinstance(again, Paired)
    assert again.first_day == TOMORROW
    assert of(office, "P-1") == [("G1", date(2025, 1, 1), TODAY), ("G1", TOMORROW, None)]
    helper = office.do(pairings.unpair, admin, words=("G1", "P-2", "助学"))
    assert isinstance(helper, Unpaired)
    assert not helper.gap
    assert "断档" not in texts.unpaired(str, helper).says[0].text


def test_what_is_not_paired_cannot_end_or_move(office: Office, admin: Actor) -> None:
    nobody = office.do(pairings.unpair, admin, words=("G4", "P-1"))
    assert nobody == NotPaired("P-1 王*英")
    assert "没有这样的结对" in texts.unpaired(str, nobody).says[0].text
    office.do(pairings.unpair, admin, words=("G1", "P-1"))
    moved = office.do(pairings.transfer, admin, words=("P-1", "G4"))
    assert moved == NotPaired("P-1 王*英")
    assert "/pair" in texts.transferred(str, moved).says[0].text


@pytest.mark.parametrize("words", [("G9", "P-1"), ("G4", "P-9")])
def test_people_who_are_not_there_do_not_exist(office: Office, admin: Actor, words: tuple[str, str]) -> None:
    for use_case in (pairings.pair, pairings.unpair):
        assert isinstance(office.do(use_case, admin, words=words), NotFound)
    assert isinstance(office.do(pairings.transfer, admin, words=(words[1], words[0])), NotFound)


def test_nor_do_those_outside_the_scope_or_gone(office: Office, admin: Actor) -> None:
    office.do(grants.grant, admin, words=("G1", "admin", "6201"))
    town = office.joins("G1", CADRE)
    outcome = office.do(pairings.pair, town, words=("G2", "P-1", "助医"))
    assert outcome == NotFound("G2")
    assert "不存在" in texts.paired(str, outcome).says[0].text
    assert isinstance(office.do(pairings.pair, town, words=("G4", "P-1", "助医")), Paired)
    office.imports(recipients=RECIPIENTS[1:], pairings=PAIRINGS[1:])
    assert office.do(pairings.pair, admin, words=("G4", "P-1")) == NotFound("P-1")
    office.clock.move(office.clock() + timedelta(days=1))
    assert office.do(pairings.transfer, admin, words=("P-1", "G4")) == NotPaired("P-1 王*英")


@pytest.mark.parametrize(
    ("use_case", "render", "what"),
    [
        (pairings.pair, texts.paired, "pair"),
        (pairings.unpair, texts.unpaired, "unpair"),
        (pairings.transfer, texts.transferred, "transfer"),
    ],
)
def test_missing_words_get_one_sentence_with_an_example(
    office: Office, admin: Actor, use_case: Any, render: Any, what: str
) -> None:
    outcome = office.do(use_case, admin, words=("G1",))
    assert outcome == Misused(what)
    assert f"例如 /{what} " in render(str, outcome).says[0].text


def test_an_unknown_kind_is_told_the_known_ones(office: Office, admin: Actor) -> None:
    outcome = office.do(pairings.pair, admin, words=("G1", "P-1", "结拜"))
    assert outcome == Misused("kind")
    assert "每周探访" in texts.paired(str, outcome).says[0].text
    assert texts.kind(str, "own_kind") == "own_kind"


def heard(office: Office) -> list[tuple[str, str]]:
    """Whom the queue tells what about pairings, as it would be said now, oldest first; what is silent is left out."""
    with office.sessions.read() as session:
        rows = session.execute(
            select(Person.number, Person.id, Notice.kind, Notice.subject_id)
            .join(Person, Person.id == Notice.person_id)
            .where(Notice.kind.startswith("pairing."))
            .order_by(Notice.id)
        ).all()
        told = [
            (number, news.of(session, office.desk(), kind=kind, person_id=key, subject_id=subject))
            for number, key, kind, subject in rows
        ]
    return [(number, news_texts.letter(str, one).text) for number, one in told if one is not None]


def test_both_cadres_hear_of_a_transfer(office: Office, admin: Actor) -> None:
    office.do(pairings.transfer, admin, words=("P-1", "G4"))
    (old, ended), (new, begun) = heard(office)
    assert (old, new) == ("G1", "G4")
    assert f"P-1 王*英 由您结对到 {YESTERDAY} 为止" in ended
    assert f"自 {TODAY} 起，P-1 王*英 由您结对" in begun
    assert "王秀英" not in ended + begun


def test_the_cadre_hears_of_a_pairing_begun_or_ended_also_when_it_begins_tomorrow(office: Office, admin: Actor) -> None:
    office.do(pairings.unpair, admin, words=("G1", "P-1"))
    office.do(pairings.pair, admin, words=("G4", "P-1"))
    (old, ended), (new, begun) = heard(office)
    assert (old, new) == ("G1", "G4")
    assert f"到 {TODAY} 为止" in ended
    assert f"自 {TOMORROW} 起，P-1 王*英 由您结对" in begun


def test_news_of_a_pairing_that_did_not_end_are_none(office: Office, admin: Actor) -> None:
    [(pairing, person)] = office.all(select(Pairing.id, Pairing.person_id).limit(1))
    with office.sessions.read() as session:
        for subject, who in ((404, person), (pairing, person), (pairing, person + 1)):
            assert pairings.news_ended(session, office.desk(), who, subject) is None
