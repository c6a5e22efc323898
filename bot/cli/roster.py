"""The roster from the command line: import, undo-import, template, seed, invite."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import MISUSED, Json, fail, open_runtime, output_path, print_json
from bot.domain.roster import Workbook
from bot.files import roster as workbooks
from bot.files import template as templates
from bot.files.workbook import COMMAND_LINE
from bot.runtime import NotSavedError, Runtime
from bot.services import joining, roster, synthetic
from bot.services.roster import Diff
from bot.texts import roster as texts
from bot.texts.language import language


def register(app: typer.Typer) -> None:
    app.command("import")(import_)
    app.command("undo-import")(undo_import)
    app.command("template")(template)
    app.command("seed")(seed)
    app.command("invite")(invite)


def import_(
    file: Annotated[Path, typer.Argument(help="The roster workbook, .xlsx.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and show, write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    allow_removals: Annotated[bool, typer.Option("--allow-removals", help="More than 5 % may go.")] = False,
    json: Json = False,
) -> None:
    """Check a whole roster workbook, show the difference, apply all or nothing."""
    if not file.is_file():
        fail(f"{file}: no such file", MISUSED)
    with file.open("rb") as source:
        content = source.read(COMMAND_LINE.packed + 1)  # one byte too many is enough to be refused
    with open_runtime() as runtime:
        at = runtime.desk()
        workbook = workbooks.read(content, runtime.programme, at.today, COMMAND_LINE)
        with runtime.sessions.read() as session:
            diff = roster.preview(session, at, workbook=workbook)
        refused = diff.many_removed and not allow_removals
        ready = not diff.problems and not diff.empty and not dry_run and not refused
        if not json:
            _print_diff(runtime, diff)
        if ready and (yes or _confirmed(diff)):
            diff = _apply(runtime, workbook, file.name, allow_removals=allow_removals)
        if json:
            print_json(_document(runtime, diff))
        elif diff.applied:
            typer.echo(f"Applied as import {diff.import_id}.")
        if refused and not diff.problems:
            typer.echo("More than 5 % of a sheet would be removed: give --allow-removals if that is meant.", err=True)
        if diff.problems or (refused and not dry_run) or (ready and not diff.applied):
            raise typer.Exit(1)


def _confirmed(diff: Diff) -> bool:
    counts = f"{diff.added} added, {diff.changed} changed, {diff.removed} removed"
    try:
        return typer.confirm(f"{counts}. Apply?", err=True)
    except typer.Abort:
        typer.echo("Nothing written: there was nobody to ask (--yes applies without asking).", err=True)
        return False


def _apply(runtime: Runtime, workbook: Workbook, name: str, *, allow_removals: bool) -> Diff:
    try:
        with runtime.sessions.write() as session:
            return roster.bring_in(
                session, runtime.desk(), workbook=workbook, file_name=name, allow_removals=allow_removals
            )
    except NotSavedError as problem:
        fail(f"Nothing written: {problem}")


def _document(runtime: Runtime, diff: Diff) -> dict[str, object]:
    spoken = language(runtime.settings.default_language)
    return {
        "import_id": diff.import_id,
        "added": diff.added,
        "changed": diff.changed,
        "removed": diff.removed,
        "errors": [
            {"sheet": p.sheet, "row": p.row, "column": p.column, "error": texts.error(spoken, p)} for p in diff.problems
        ],
    }


def _print_diff(runtime: Runtime, diff: Diff) -> None:
    spoken = language(runtime.settings.default_language)
    for problem in diff.problems:
        typer.echo(": ".join(part for part in (texts.place(spoken, problem), texts.error(spoken, problem)) if part))
    if diff.problems:
        count = len(diff.problems)
        typer.echo(f"{count} {'problem' if count == 1 else 'problems'}, nothing written.", err=True)
        return
    for sheet in diff.sheets:
        typer.echo(f"{sheet.sheet}: {sheet.added} added, {sheet.changed} changed, {sheet.removed} removed")
        for gone in sheet.gone:
            typer.echo(f"  - {gone}")


def undo_import(import_id: Annotated[int, typer.Argument(metavar="ID")]) -> None:
    """Bring the roster back to what it was before an import (the last one first)."""
    with open_runtime() as runtime:
        try:
            with runtime.sessions.write() as session:
                outcome = roster.undo(session, runtime.desk(), import_id=import_id)
        except NotSavedError as problem:
            fail(f"Nothing undone: {problem}")
    match outcome:
        case roster.Undone(_, touched):
            typer.echo(f"Import {import_id} undone: {touched} rows.")
        case roster.NotUndoable("later", latest):
            fail(f"Import {latest} came later: undo it first.")
        case roster.NotUndoable("state"):
            fail(f"Import {import_id} is not applied.")
        case _:
            fail(f"There is no import {import_id}.")


def template(file: Annotated[Path, typer.Argument(help="Where to write the .xlsx.")]) -> None:
    """Write an empty roster workbook with headers, notes and drop-downs."""
    with open_runtime() as runtime:
        try:
            templates.write(output_path(file), runtime.programme)
        except OSError as problem:
            fail(f"{file}: {problem}")
    typer.echo(str(file))


def seed(
    *,
    cadres: Annotated[int, typer.Option(min=1, max=300_000)] = 200,
    records_per_pairing: Annotated[int, typer.Option(min=0, max=100)] = synthetic.RECORDS,
    seed: Annotated[int, typer.Option(help="The same number makes the same roster.")] = 1,
    year: Annotated[int | None, typer.Option(min=2000, max=2100, help="Default: this year, up to today.")] = None,
    json: Json = False,
) -> None:
    """Fill an empty database with a synthetic roster and records."""
    with open_runtime() as runtime:
        with runtime.sessions.write() as session:
            seeded = synthetic.fill(
                session, runtime.desk(), cadres=cadres, records_per_pairing=records_per_pairing, seed=seed, year=year
            )
        if seeded is None:
            fail("The database is not empty.")
        if json:
            print_json(seeded.counts())
            return
        typer.echo(
            f"{seeded.units} units, {seeded.cadres} cadres, {seeded.recipients} recipients, "
            f"{seeded.pairings} pairings, {seeded.records} records."
        )
        typer.echo(f"Top unit: {seeded.top_unit}")


def invite(
    *,
    cadre: Annotated[
        str | None, typer.Option("--cadre", metavar="NO", help="Number of a person of the roster.")
    ] = None,
    admin: Annotated[bool, typer.Option("--admin", help="An admin of everything, in the roster or not.")] = False,
    json: Json = False,
) -> None:
    """Make a one-time code (valid 7 days) and, once the bot knows its own name, a link."""
    if (cadre is None) == (not admin):
        fail("Give either --cadre NO or --admin.", MISUSED)
    with open_runtime() as runtime:
        with runtime.sessions.write() as session:
            outcome = joining.invite_from_command_line(session, runtime.desk(), number=cadre)
        if isinstance(outcome, joining.NoSuchPerson):
            fail(f"There is no cadre {cadre}.")
        if json:
            print_json({"code": outcome.code, "link": outcome.link})
            return
        typer.echo(outcome.link or f"/start {outcome.code}")
        typer.echo(f"Valid {outcome.days} days, once.", err=True)
