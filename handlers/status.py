"""/status."""

from telegram import Update
from telegram.ext import CommandHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import status
from bot.texts import status as texts
from handlers.intake import Intake
from handlers.records import PRIVATE
from handlers.reply import Context, respond


def register(app: Intake) -> None:
    app.add_handler(CommandHandler("status", show, PRIVATE & filters.UpdateType.MESSAGE))


async def show(update: Update, context: Context) -> None:
    await respond(update, context, status.show, texts.status, roles=COMMANDS["status"], reads=True)
