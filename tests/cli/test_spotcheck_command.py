"""spotcheck: anybody with the command line draws the same sample again, on both databases."""

import base64
import hashlib
import hmac
import json
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import spotcheck as commands
from db.models import SpotItem
from db.session import Sessions
from tests.conftest import KEY
from tests.kit.build import building

RUN = CliRunner()
DRAW = ["--scope", "621121", "--period", "2026-10", "--size", "6", "--now", "2026-11-02T09:00"]


@pytest.fixture
def app(database_url: str, database: Sessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("FIELD_KEYS", base64.urlsafe_b64encode(KEY).decode())
    with building(database) as b:
        county = b.unit("通渭县", "county", code="621121")
        for n in range(20):
            town = b.unit("镇", "township", county, code=f"621121.{n % 2}{n}")
            b.record(
                b.pairing(b.person(town, number=f"C-{n}"), b.recipient(town, number=f"P-{n}")),
                date(2026, 10, 9),
                visit=1,
            )
    app = typer.Typer()
    commands.register(app)
    return app


def run(app: typer.Typer, *words: str):
    return RUN.invoke(app, [*words])


def test_a_draw_is_repeated_by_its_number_and_the_seed_says_who_it_is(app: typer.Typer) -> None:
    first = json.loads(run(app, *DRAW, "--json").stdout)
    assert first["same"]
    assert (first["frame"], len(first["sample"])) == (20, 6)
    again = json.loads(run(app, *DRAW[:6], "--redraw", str(first["check"]), "--json").stdout)
    assert again == first
    plain = run(app, "--redraw", str(first["check"]), "--seed", first["seed"])
    assert plain.exit_code == 0
    assert first["seed"] in plain.stdout
    assert all(row["recipient"] in plain.stdout for row in first["sample"])
    ranks = {
        number: hmac.new(bytes.fromhex(first["seed"]), f"recipient\n{number}".encode(), hashlib.sha256).digest()
        for number in (f"P-{n}" for n in range(20))
    }
    assert {row["recipient"] for row in first["sample"]} <= set(ranks)


def test_another_seed_or_a_sample_that_was_tampered_with_is_told_by_the_exit_code(
    app: typer.Typer, database: Sessions
) -> None:
    drawn = json.loads(run(app, *DRAW, "--json").stdout)
    assert run(app, "--redraw", "1", "--seed", "ab" * 32).exit_code == 1
    with building(database) as b:
        items = b.session.query(SpotItem).order_by(SpotItem.id).all()
        items[0].record_id, items[1].record_id = items[1].record_id, items[0].record_id
    result = run(app, "--redraw", str(drawn["check"]))
    assert result.exit_code == 1
    assert "not the sample that was kept" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--scope", "621121"], "are needed to draw"),
        (["--scope", "没有", *DRAW[2:]], "no unit"),
        (["--scope", "镇", *DRAW[2:]], "several units"),
        (["--scope", "621121", "--period", "2026-13", "--size", "5"], "no period"),
        ([*DRAW, "--seed", "ab" * 32], "--seed"),
        (["--redraw", "1", "--seed", "xy"], "--seed"),
        (["--redraw", "404"], "no check 404"),
        (["--redraw", "1", "--scope", "621121.00"], "was drawn in 621121"),
        (["--redraw", "1", "--period", "2026-09"], "was drawn for 2026-10"),
        (["--redraw", "1", "--period", "nonsense"], "was drawn for 2026-10"),
        (["--redraw", "1", "--size", "7"], "was drawn with 6"),
    ],
)
def test_wrong_use_is_explained_and_leaves_with_two(app: typer.Typer, words: list[str], said: str) -> None:
    assert run(app, *DRAW).exit_code == 0
    result = run(app, *words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_period_without_records_is_a_failure(app: typer.Typer) -> None:
    result = run(app, "--scope", "621121", "--period", "2026-03", "--size", "5")
    assert result.exit_code == 1
    assert "no record" in result.stderr
