"""/unit: the tree, walked by buttons."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.texts import units as texts
from handlers.intake import Intake
from handlers.longwork import ask
from handlers.records import PRIVATE, data_of
from handlers.reply import Context


def register(app: Intake) -> None:
    app.add_handler(CommandHandler("unit", unit, PRIVATE & filters.UpdateType.MESSAGE))
    app.add_handler(CallbackQueryHandler(step, r"^unit:(at|from):\d{1,18}$"))


async def unit(update: Update, context: Context) -> None:
    word = " ".join(context.args or ()) or None
    await ask(update, context, "unit", word=word)


async def step(update: Update, context: Context) -> None:
    """`at` walks on in the same message, `from` begins below another one."""
    _subject, verb, unit_id = data_of(update)
    on = verb == "at"
    await ask(
        update, context, "unit", lambda _, answer: texts.walk(_, answer, replace=on), replace=on, unit_id=int(unit_id)
    )
