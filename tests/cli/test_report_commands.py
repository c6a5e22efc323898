"""report, export and verify as a person at the command line meets them."""

import base64
import json
import stat
from datetime import UTC, date, datetime

import openpyxl
import pytest
import typer
from sqlalchemy import update
from typer.testing import CliRunner

from bot.cli import reports as commands
from db.models import Audit, PairingSum, Record, Report, UnitTree
from db.session import Sessions
from tests.conftest import KEY
from tests.kit.build import building

NOW = ("--now", "2026-11-02T09:00")


@pytest.fixture
def run(database_url, monkeypatch, tmp_path):
    """The commands on a database of their own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("FIELD_KEYS", base64.urlsafe_b64encode(KEY).decode())
    app = typer.Typer()
    commands.register(app)

    def invoke(*words):
        return CliRunner().invoke(app, words)

    return invoke


@pytest.fixture
def county(database: Sessions):
    with building(database) as b:
        county = b.unit("张家川县", "county", code="620525")
        for name in ("恭门镇", "龙山镇"):
            town = b.unit(name, "township", county)
            b.unit("新建村", "village", town)
            pairing = b.pair(town)
            record = b.record(pairing, date(2026, 10, 5), visit=1, support="cash", cash_fen=5000, note="=送了米面")
        b.correct(record, datetime(2026, 10, 6, tzinfo=UTC), action="withdraw").standing = False
    return county


def test_the_report_as_json_is_the_contracts_and_the_same_every_time(run, county):
    first = run("report", "--scope", "张家川县", "--period", "2026-10", *NOW, "--format", "json")
    assert first.exit_code == 0, first.output
    document = json.loads(first.stdout)
    assert (document["number"], document["scope"]["code"], document["foots"]) == (1, "620525", True)
    assert document["rows"][-1]["visit"] == 1
    again = run("report", "--scope", "620525", "--period", "2026-10", "--format", "json")
    assert again.stdout == first.stdout


def test_a_running_period_is_printed_as_a_preview(run, county):
    shown = run("report", "--scope", "620525", "--period", "2026-Q4", *NOW)
    assert shown.exit_code == 0
    assert "预览" in shown.stdout
    assert "截至2026年11月2日，全县2名结对干部与2名关爱对象结对" in shown.stdout
    assert "<b>" not in shown.stdout


@pytest.mark.parametrize(
    ("form", "magic"), [("xlsx", b"PK"), ("png", b"\x89PNG"), ("json", b"{"), ("text", "📊".encode())]
)
def test_every_form_goes_into_a_file(run, county, tmp_path, form, magic):
    target = tmp_path / f"report.{form}"
    done = run("report", "--scope", "620525", "--period", "2026-10", *NOW, "--format", form, "--output", str(target))
    assert (done.exit_code, done.stdout) == (0, "")
    assert target.read_bytes().startswith(magic)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--scope", "无此县", "--period", "2026-10"), "--scope: no unit 无此县"),
        (("--scope", "新建村", "--period", "2026-10"), "张家川县 / 恭门镇 / 新建村"),
        (("--scope", "620525", "--period", "十月"), "--period: 十月"),
        (("--scope", "620525", "--period", "2027"), "--period: 2027"),
        (("--scope", "620525", "--period", "2026-10", "--format", "pdf"), "--format: one of text, json, xlsx, png"),
        (("--scope", "620525", "--period", "2026-10", "--format", "png"), "--output: a file is needed"),
        (("--scope", "620525", "--period", "2026-10", "--output", "nowhere/a.txt"), "nowhere: no such folder"),
    ],
)
def test_wrong_words_are_answered_with_what_is_wrong_and_2(run, county, words, says):
    done = run("report", *words, *NOW)
    assert done.exit_code == 2
    assert says in done.stderr
    assert done.stdout == ""


def test_an_export_is_masked_and_noted(run, county, database, tmp_path):
    target = tmp_path / "out.xlsx"
    done = run("export", "--scope", "张家川县", "--output", str(target))
    assert done.exit_code == 0, done.output
    assert "3 records" in done.stderr
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    values = [cell for row in openpyxl.load_workbook(target).active.iter_rows(values_only=True) for cell in row]
    assert "王*英" in values
    assert "王秀英" not in values
    assert {"计入", "已被更正", "撤销记录"} <= set(values)
    with database.read() as session:
        (noted,) = session.query(Audit)
        assert (noted.action, noted.subject, noted.person_id) == ("export.masked", "620525", None)


def test_the_export_of_a_place_or_an_office_holds_its_own_records_alone(run, county, database, tmp_path):
    with building(database) as b:
        office = b.unit("县民政局", "unit", b.session.merge(county), code="MZ")
        b.record(b.pair(b.session.merge(county), office=office), date(2026, 10, 7), visit=1)
    sizes = {}
    for scope in ("620525", "恭门镇", "MZ"):
        target = tmp_path / "out.xlsx"
        assert run("export", "--scope", scope, "--output", str(target)).exit_code == 0
        sizes[scope] = openpyxl.load_workbook(target).active.max_row - 1
    assert sizes == {"620525": 4, "恭门镇": 1, "MZ": 1}


def test_a_full_export_needs_a_reason_which_the_trail_keeps(run, county, database, tmp_path):
    target = tmp_path / "out.xlsx"
    assert run("export", "--scope", "620525", "--full", "--output", str(target)).exit_code == 2
    assert run("export", "--scope", "620525", "--reason", "核对", "--output", str(target)).exit_code == 2
    assert not target.exists()
    done = run("export", "--scope", "620525", "--full", "--reason", "市审计", "--output", str(target))
    assert done.exit_code == 0, done.output
    values = [cell for row in openpyxl.load_workbook(target).active.iter_rows(values_only=True) for cell in row]
    assert {"王秀英", "=送了米面"} <= set(values)
    with database.read() as session:
        (noted,) = session.query(Audit)
        assert (noted.action, noted.detail) == ("export.full", "市审计")


def test_a_sound_database_is_verified_with_0(run, county):
    run("report", "--scope", "620525", "--period", "2026-10", *NOW)
    done = run("verify", *NOW)
    assert (done.exit_code, done.stdout.split()[0]) == (0, done.stdout.split()[2]), done.stdout
    findings = json.loads(run("verify", *NOW, "--json").stdout)
    assert all(finding["broken"] == 0 for finding in findings)
    assert len(findings) > 15


def breaking():
    """What goes wrong, and the check that sees it."""

    def standing(b, record):
        b.correct(record, datetime(2026, 10, 7, tzinfo=UTC)).corrects_id = record.id
        record.standing = True

    def laid_down(_b, record):
        record.standing = False

    def kinds(_b, record):
        record.visit = 2

    def both(_b, record):
        record.contact = 1

    def money(_b, record):
        record.cash_fen = -1

    def kind_of_money(_b, record):
        record.goods_fen = 1

    def outside(_b, record):
        record.day = date(2023, 12, 31)

    def future(_b, record):
        record.day = date(2026, 11, 9)

    def orphaned(_b, record):
        record.action = "correct"

    def withdrawn(_b, record):
        record.action = "withdraw"

    def strange_class(b, _record):
        b.recipient(b.unit("别村"), "lonely")

    def strange_kind(b, record):
        b.pair(b.unit("别村"), kind="odd")

    def backwards(b, _record):
        b.pair(b.unit("别村"), last_day=date(2023, 1, 1))

    def left_early(b, _record):
        b.recipient(b.unit("别村"), last_day=date(2023, 1, 1))

    def leave(b, record):
        b.leave(b.person(None, role="admin"), date(2026, 5, 2), date(2026, 5, 1))

    def twice(b, record):
        old = b.pair(b.unit("别村"))
        b.session.add(
            type(old)(
                person_id=old.person_id, recipient_id=old.recipient_id, kind="primary", first_day=date(2026, 1, 1)
            )
        )

    def gone(b, _record):
        b.person(None, role="admin").status = "left"

    def tree(b, _record):
        village = b.unit("别村", "village", b.unit("别镇", "township"))
        b.session.query(UnitTree).filter_by(unit_id=village.id, depth=1).delete()

    def depth(b, _record):
        b.session.query(UnitTree).filter_by(unit_id=b.unit("别村").id).update({"depth": 1})

    return {
        "records.standing_means_no_successor": standing,
        "records.laid_down_means_a_successor": laid_down,
        "records.kinds_are_0_or_1": kinds,
        "records.contact_or_visit": both,
        "records.money_is_not_negative": money,
        "records.money_has_its_kind": kind_of_money,
        "records.inside_their_pairing": outside,
        "records.not_in_the_future": future,
        "records.correction_names_what_it_corrects": orphaned,
        "records.withdrawal_does_not_stand": withdrawn,
        "recipients.class_is_of_the_programme": strange_class,
        "report.foots": strange_class,
        "pairings.kind_is_of_the_programme": strange_kind,
        "pairings.end_after_they_begin": backwards,
        "recipients.leave_after_they_come": left_early,
        "absences.end_after_they_begin": leave,
        "pairings.not_twice_at_once": twice,
        "people.who_left_holds_nothing": gone,
        "unit_tree.consistent": tree,
        "unit_tree.depth_of_itself": depth,
    }


@pytest.mark.parametrize("check", breaking())
def test_whatever_does_not_hold_is_named_and_the_exit_is_1(run, county, database, check):
    with building(database) as b:
        record = b.session.query(Record).filter_by(action="log", standing=True).one()
        breaking()[check](b, record)
    done = run("verify", *NOW)
    assert done.exit_code == 1
    assert check in [line.split(":")[0] for line in done.stdout.splitlines()], done.stdout


def test_a_correction_older_than_what_it_corrects_is_named(run, county, database):
    with building(database) as b:
        record = b.session.query(Record).filter_by(action="log", standing=True).one()
        b.correct(record, datetime(2026, 10, 1, tzinfo=UTC))
    assert "records.correction_comes_after: 1" in run("verify", *NOW).stdout


def test_kept_sums_that_went_wrong_are_named_and_added_up_again(run, county, database):
    with database.write() as session:
        session.execute(update(PairingSum).values(visit=PairingSum.visit + 1))
    assert "records.kept_sums_are_theirs" in run("verify", *NOW).stdout
    assert run("verify", "--mend", *NOW).exit_code == 0
    assert run("verify", *NOW).exit_code == 0


def test_entries_that_hang_in_no_unit_of_the_tree_are_missed_by_name(run, county, database):
    with building(database) as b:
        b.record(
            b.pair(b.unit("别村"), first_day=date(2020, 1, 1), last_day=date(2025, 1, 1)), date(2026, 10, 1), visit=1
        )
    shown = run("verify", *NOW).stdout
    assert "report.holds_all_there_is" not in shown or "visit" in shown
    assert "records.inside_their_pairing: 1" in shown


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda stored, _body: setattr(stored, "body", "{"), "1: cannot be read"),
        (lambda _stored, body: body["rows"][-1].update(visit=7), "1: rows.visit: 7"),
        (lambda _stored, body: body.update(period="2026-09"), "1: is of 620525 2026-09, stored as 620525 2026-10"),
        (
            lambda stored, _body: setattr(stored, "as_of", datetime(2026, 10, 20, tzinfo=UTC)),
            "frozen before 2026-10 was over",
        ),
    ],
)
def test_a_stored_report_that_was_tampered_with_is_named(run, county, database, spoil, says):
    run("report", "--scope", "620525", "--period", "2026-10", *NOW)
    with database.write() as session:
        stored = session.query(Report).one()
        body = json.loads(stored.body)
        spoil(stored, body)
        if stored.body != "{":
            stored.body = json.dumps(body)
    done = run("verify", *NOW)
    assert done.exit_code == 1
    assert says in done.stdout
