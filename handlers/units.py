"""/unit: the tree, walked by buttons."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import units
from bot.texts import units as texts
from handlers.intake import Intake
from handlers.records import PRIVATE, data_of
from handlers.reply import Context, respond


def register(app: Intake) -> None:
    app.add_handler(CommandHandler("unit", unit, PRIVATE & filters.UpdateType.MESSAGE))
    app.add_handler(CallbackQueryHandler(step, r"^unit:(at|from):\d{1,18}$"))


async def unit(update: Update, context: Context) -> None:
    word = " ".join(context.args or ()) or None
    await respond(update, context, units.walk, texts.walk, roles=COMMANDS["unit"], reads=True, word=word)


async def step(update: Update, context: Context) -> None:
    """`at` walks on in the same message, `from` begins below another one."""
    _subject, verb, unit_id = data_of(update)
    await respond(
        update,
        context,
        units.walk,
        lambda _, answer: texts.walk(_, answer, replace=verb == "at"),
        roles=COMMANDS["unit"],
        reads=True,
        unit_id=int(unit_id),
    )
