"""/pair, /unpair, /transfer."""

from telegram import Update
from telegram.ext import CommandHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import pairings
from bot.texts import pairings as texts
from handlers.intake import Intake
from handlers.records import PRIVATE
from handlers.reply import Context, respond


def register(app: Intake) -> None:
    mine = PRIVATE & filters.UpdateType.MESSAGE
    app.add_handler(CommandHandler("pair", pair, mine))
    app.add_handler(CommandHandler("unpair", unpair, mine))
    app.add_handler(CommandHandler("transfer", transfer, mine))


async def pair(update: Update, context: Context) -> None:
    words = tuple(context.args or ())
    await respond(update, context, pairings.pair, texts.paired, roles=COMMANDS["pair"], words=words)


async def unpair(update: Update, context: Context) -> None:
    words = tuple(context.args or ())
    await respond(update, context, pairings.unpair, texts.unpaired, roles=COMMANDS["unpair"], words=words)


async def transfer(update: Update, context: Context) -> None:
    words = tuple(context.args or ())
    await respond(update, context, pairings.transfer, texts.transferred, roles=COMMANDS["transfer"], words=words)
