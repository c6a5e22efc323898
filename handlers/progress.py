"""/progress and /pairs."""

from telegram import Update
from telegram.ext import CommandHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import progress
from bot.texts import progress as texts
from handlers.intake import Intake
from handlers.records import PRIVATE
from handlers.reply import Context, respond


def register(app: Intake) -> None:
    mine = PRIVATE & filters.UpdateType.MESSAGE
    app.add_handler(CommandHandler("progress", shown, mine))
    app.add_handler(CommandHandler("pairs", pairs, mine))


async def shown(update: Update, context: Context) -> None:
    await respond(update, context, progress.progress, texts.progress, roles=COMMANDS["progress"])


async def pairs(update: Update, context: Context) -> None:
    await respond(update, context, progress.progress, texts.pairs, roles=COMMANDS["pairs"])
