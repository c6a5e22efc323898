"""import, undo-import, template, seed, invite as a person at a terminal meets them."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.conftest import KEY
from tests.kit.workbooks import CADRES, county, xlsx


class Terminal:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def runs(self, *arguments: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(app, list(arguments), input=typed)

    def json(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        result = self.runs(*arguments, "--json")
        assert result.exit_code == code, result.output
        document: dict[str, Any] = json.loads(result.stdout)
        return document

    def file(self, **replaced: Any) -> str:
        path = self.folder / "roster.xlsx"
        path.write_bytes(xlsx(county(**replaced)))
        return str(path)


@pytest.fixture
def terminal(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("FIELD_KEYS", base64.urlsafe_b64encode(KEY).decode())
    monkeypatch.delenv("DEFAULT_LANGUAGE", raising=False)
    return Terminal(tmp_path)


def test_an_import_reports_its_counts_and_can_be_undone(terminal: Terminal) -> None:
    document = terminal.json("import", terminal.file(), "--yes")
    number = document.pop("import_id")
    assert document == {"added": 16, "changed": 0, "removed": 0, "errors": []}
    undone = terminal.runs("undo-import", str(number))
    assert (undone.exit_code, undone.stdout) == (0, f"Import {number} undone: 21 rows.\n")
    again = terminal.runs("undo-import", str(number))
    assert (again.exit_code, again.stderr) == (1, f"Import {number} is not applied.\n")
    assert terminal.runs("undo-import", "99").exit_code == 1


def test_imports_are_undone_from_the_last(terminal: Terminal) -> None:
    first = terminal.json("import", terminal.file(), "--yes")["import_id"]
    terminal.json("import", terminal.file(cadres=[*CADRES, ("G9", "新人", "62", None, None, None)]), "--yes")
    refused = terminal.runs("undo-import", str(first))
    assert refused.exit_code == 1
    assert "came later" in refused.stderr


def test_errors_are_listed_by_place_and_nothing_is_written(terminal: Terminal) -> None:
    file = terminal.file(
        cadres=[("G1", None, "62", None, None, None), ("G1", "李", "62", None, None, None)], pairings=None
    )
    document = terminal.json("import", file, "--yes", code=1)
    assert document["import_id"] is None
    assert document["errors"] == [
        {"sheet": "干部", "row": 2, "column": "姓名", "error": "必填，不能空着"},
        {"sheet": "干部", "row": 3, "column": "干部编号", "error": "重复了：G1"},
    ]
    said = terminal.runs("import", file)
    assert said.exit_code == 1
    assert "干部 第 2 行 姓名: 必填，不能空着" in said.stdout
    assert "2 problems, nothing written" in said.stderr
    assert terminal.json("import", terminal.file(), "--dry-run")["added"] == 16


def test_a_dry_run_writes_nothing(terminal: Terminal) -> None:
    for _ in range(2):
        document = terminal.json("import", terminal.file(), "--dry-run")
        assert (document["import_id"], document["added"]) == (None, 16)


def test_without_yes_it_asks_and_takes_no_for_no(terminal: Terminal) -> None:
    refused = terminal.runs("import", terminal.file(), typed="n\n")
    assert refused.exit_code == 1
    assert "干部: 4 added, 0 changed, 0 removed" in refused.stdout
    nobody = terminal.runs("import", terminal.file())
    assert nobody.exit_code == 1
    assert "nobody to ask" in nobody.stderr
    agreed = terminal.runs("import", terminal.file(), typed="y\n")
    assert agreed.exit_code == 0
    assert "Applied as import 1." in agreed.stdout
    unchanged = terminal.runs("import", terminal.file())
    assert unchanged.exit_code == 0


def test_many_removals_need_to_be_allowed(terminal: Terminal) -> None:
    terminal.json("import", terminal.file(), "--yes")
    less = terminal.file(cadres=CADRES[:3])
    refused = terminal.runs("import", less, "--yes")
    assert refused.exit_code == 1
    assert "--allow-removals" in refused.stderr
    assert "G4 马*斌" in refused.stdout
    assert terminal.json("import", less, "--yes", code=1)["removed"] == 1
    document = terminal.json("import", less, "--yes", "--allow-removals")
    assert (document["import_id"], document["removed"]) == (2, 1)


def test_garbage_and_missing_files_are_told_apart(terminal: Terminal) -> None:
    junk = terminal.folder / "junk.xlsx"
    junk.write_bytes(b"not a workbook")
    document = terminal.json("import", str(junk), code=1)
    assert [(e["row"], e["column"]) for e in document["errors"]] == [(0, "")]
    assert terminal.runs("import", "missing.xlsx").exit_code == 2


def test_the_template_goes_where_it_is_told(terminal: Terminal) -> None:
    path = terminal.folder / "template.xlsx"
    assert terminal.runs("template", str(path)).exit_code == 0
    assert terminal.json("import", str(path), "--yes") == {
        "import_id": None, "added": 0, "changed": 0, "removed": 0, "errors": [],
    }  # fmt: skip
    assert terminal.runs("template", str(terminal.folder / "no" / "template.xlsx")).exit_code == 2
    assert terminal.runs("template", str(terminal.folder)).exit_code == 1


def test_seed_fills_an_empty_database_once(terminal: Terminal) -> None:
    document = terminal.json("seed", "--cadres", "20", "--records-per-pairing", "2", "--seed", "7", "--year", "2025")
    assert document["cadres"] == 20
    assert document["records"] == 2 * document["pairings"]
    again = terminal.runs("seed")
    assert (again.exit_code, again.stderr) == (1, "The database is not empty.\n")


def test_seed_says_the_top_unit(terminal: Terminal) -> None:
    result = terminal.runs("seed", "--cadres", "3", "--records-per-pairing", "0")
    assert result.exit_code == 0
    assert "3 cadres" in result.stdout
    assert "Top unit: 625101" in result.stdout


def test_an_invite_is_for_a_cadre_or_an_admin(terminal: Terminal) -> None:
    terminal.json("import", terminal.file(), "--yes")
    document = terminal.json("invite", "--cadre", "G1")
    assert (len(document["code"]), document["link"]) == (10, None)
    assert terminal.runs("invite", "--admin").stdout.startswith("/start ")
    assert terminal.runs("invite", "--cadre", "G77").exit_code == 1
    assert terminal.runs("invite").exit_code == 2
    assert terminal.runs("invite", "--admin", "--cadre", "G1").exit_code == 2
