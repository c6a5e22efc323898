"""/grant and /revoke."""

from telegram import Update
from telegram.ext import CommandHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import grants
from bot.texts import grants as texts
from handlers.intake import Intake
from handlers.records import PRIVATE
from handlers.reply import Context, respond


def register(app: Intake) -> None:
    mine = PRIVATE & filters.UpdateType.MESSAGE
    app.add_handler(CommandHandler("grant", grant, mine))
    app.add_handler(CommandHandler("revoke", revoke, mine))


async def grant(update: Update, context: Context) -> None:
    words = tuple(context.args or ())
    await respond(update, context, grants.grant, texts.granted, roles=COMMANDS["grant"], words=words)


async def revoke(update: Update, context: Context) -> None:
    words = tuple(context.args or ())
    await respond(update, context, grants.revoke, texts.revoked, roles=COMMANDS["revoke"], words=words)
