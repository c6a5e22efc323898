"""Roles given and taken back, inside the admin's own scope."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.services import grants
from bot.services.grants import Granted, LastAdmin, Revoked
from bot.services.lookup import Misused, NotFound, Several
from bot.texts import grants as texts
from db.models import Grant
from db.session import Sessions
from tests.kit.office import ADMIN, CADRE, Office
from tests.kit.workbooks import CADRES, UNITS


@pytest.fixture
def office(database: Sessions, clock: MovableClock) -> Office:
    found = Office(database, clock)
    found.imports()
    return found


def in_force(office: Office, number: str) -> list[tuple[str, date | None]]:
    found = select(Grant.role, Grant.last_day).where(Grant.person_id == office.id_of(number))
    return office.all(found.where(Grant.revoked_at.is_(None)).order_by(Grant.id))


def test_a_role_is_granted_by_code_or_name_with_or_without_an_end(office: Office) -> None:
    admin = office.joins(None, ADMIN)
    given = office.do(grants.grant, admin, words=("G2", "督导", "陇原县"))
    assert given == Granted("G2 张*霞", "supervisor", "陇原县", None)
    dated = office.do(grants.grant, admin, words=("G2", "duty-officer", "6201", "2026-12-31"))
    assert dated == Granted("G2 张*霞", "duty_officer", "金水镇", date(2026, 12, 31))
    assert in_force(office, "G2") == [("cadre", None), ("supervisor", None), ("duty_officer", date(2026, 12, 31))]
    assert office.trail()[-2:] == [("grant", "G2"), ("grant", "G2")]
    assert "现在是督导，范围：陇原县" in texts.granted(str, given).says[0].text
    assert "到 2026-12-31 为止" in texts.granted(str, dated).says[0].text


def test_granting_again_changes_only_the_end(office: Office) -> None:
    admin = office.joins(None, ADMIN)
    office.do(grants.grant, admin, words=("G2", "督导", "62", "2026-12-31"))
    again = office.do(grants.grant, admin, words=("G2", "督导", "62", "2026-12-31"))
    assert isinstance(again, Granted)
    assert again.again
    assert "本来就是" in texts.granted(str, again).says[0].text
    office.do(grants.grant, admin, words=("G2", "督导", "62"))
    assert in_force(office, "G2") == [("cadre", None), ("supervisor", None)]
    assert len(office.trail()) == 5  # import, invite, join, two grants


def test_what_lies_outside_the_admins_scope_does_not_exist(office: Office) -> None:
    everywhere = office.joins(None, ADMIN)
    office.do(grants.grant, everywhere, words=("G1", "admin", "6201"))
    town = office.joins("G1", CADRE)
    for words in (("G2", "督导", "6201"), ("G4", "督导", "62"), ("G4", "督导", "别处"), ("none", "督导", "6201")):
        outcome = office.do(grants.grant, town, words=words)
        assert isinstance(outcome, NotFound)
        assert "不存在" in texts.granted(str, outcome).says[0].text
    assert isinstance(office.do(grants.grant, town, words=("G4", "督导", "6201")), Granted)
    assert isinstance(office.do(grants.revoke, town, words=("G2", "cadre")), NotFound)
    office.do(grants.grant, everywhere, words=("G4", "督导", "62"))
    assert office.do(grants.revoke, town, words=("G4", "督导")) == Revoked("G4 马*斌", "supervisor", ("金水镇",))
    assert isinstance(office.do(grants.revoke, town, words=("G4", "督导")), NotFound)


def test_several_units_of_one_name_are_listed_with_their_codes(office: Office) -> None:
    admin = office.joins(None, ADMIN)
    office.imports(units=[*UNITS, ("6202", "银水镇", "62", "乡镇"), ("620201", "石家坪村", "6202", "村")])
    outcome = office.do(grants.grant, admin, words=("G2", "督导", "石家坪村"))
    assert outcome == Several("石家坪村", (("620102", "金水镇"), ("620201", "银水镇")))
    assert "620201 石家坪村（银水镇）" in texts.granted(str, outcome).says[0].text
    assert office.do(grants.revoke, admin, words=("G2", "督导", "石家坪村")) == outcome


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ((), "grant"),
        (("G2",), "grant"),
        (("G2", "督导", "62", "2026-12-31", "x"), "grant"),
        (("G2", "皇帝", "62"), "role"),
        (("G2", "督导", "62", "2026-05-25"), "day"),
        (("G2", "督导", "62", "年底"), "day"),
    ],
)
def test_a_misused_grant_gets_one_sentence_with_an_example(office: Office, words: tuple[str, ...], what: str) -> None:
    admin = office.joins(None, ADMIN)
    outcome = office.do(grants.grant, admin, words=words)
    assert outcome == Misused(what)
    assert (
        "/grant" in texts.granted(str, outcome).says[0].text or "2026-12-31" in texts.granted(str, outcome).says[0].text
    )


def test_a_revoked_role_is_gone_at_once_and_stays_in_the_history(office: Office) -> None:
    admin = office.joins(None, ADMIN)
    taken = office.do(grants.revoke, admin, words=("G1", "联络员", "金水镇"))
    assert taken == Revoked("G1 李*强", "liaison", ("金水镇",))
    assert "已收回 G1 李*强 的联络员" in texts.revoked(str, taken).says[0].text
    assert in_force(office, "G1") == [("cadre", None)]
    assert len(office.all(select(Grant.id).where(Grant.person_id == office.id_of("G1")))) == 2
    assert office.do(grants.revoke, admin, words=("G1",)) == Misused("revoke")
    assert office.do(grants.revoke, admin, words=("G1", "皇帝")) == Misused("role")
    assert "/revoke" in texts.revoked(str, Misused("revoke")).says[0].text


def test_the_last_admin_cannot_be_revoked(office: Office) -> None:
    office.imports(cadres=[*CADRES[:3], ("G4", "马文斌", "62", None, "管理员", None)])
    admin = office.joins("G4", ADMIN)
    outcome = office.do(grants.revoke, admin, words=("G4", "管理员"))
    assert outcome == LastAdmin()
    assert "最后一位" in texts.revoked(str, outcome).says[0].text
    office.joins(None, CADRE)
    assert isinstance(office.do(grants.revoke, admin, words=("G4", "管理员")), Revoked)
