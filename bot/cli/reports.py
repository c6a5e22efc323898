"""report, export, verify."""

import json
import re
import sys
from dataclasses import asdict
from html import unescape
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot.cli.common import FAILED, MISUSED, Json, fail, open_runtime, output_path, print_json
from bot.runtime import Runtime
from bot.services import export as exporting
from bot.services import reports
from bot.services import verify as verifying
from bot.services.reports import NoPeriod, Several, Shown, Unknown
from bot.texts import reports as texts
from bot.texts.language import language

FORMATS = ("text", "json", "xlsx", "png")
T = TypeVar("T")
Scope = Annotated[str, typer.Option(help="单位编码, or a 名称 that only one unit has.")]
Now = Annotated[str | None, typer.Option(help="Take this ISO time for the present.")]


def register(app: typer.Typer) -> None:
    app.command("report")(report)
    app.command("export")(export)
    app.command("verify")(verify)


def found(answer: T | Unknown | Several | NoPeriod) -> T:
    """Leaves with 2 and what was wrong about the words, when something was."""
    if isinstance(answer, Unknown):
        fail(f"--scope: no unit {answer.word}", MISUSED)
    if isinstance(answer, Several):
        listed = "\n".join(f"{code}  {path}" for code, path in answer.found)
        fail(f"--scope: several units are called {answer.word}; say which by its code:\n{listed}", MISUSED)
    if isinstance(answer, NoPeriod):
        problem = f"{answer.word} has not begun, was before the programme, or is no period"
        fail(f"--period: {problem}: write 2026-10, 2026-Q3 or 2026", MISUSED)
    return answer


def report(
    scope: Scope,
    period: Annotated[str, typer.Option(help="2026-10, 2026-Q3 or 2026.")],
    now: Now = None,
    form: Annotated[str, typer.Option("--format", help="text, json, xlsx or png.")] = "text",
    output: Annotated[Path | None, typer.Option(help="Write here instead of standard output.")] = None,
) -> None:
    """The report of a unit and a period: the same snapshot that the digest sends."""
    if form not in FORMATS:
        fail(f"--format: one of {', '.join(FORMATS)}", MISUSED)
    if form in ("xlsx", "png") and output is None:
        fail(f"--output: a file is needed for --format {form}", MISUSED)
    if output is not None:
        output_path(output)
    with open_runtime(now) as runtime:
        with runtime.sessions.write() as session:
            shown = found(reports.report_of(session, runtime.desk(), unit=scope, period=period))
        _write(runtime, shown, form, output)


def _write(runtime: Runtime, shown: Shown, form: str, output: Path | None) -> None:
    if form in ("xlsx", "png"):
        assert output is not None
        output.write_bytes(drawn(runtime, shown, form))
        return
    document = json.dumps(shown.report.to_json(), ensure_ascii=False, indent=1)
    text = document if form == "json" else plain(runtime, shown)
    if output is None:
        sys.stdout.write(text + "\n")
    else:
        output.write_text(text + "\n", encoding="utf-8")


def drawn(runtime: Runtime, shown: Shown, form: str) -> bytes:
    from bot.files.pictures import picture
    from bot.files.reports import workbook

    draw = workbook if form == "xlsx" else picture
    return draw(language(runtime.settings.default_language), runtime.programme, shown.report)


def plain(runtime: Runtime, shown: Shown) -> str:
    """The digest without its markup."""
    spoken = language(runtime.settings.default_language)
    says = texts.digest(spoken, runtime.programme, shown)
    return "\n".join(unescape(re.sub(r"<[^>]+>", "", say.text)) for say in says)


def export(
    scope: Scope,
    output: Annotated[Path, typer.Option(help="The workbook to write, readable by its owner only.")],
    full: Annotated[
        bool, typer.Option("--full", help="With names, phones and notes; goes into the audit trail.")
    ] = False,
    reason: Annotated[str | None, typer.Option(help="Why names are needed; required with --full.")] = None,
    now: Now = None,
) -> None:
    """Records of a unit as a workbook, masked unless --full."""
    if full and not (reason or "").strip():
        fail("--reason: say why names are needed", MISUSED)
    if reason and not full:
        fail("--reason: only with --full", MISUSED)
    output_path(output)
    with open_runtime(now) as runtime:
        from bot.files.export import write

        desk = runtime.desk()
        with runtime.sessions.write() as session:
            unit: Any = found(reports.locate(session, scope))
            exporting.note_export(session, desk, unit, full=full, reason=reason)
        with runtime.sessions.read() as session:
            rows = exporting.lines(session, desk, unit, full=full)
            total = write(output, language(desk.language), desk.programme, rows, full=full)
    typer.echo(f"{total} records in {output}", err=True)


def verify(
    now: Now = None,
    mend: Annotated[bool, typer.Option("--mend", help="First add the kept sums up again from the register.")] = False,
    as_json: Json = False,
) -> None:
    """Counts, sums and constraints of the database; exit 1 and a list where something does not foot."""
    with open_runtime(now) as runtime:
        if mend:
            with runtime.sessions.write() as session:
                verifying.mend(session, runtime.desk())
        with runtime.sessions.read() as session:
            findings = verifying.verify(session, runtime.desk())
    broken = [finding for finding in findings if finding.broken]
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in broken:
            typer.echo(f"{finding.check}: {finding.broken} ({', '.join(finding.some)})")
        typer.echo(f"{len(findings) - len(broken)} of {len(findings)} checks hold")
    if broken:
        raise typer.Exit(FAILED)
