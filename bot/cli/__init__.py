"""The commands, by subject. Exit 0; 1 the thing failed; 2 wrong use."""

import typer

from bot.cli import clock, process, reports, roster, spotcheck, understanding, upkeep

app = typer.Typer(
    name="bot",
    help="结对助手: the paired-care bot.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for part in (process, clock, understanding, roster, reports, spotcheck, upkeep):
    part.register(app)
