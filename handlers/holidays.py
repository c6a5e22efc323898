"""/holidays: the table of a year, shown, or imported from the lines of the same message."""

from telegram import Update
from telegram.ext import CommandHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import holidays
from bot.texts.notices import ledgers
from handlers.intake import Intake
from handlers.reply import Context, respond


def register(app: Intake) -> None:
    app.add_handler(CommandHandler("holidays", table, filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE))


async def table(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    words = "".join((message.text or "").split(maxsplit=1)[1:]).strip()
    roles = COMMANDS["holidays"]
    if not words or (words.isdigit() and len(words) == len("2027")):
        year = int(words) if words else None
        await respond(update, context, holidays.shown, ledgers.holidays, roles=roles, year=year)
    else:
        await respond(update, context, holidays.imported, ledgers.imported, roles=roles, text=words)
