"""backup, restore, doctor."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import FAILED, MISUSED, Json, fail, open_sessions, output_path, print_json, read_settings
from bot.files import fonts
from bot.services import health
from db import copies


def register(app: typer.Typer) -> None:
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("doctor")(doctor)


def backup(file: Annotated[Path, typer.Argument(help="Where the copy goes.")]) -> None:
    """A consistent copy of the database, also while the bot runs. The keys (FIELD_KEYS) are not in it."""
    settings = read_settings()
    sessions = open_sessions(settings)
    try:
        rows = copies.write(sessions, output_path(file))
    finally:
        sessions.close()
    typer.echo(f"{rows} rows in {file}. Keep the keys (FIELD_KEYS or data/field.key) apart from it; both are needed.")
