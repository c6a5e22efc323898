"""A workbook sent in the chat: proposed, confirmed by who may, inside what he may."""

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.domain.people import Actor
from bot.services import roster
from bot.services.roster import Diff, Dropped, NeedsNumber, NeedsSecond, NotUndoable, NotWaiting, Undone
from bot.texts import roster as texts
from db.models import Grant, Person, RosterImport
from db.session import Sessions
from tests.kit.office import ADMIN, CADRE, LIAISON, Office
from tests.kit.workbooks import CADRES, PAIRINGS, RECIPIENTS, UNITS, workbook

TOWN = {
    "units": [("6201", "金水镇", "62", "乡镇"), *UNITS[2:4]],
    "cadres": [CADRES[0], CADRES[3]],
    "recipients": RECIPIENTS,
    "pairings": PAIRINGS,
}


@pytest.fixture
def office(database: Sessions, clock: MovableClock) -> Office:
    found = Office(database, clock)
    found.imports()
    return found


def propose(office: Office, actor: Actor, **replaced: object) -> Diff:
    return office.do(roster.propose, actor, workbook=workbook(**replaced), file_name="名册.xlsx")


def errors(diff: Diff) -> list[tuple[str, int, str, str]]:
    return [(p.sheet, p.row, p.column, p.error) for p in diff.problems]


def test_a_proposal_waits_and_any_worker_applies_it(office: Office) -> None:
    admin = office.joins(None, ADMIN)
    more = [*CADRES, ("G5", "新来的", "6201", None, None, None)]
    diff = propose(office, admin, cadres=more)
    assert (diff.applied, diff.added) == (False, 1)
    assert office.all(select(Person.id).where(Person.number == "G5")) == []
    [said] = texts.proposal(str, diff).says
    assert [button.data for button in said.rows[0]] == [
        f"roster:apply:{diff.import_id}",
        f"roster:drop:{diff.import_id}",
    ]
    done = office.do(roster.confirm, admin, import_id=diff.import_id)
    assert isinstance(done, Diff)
    assert done.applied
    assert office.all(select(Person.name).where(Person.number == "G5")) == [("新来的",)]
    assert office.trail()[-1] == ("import", str(diff.import_id))
    again = office.do(roster.confirm, admin, import_id=diff.import_id)
    assert again == NotWaiting("applied")
    assert texts.confirmed(str, again).toast
    assert "已应用" in texts.confirmed(str, done).says[0].text


def test_a_dropped_proposal_is_gone(office: Office) -> None:
    admin = office.joins(None, ADMIN)
    diff = propose(office, admin, cadres=[*CADRES, ("G5", "新来的", "6201", None, None, None)])
    dropped = office.do(roster.drop, admin, import_id=diff.import_id)
    assert dropped == Dropped(diff.import_id)
    assert "已取消" in texts.dropped(str, dropped).says[0].text
    assert office.do(roster.confirm, admin, import_id=diff.import_id) == NotWaiting("dropped")
    assert texts.dropped(str, office.do(roster.drop, admin, import_id=diff.import_id)).toast
    assert office.all(select(RosterImport.before).where(RosterImport.id == diff.import_id)) == [("{}",)]


def test_a_file_without_changes_or_with_errors_keeps_nothing_waiting(office: Office) -> None:
    admin = office.joins(None, ADMIN)
    same = propose(office, admin)
    assert (same.empty, same.import_id) == (True, None)
    assert "没有要改的" in texts.proposal(str, same).says[0].text
    wrong = propose(office, admin, cadres=[("G1", None, "6201", None, None, None)])
    assert wrong.import_id is None
    assert "要改" in texts.proposal(str, wrong).says[0].text


def test_a_liaison_imports_his_own_town_but_no_other_and_grants_nothing_above_himself(office: Office) -> None:
    liaison = office.joins("G1", LIAISON)
    assert errors(propose(office, liaison)) == [("单位", 2, "单位编码", "outside")]
    fresh = propose(office, liaison, units=[("77", "别的县", None, "县")], cadres=None, recipients=None, pairings=None)
    assert errors(fresh) == [("单位", 2, "单位编码", "outside")]
    below = propose(office, liaison, units=[("78", "别的村", "62", "村")], cadres=None, recipients=None, pairings=None)
    assert errors(below) == [("单位", 2, "上级编码", "unknown_unit")]
    above = {**TOWN, "cadres": [CADRES[0], ("G4", "马文斌", "6201", None, "督导、联络员", None)]}
    above["pairings"] = [PAIRINGS[0], PAIRINGS[3]]
    [problem] = propose(office, liaison, **above).problems
    assert (problem.row, problem.column, problem.error) == (3, "角色", "above_you")
    assert texts.error(str, problem) == "您不能授予这个角色：督导"
    mine = {**above, "cadres": [CADRES[0], ("G4", "马文斌", "6201", None, "联络员", None)]}
    diff = propose(office, liaison, **mine)
    assert diff.problems == ()
    assert diff.changed == 1


