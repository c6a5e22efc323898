"""/deputy: naming who stands in, and ending it."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import deputies
from bot.texts import deputies as texts
from handlers.intake import Intake
from handlers.records import PRIVATE, data_of
from handlers.reply import Context, respond

ROLES = COMMANDS["deputy"]


def register(app: Intake) -> None:
    """The taps on its days are answered by `leave`, which asks the same two questions."""
    app.add_handler(CommandHandler("deputy", begin, PRIVATE & filters.UpdateType.MESSAGE))
    app.add_handler(CallbackQueryHandler(stop, r"^deputy:stop:\d{1,18}$"))


async def begin(update: Update, context: Context) -> None:
    await respond(update, context, deputies.begin, texts.told, roles=ROLES, text=" ".join(context.args or ()))


async def stop(update: Update, context: Context) -> None:
    await respond(update, context, deputies.stop, texts.stopped, roles=ROLES, person_id=int(data_of(update)[2]))
