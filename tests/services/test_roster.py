"""Bringing a roster in: all or nothing, inside its scope, with history kept."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.services import planning, roster
from bot.services.desk import Desk
from db.models import Audit, Grant, Notice, Pairing, Person, Recipient, Record, RosterImport, Unit, UnitTree
from db.session import Session, Sessions
from tests.kit.workbooks import CADRES, PAIRINGS, PROGRAMME, RECIPIENTS, UNITS, workbook

YESTERDAY = date(2026, 5, 25)


class Office:
    """A command line on a database: imports and looks."""

    def __init__(self, sessions: Sessions, clock: MovableClock) -> None:
        self.sessions, self.clock = sessions, clock

    def desk(self) -> Desk:
        return Desk(self.clock(), ZoneInfo("Asia/Shanghai"), PROGRAMME)

    def imports(self, *, allow_removals: bool = False, **replaced: Any) -> roster.Diff:
        with self.sessions.write() as session:
            return roster.bring_in(
                session,
                self.desk(),
                workbook=workbook(**replaced),
                file_name="a.xlsx",
                allow_removals=allow_removals,
            )

    def undoes(self, import_id: int) -> roster.Undone | roster.NotUndoable:
        with self.sessions.write() as session:
            return roster.undo(session, self.desk(), import_id=import_id)

    def all(self, statement: Any) -> list[Any]:
        with self.sessions.read() as session:
            return [tuple(row) for row in session.execute(statement)]

    def everything(self) -> dict[str, list[Any]]:
        """The roster as rows, without ids."""
        return {
            "units": self.all(select(Unit.code, Unit.name, Unit.level, Unit.active).order_by(Unit.code)),
            "tree": sorted(self.all(select(Unit.code, UnitTree.depth).join(Unit, Unit.id == UnitTree.unit_id))),
            "people": self.all(
                select(Person.number, Person.name, Person.phone, Person.phone_index, Person.status).order_by(
                    Person.number
                )
            ),
            "recipients": self.all(
                select(Recipient.number, Recipient.name, Recipient.class_key, Recipient.last_day).order_by(
                    Recipient.number
                )
            ),
            "pairings": self.all(
                select(Person.number, Recipient.number, Pairing.kind, Pairing.first_day, Pairing.last_day)
                .join(Person, Person.id == Pairing.person_id)
                .join(Recipient, Recipient.id == Pairing.recipient_id)
                .order_by(Person.number, Recipient.number, Pairing.kind, Pairing.first_day)
            ),
            "grants": self.all(
                select(Person.number, Grant.role, Unit.code)
                .join(Person, Person.id == Grant.person_id)
                .join(Unit, Unit.id == Grant.unit_id)
                .where(Grant.revoked_at.is_(None))
                .order_by(Person.number, Grant.role)
            ),
        }


@pytest.fixture
def office(database: Sessions, clock: MovableClock) -> Iterator[Office]:
    return Office(database, clock)


def errors(diff: roster.Diff) -> list[tuple[str, int, str, str]]:
    return [(p.sheet, p.row, p.column, p.error) for p in diff.problems]


def test_a_first_import_adds_everything_with_its_tree_and_roles(office: Office) -> None:
    diff = office.imports()
    assert (diff.applied, diff.added, diff.changed, diff.removed) == (True, 16, 0, 0)
    there = office.everything()
    assert ("620101", 2) in there["tree"]
    assert len(there["tree"]) == 1 + 2 + 3 + 3 + 2
    assert there["people"][0][:3] == ("G1", "李志强", "13900000001")
    assert there["grants"] == [
        ("G1", "cadre", "6201"),
        ("G1", "liaison", "6201"),
        ("G2", "cadre", "62D1"),
        ("G3", "supervisor", "62"),
        ("G4", "cadre", "6201"),
    ]
    assert ("G2", "P-2", "primary", date(2026, 3, 1), None) in there["pairings"]
    assert office.all(select(Recipient.first_day).where(Recipient.number == "P-1")) == [(date(2025, 1, 1),)]
    assert office.all(
        select(Recipient.birth_year, Recipient.birth_month, Recipient.birth_day).order_by(Recipient.number)
    ) == [
        (1950, 3, None),
        (2015, 6, 3),
        (None, None, None),
    ]
    assert office.all(select(Audit.action, Audit.subject)) == [("import", str(diff.import_id))]


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    office.imports()
    before = office.everything()
    diff = office.imports()
    assert (diff.added, diff.changed, diff.removed) == (0, 0, 0)
    assert office.everything() == before


def test_changed_cells_change_their_rows_only(office: Office) -> None:
    office.imports()
    diff = office.imports(
        units=[*UNITS[:4], ("62D1", "陇原县民政与人社局", "6201", "单位")],
        cadres=[("G1", "李志强", "6201", "+86 139-0000-0009", "结对干部", None), *CADRES[1:]],
        recipients=[(*RECIPIENTS[0][:5], "620102", *RECIPIENTS[0][6:]), *RECIPIENTS[1:]],
    )
    assert (diff.added, diff.changed, diff.removed) == (0, 3, 0)
    there = office.everything()
    assert ("62D1", 2) in there["tree"]
    assert ("G1", "liaison", "6201") not in there["grants"]
    assert there["people"][0][2] == "13900000009"


def test_a_role_alone_counts_as_a_change(office: Office) -> None:
    office.imports()
    diff = office.imports(cadres=[*CADRES[:3], ("G4", "马文斌", "6201", None, "结对干部、值班员", "请假")])
    assert (diff.added, diff.changed, diff.removed) == (0, 1, 0)
    assert ("G4", "duty_officer", "6201") in office.everything()["grants"]


def test_who_is_missing_has_left_and_the_pairings_ended_yesterday(office: Office) -> None:
    office.imports()
    less = {"cadres": [CADRES[0], *CADRES[2:]], "recipients": RECIPIENTS[:2], "pairings": [PAIRINGS[0], PAIRINGS[3]]}
    refused = office.imports(**less)
    assert (refused.applied, refused.removed, refused.many_removed) == (False, 4, True)
    assert office.everything()["people"][1][4] == "active"
    assert office.imports(**less, allow_removals=True).applied
    there = office.everything()
    assert there["people"][1][4] == "left"
    assert there["recipients"][2][3] == YESTERDAY
    assert ("G2", "P-2", "primary", date(2026, 3, 1), YESTERDAY) in there["pairings"]
    assert not [grant for grant in there["grants"] if grant[0] == "G2"]


def test_who_comes_back_is_the_same_person_again(office: Office) -> None:
    office.imports()
    before = office.everything()
    office.imports(cadres=CADRES[:3], recipients=RECIPIENTS[:2], pairings=PAIRINGS[:2], allow_removals=True)
    diff = office.imports()
    assert diff.applied
    assert office.everything() == before


def test_a_new_cadre_takes_over_and_the_old_pairing_ends_the_day_before(office: Office) -> None:
    office.imports()
    diff = office.imports(pairings=[*PAIRINGS[1:], ("G4", "P-1", None, "2026-05-11", None, None)], allow_removals=True)
    assert (diff.applied, diff.problems) == (True, ())
    there = office.everything()["pairings"]
    assert ("G1", "P-1", "primary", date(2025, 1, 1), date(2026, 5, 10)) in there
    assert ("G4", "P-1", "primary", date(2026, 5, 11), None) in there


def test_a_pairing_never_ends_before_what_was_done_in_it(office: Office) -> None:
    office.imports()
    with office.sessions.write() as session:
        log(session, office, "G1", "P-1", date(2026, 5, 20))
    diff = office.imports(pairings=[*PAIRINGS[1:], ("G4", "P-1", None, "2026-05-11", None, None)], allow_removals=True)
    assert errors(diff) == [("结对关系", 5, "开始日期", "overlaps_history")]
    assert not diff.applied


def log(session: Session, office: Office, cadre: str, recipient: str, day: date) -> None:
    person = session.scalar(select(Person).where(Person.number == cadre))
    pairing = session.scalar(
        select(Pairing)
        .join(Recipient, Recipient.id == Pairing.recipient_id)
        .where(Recipient.number == recipient, Pairing.person_id == person.id)
    )
    session.add(Record(pairing_id=pairing.id, entered_by=person.id, day=day, contact=1, created_at=office.clock()))


def test_an_end_written_in_the_file_is_a_change_and_not_a_removal(office: Office) -> None:
    office.imports()
    diff = office.imports(
        pairings=[*PAIRINGS[:3], ("G1", "P-2", "助学", "2026-03-01", "2026-04-30", "升学")],
    )
    assert (diff.applied, diff.changed, diff.removed) == (True, 1, 0)
    assert ("G1", "P-2", "tutoring", date(2026, 3, 1), date(2026, 4, 30)) in office.everything()["pairings"]


def test_an_absent_sheet_changes_nothing(office: Office) -> None:
    office.imports()
    before = office.everything()
    diff = office.imports(cadres=None, recipients=None, pairings=None)
    assert (diff.applied, diff.added, diff.changed, diff.removed) == (True, 0, 0, 0)
    assert office.everything() == before


def test_without_units_rows_are_added_and_changed_but_nobody_leaves(office: Office) -> None:
    office.imports()
    diff = office.imports(
        units=None, cadres=[("G9", "新来的", "6201", None, None, None)], recipients=None, pairings=None
    )
    assert (diff.applied, diff.added, diff.removed) == (True, 1, 0)
    diff = office.imports(units=None, cadres=[("G9", "新来的", "99", None, None, None)], recipients=None, pairings=None)
    assert errors(diff) == [("干部", 2, "单位编码", "unknown_unit")]


def test_a_second_primary_cadre_is_refused_also_without_the_other_sheets(office: Office) -> None:
    office.imports()
    more = [("G4", "P-1", None, "2026-05-01", None, None), ("GX", "P-1", "助医", "2026-05-01", None, None)]
    diff = office.imports(
        units=None, cadres=None, recipients=None, pairings=[*more, ("G1", "PX", None, "2026-01-01", None, None)]
    )
    assert errors(diff) == [
        ("结对关系", 2, "开始日期", "overlaps_history"),
        ("结对关系", 3, "干部编号", "unknown_cadre"),
        ("结对关系", 4, "对象编号", "unknown_recipient"),
    ]


def test_nothing_outside_the_scope_is_touched(office: Office) -> None:
    office.imports()
    town = {
        "units": [("6201", "金水镇", "62", "乡镇"), UNITS[2]],
        "cadres": [CADRES[0]],
        "recipients": [RECIPIENTS[0]],
        "pairings": [PAIRINGS[0]],
    }
    diff = office.imports(**town)
    # G4, P-2, P-3, their three pairings and the village 620102 are the town's own; G2, G3 and their offices are not.
    assert {sheet.sheet: sheet.removed for sheet in diff.sheets} == {"单位": 1, "干部": 1, "关爱对象": 2, "结对关系": 3}
    assert office.imports(**town, allow_removals=True).applied
    there = office.everything()
    assert [row[4] for row in there["people"]] == ["active", "active", "active", "left"]
    assert [row[3] for row in there["units"]] == [True, True, True, False, True]


def test_rows_that_belong_elsewhere_are_refused(office: Office) -> None:
    office.imports()
    diff = office.imports(
        units=[("6201", "金水镇", "62", "乡镇"), UNITS[2], UNITS[3], ("62D1", "民政局", "6201", "单位")],
        cadres=[CADRES[0], CADRES[3], ("G2", "张海霞", "6201", None, None, None)],
        pairings=[*PAIRINGS, ("G3", "P-1", "助医", "2026-05-01", None, None)],
    )
    assert errors(diff) == [("单位", 5, "单位编码", "elsewhere"), ("干部", 4, "干部编号", "elsewhere")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("6201", "金水镇", "999", "乡镇"), ("上级编码", "unknown_unit")),
        (("6201", "金水镇", "620101", "乡镇"), ("上级编码", "circle")),
        (("6201", "金水镇", "62D1", "乡镇"), ("层级", "wrong_level")),
    ],
)
def test_a_topmost_unit_must_hang_below_one_that_can_hold_it(
    office: Office, row: tuple[Any, ...], expected: tuple[str, str]
) -> None:
    office.imports()
    diff = office.imports(units=[row], cadres=None, recipients=None, pairings=None)
    assert errors(diff) == [("单位", 2, *expected)]


def test_a_topmost_unit_without_a_parent_stays_where_it_hangs(office: Office) -> None:
    office.imports()
    town = [("6201", "金水新镇", None, "乡镇"), *UNITS[2:4]]
    diff = office.imports(units=town, cadres=None, recipients=None, pairings=None)
    assert (diff.applied, diff.changed) == (True, 1)
    assert ("6201", 1) in office.everything()["tree"]


def test_an_undone_import_leaves_the_roster_as_it_was(office: Office) -> None:
    empty = office.everything()
    first = office.imports()
    before = office.everything()
    second = office.imports(
        units=[*UNITS[:4], ("62D2", "新单位", "62", "单位"), ("62D3", "下属单位", "62D2", "单位")],
        cadres=[("G1", "李志刚", "6201", "13911111111", None, None), ("G8", "新人", "62D3", None, None, None)],
        recipients=[*RECIPIENTS[1:], ("P-9", "新对象", None, None, "其他", "620101", *[None] * 5)],
        pairings=[("G8", "P-9", None, "2026-05-01", None, None), ("G8", "P-2", None, "2026-04-01", None, None)],
        allow_removals=True,
    )
    assert second.applied
    assert office.everything() != before
    assert office.undoes(first.import_id) == roster.NotUndoable("later", second.import_id)
    assert isinstance(office.undoes(second.import_id), roster.Undone)
    assert office.everything() == before
    assert office.undoes(second.import_id) == roster.NotUndoable("state")
    assert office.undoes(999) == roster.NotUndoable("unknown")
    assert isinstance(office.undoes(first.import_id), roster.Undone)
    assert office.everything() == empty


def test_an_import_of_thousands_of_units_is_undone_too(office: Office) -> None:
    empty = office.everything()
    villages = [(f"62{number:04d}", f"{number}村", "62", "村") for number in range(2500)]
    done = office.imports(units=[UNITS[0], *villages], cadres=None, recipients=None, pairings=None)
    assert done.added == 2501
    assert isinstance(office.undoes(done.import_id or 0), roster.Undone)
    assert office.everything() == empty


def test_what_was_built_on_an_undone_import_ends_instead_of_vanishing(office: Office) -> None:
    first = office.imports()
    with office.sessions.write() as session:
        log(session, office, "G1", "P-1", date(2026, 5, 20))
    office.clock.move(office.clock() + timedelta(days=1))
    assert isinstance(office.undoes(first.import_id), roster.Undone)
    there = office.everything()
    assert [(row[0], row[4]) for row in there["people"]] == [("G1", "left")]
    assert there["pairings"] == [("G1", "P-1", "primary", date(2025, 1, 1), date(2026, 5, 26))]
    assert [(row[0], row[3]) for row in there["units"]] == [("62", False), ("6201", False), ("620101", False)]
    assert not there["grants"]


def test_names_and_the_waiting_file_are_encrypted_in_the_database(office: Office) -> None:
    office.imports()
    with office.sessions.read() as session:
        raw = session.connection().exec_driver_sql("SELECT name FROM people").scalars().all()
        kept = session.connection().exec_driver_sql("SELECT before, file_name FROM imports").one()
    assert all("李".encode() not in bytes(value) for value in raw)
    assert all(b"added" not in bytes(value) for value in kept)


def test_a_preview_writes_nothing(office: Office) -> None:
    with office.sessions.read() as session:
        diff = roster.preview(session, office.desk(), workbook=workbook())
    assert (diff.added, diff.applied) == (16, False)
    assert office.all(select(RosterImport.id)) == []


def test_who_stands_in_hears_the_same_day_of_a_gap_that_a_file_opened(office: Office) -> None:
    def told() -> list[Any]:
        with office.sessions.write() as session:
            while planning.step(session, office.desk()).more:
                pass
        return office.all(
            select(Person.number, Notice.day).join(Person).where(Notice.kind == "gap.opened").order_by(Notice.id)
        )

    before = told()
    without = [row for row in PAIRINGS if row[:2] != ("G2", "P-3")]
    office.imports(pairings=without, allow_removals=True)
    new = told()[len(before) :]
    assert [day for _, day in new] == [office.desk().today]
    office.imports(pairings=without)
    assert told() == [*before, *new], "each gap once"
