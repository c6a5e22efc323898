"""spotcheck: draw, and draw again to see whether a sample is honest."""

import json
from typing import Annotated, Any

import typer

from bot.cli.common import MISUSED, Json, fail, open_runtime, print_json
from bot.domain.calendar import Period
from bot.domain.spotcheck import LARGEST
from bot.runtime import Runtime
from bot.services import reports, spotdraws
from bot.services.reports import NoPeriod, Several, Unknown
from bot.services.spotdraws import Redrawn
from bot.services.steps import Overtaken
from db.models import SpotCheck
from db.session import Session

Scope = Annotated[str | None, typer.Option(help="单位编码, or a 名称 that only one unit has.")]


def register(app: typer.Typer) -> None:
    app.command("spotcheck")(spotcheck)


def spotcheck(
    scope: Scope = None,
    period: Annotated[str | None, typer.Option(help="2026-10, 2026-Q3 or 2026.")] = None,
    size: Annotated[int | None, typer.Option(min=1, max=LARGEST, help="How many people.")] = None,
    redraw: Annotated[int | None, typer.Option(help="The number of a check to draw again.")] = None,
    seed: Annotated[str | None, typer.Option(help="With --redraw: this seed, 64 hexadecimal digits.")] = None,
    now: Annotated[str | None, typer.Option(help="Take this ISO time for the present.")] = None,
    as_json: Json = False,
) -> None:
    """Draw a sample of records; with --redraw repeat an earlier one: exit 1 when it comes out differently."""
    if redraw is None and (scope is None or period is None or size is None):
        fail("--scope, --period and --size are needed to draw; --redraw ID to draw again", MISUSED)
    if seed is not None and (redraw is None or not _is_seed(seed)):
        fail("--seed: 64 hexadecimal digits, together with --redraw", MISUSED)
    with open_runtime(now) as runtime:
        if redraw is None:
            assert scope is not None
            assert period is not None
            assert size is not None
            redraw = _drawn(runtime, scope, period, size)
        with runtime.sessions.read() as session:
            if (wrong := _mismatch(session, redraw, scope, period, size)) is not None:
                fail(wrong, MISUSED)
            drawn = spotdraws.redraw(session, runtime.desk(), check_id=redraw, seed=seed)
        assert drawn is not None
    _print(drawn, as_json=as_json)
    if not drawn.same:
        fail("This is not the sample that was kept.")


def _drawn(runtime: Runtime, scope: str, period: str, size: int) -> int:
    """The number of a new check: drawn on a read-only view, so that nobody who writes waits."""
    sessions, desk = runtime.sessions, runtime.desk()
    check: SpotCheck | Overtaken | None = Overtaken()
    while isinstance(check, Overtaken):
        with sessions.write() as session:
            unit, days = _unit(session, scope), reports.parse_period(desk, period)
            if isinstance(days, NoPeriod):
                fail(f"--period: {period} is no period that has begun: write 2026-10, 2026-Q3 or 2026", MISUSED)
            bound = spotdraws.bind(session, desk, unit, days, size)
        with sessions.read() as session:
            found = spotdraws.find(session, desk, bound)
        with sessions.write() as session:
            check = spotdraws.keep(session, desk, found, None)
    if check is None:
        fail(f"{unit.name} {days}: no record that could be drawn")
    return check.id


def _is_seed(word: str) -> bool:
    try:
        return len(bytes.fromhex(word)) == 32
    except ValueError:
        return False


def _unit(session: Session, scope: str) -> Any:
    place = reports.locate(session, scope)
    if isinstance(place, Unknown):
        fail(f"--scope: no unit {scope}", MISUSED)
    if isinstance(place, Several):
        codes = "\n".join(f"{code}  {path}" for code, path in place.found)
        fail(f"--scope: several units are called {scope}; say which by its code:\n{codes}", MISUSED)
    return place


def _mismatch(session: Session, key: int, scope: str | None, period: str | None, size: int | None) -> str | None:
    """What of the words does not belong to the check."""
    kept = spotdraws.kept(session, key)
    if kept is None:
        return f"--redraw: no check {key}"
    if scope is not None and _unit(session, scope).code != kept.code:
        return f"--scope: check {key} was drawn in {kept.code}"
    if period is not None and _written(period) != kept.period:
        return f"--period: check {key} was drawn for {kept.period}"
    if size is not None and size != kept.size:
        return f"--size: check {key} was drawn with {kept.size}"
    return None


def _written(period: str) -> str | None:
    try:
        return str(Period.parse(period))
    except ValueError:
        return None


def _print(drawn: Redrawn, *, as_json: bool) -> None:
    fields = ("position", "recipient", "record", "day", "unit", "group")
    rows = [dict(zip(fields, (*line[:3], line[3].isoformat(), *line[4:]), strict=True)) for line in drawn.lines]
    if as_json:
        print_json({"check": drawn.key, "seed": drawn.seed, "frame": drawn.frame, "sample": rows, "same": drawn.same})
        return
    typer.echo(f"check {drawn.key}  seed {drawn.seed}  frame {drawn.frame}  same {json.dumps(drawn.same)}")
    for row in rows:
        typer.echo("  ".join(str(value) for value in row.values()))