def test_cadres_out_of_sight_cannot_be_paired_by_a_liaison(office: Office) -> None:
    liaison = office.joins("G1", LIAISON)
    assert errors(propose(office, liaison, **TOWN)) == [
        ("结对关系", 3, "干部编号", "unknown_cadre"),
        ("结对关系", 4, "干部编号", "unknown_cadre"),
    ]
    only = {"units": None, "cadres": [("G2", "张海霞", "62D1", None, None, None)], "recipients": None, "pairings": None}
    assert errors(propose(office, liaison, **only)) == [
        ("干部", 2, "单位编码", "unknown_unit"),
        ("干部", 2, "干部编号", "elsewhere"),
    ]


def test_who_holds_more_than_the_importer_is_not_the_files_to_remove(office: Office) -> None:
    liaison = office.joins("G1", LIAISON)
    with office.sessions.write() as session:
        unit = office.all(select(Person.unit_id).where(Person.number == "G4"))[0][0]
        session.add(Grant(person_id=office.id_of("G4"), role="admin", unit_id=unit, source="granted"))
    diff = propose(office, liaison, **{**TOWN, "cadres": [CADRES[0]], "recipients": None, "pairings": None})
    assert (diff.problems, diff.removed) == ((), 0)


def test_many_removals_take_a_second_admin(office: Office) -> None:
    first, second = office.joins(None, ADMIN), office.joins("G3", CADRE)
    less = {"cadres": CADRES[:3], "recipients": RECIPIENTS, "pairings": PAIRINGS}
    diff = propose(office, first, **less)
    assert diff.many_removed
    assert "G4 马*斌" in texts.proposal(str, diff).says[0].text
    with office.sessions.write() as session:
        session.add(Grant(person_id=second.person_id, role="admin", unit_id=second.unit_id, source="granted"))
    second = office.actor(CADRE)
    waiting = office.do(roster.confirm, first, import_id=diff.import_id, typed=1)
    assert waiting == NeedsSecond(diff.import_id, 1)
    assert f"/import {diff.import_id}" in texts.confirmed(str, waiting).says[0].text
    shown = office.do(roster.show, second, import_id=diff.import_id)
    assert isinstance(shown, Diff)
    assert texts.typed(str, shown).says[0].rows
    done = office.do(roster.confirm, second, import_id=diff.import_id)
    assert isinstance(done, Diff)
    assert done.applied
    assert office.all(select(Person.status).where(Person.number == "G4")) == [("left",)]


def test_the_only_admin_types_how_many_leave(office: Office) -> None:
    admin = office.joins(None, ADMIN)
    diff = propose(office, admin, cadres=CADRES[:3])
    asked = office.do(roster.confirm, admin, import_id=diff.import_id)
    assert asked == NeedsNumber(diff.import_id, 1)
    assert f"/import {diff.import_id} 1" in texts.confirmed(str, asked).says[0].text
    assert office.do(roster.confirm, admin, import_id=diff.import_id, typed=2) == asked
    done = office.do(roster.confirm, admin, import_id=diff.import_id, typed=1)
    assert isinstance(done, Diff)
    assert done.applied


def test_a_waiting_import_is_nobodys_but_the_senders_and_the_admins(office: Office) -> None:
    admin, liaison = office.joins(None, ADMIN), office.joins("G1", LIAISON)
    diff = propose(office, admin, cadres=CADRES[:3])
    for use_case in (roster.show, roster.confirm, roster.drop):
        assert office.do(use_case, liaison, import_id=diff.import_id) == NotWaiting()
        assert office.do(use_case, admin, import_id=10**9) == NotWaiting()
    assert "不存在" in texts.typed(str, NotWaiting()).says[0].text


def test_errors_that_arise_while_it_waits_stop_the_confirmation(office: Office) -> None:
    admin = office.joins(None, ADMIN)
    diff = propose(office, admin, cadres=[*CADRES, ("G5", "新来的", "6201", None, None, None)])
    office.imports(
        units=[("70", "邻县", None, "县")],
        cadres=[("G5", "另一位", "70", None, None, None)],
        recipients=None,
        pairings=None,
    )
    stopped = office.do(roster.confirm, admin, import_id=diff.import_id)
    assert isinstance(stopped, Diff)
    assert errors(stopped) == [("干部", 6, "干部编号", "elsewhere")]


def test_an_admin_undoes_an_import_by_its_number(office: Office) -> None:
    admin, liaison = office.joins(None, ADMIN), office.joins("G1", LIAISON)
    diff = propose(office, admin, cadres=[*CADRES, ("G5", "新来的", "6201", None, None, None)])
    office.do(roster.confirm, admin, import_id=diff.import_id)
    assert office.do(roster.undo, liaison, import_id=diff.import_id) == NotUndoable("unknown")
    undone = office.do(roster.undo, admin, import_id=diff.import_id)
    assert isinstance(undone, Undone)
    assert "恢复原样" in texts.undone(str, undone).says[0].text
    assert office.all(select(Person.id).where(Person.number == "G5")) == []


@pytest.mark.parametrize(("why", "said"), [("later", "/undo_import 7"), ("state", "撤回"), ("unknown", "不存在")])
def test_why_an_import_cannot_be_undone_is_said(why: str, said: str) -> None:
    assert said in texts.undone(str, NotUndoable(why, 7)).says[0].text


def test_import_and_undo_without_a_number_say_what_to_do() -> None:
    assert ".xlsx" in texts.send_file(str).says[0].text
    assert "/undo_import 3" in texts.how_to_undo(str).says[0].text
