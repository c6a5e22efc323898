"""/audit and /person."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import trail
from bot.texts import trail as texts
from handlers.intake import Intake
from handlers.records import PRIVATE, data_of
from handlers.reply import Context, respond


def register(app: Intake) -> None:
    mine = PRIVATE & filters.UpdateType.MESSAGE
    app.add_handler(CommandHandler("audit", audit, mine))
    app.add_handler(CommandHandler("person", person, mine))
    app.add_handler(CallbackQueryHandler(page, r"^audit:\d{1,6}:[^:]{0,40}$"))


async def audit(update: Update, context: Context) -> None:
    words = tuple(context.args or ())[:1]
    await respond(update, context, trail.trail, texts.trail, roles=COMMANDS["audit"], words=words)


async def page(update: Update, context: Context) -> None:
    _subject, number, about = data_of(update)
    words = (about,) if about else ()
    await respond(update, context, trail.trail, texts.turned, roles=COMMANDS["audit"], words=words, page=int(number))


async def person(update: Update, context: Context) -> None:
    words = tuple(context.args or ())
    await respond(update, context, trail.person, texts.person, roles=COMMANDS["person"], words=words)
