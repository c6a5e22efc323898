"""/leave, and the taps of the office on a leave that was asked."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.domain.commands import COMMANDS, SUPERVISOR
from bot.services import hearing, leave
from bot.texts import hearing as hearing_texts
from bot.texts import leave as texts
from handlers.intake import Intake
from handlers.records import PRIVATE, data_of
from handlers.reply import Context, respond

KEY = r"\d{1,18}"


def register(app: Intake) -> None:
    app.add_handler(CommandHandler("leave", begin, PRIVATE & filters.UpdateType.MESSAGE))
    app.add_handler(CallbackQueryHandler(until, r"^leave:until$"))
    app.add_handler(CallbackQueryHandler(span, rf"^span:{KEY}:(?:none|[\d-]{{10}}(?:\.[\d-]{{10}})?)$"))
    app.add_handler(CallbackQueryHandler(decide, rf"^leave:(?:yes|no):{KEY}$"))
    app.add_handler(CallbackQueryHandler(take_back, rf"^leave:back:{KEY}$"))


async def begin(update: Update, context: Context) -> None:
    text = " ".join(context.args or ())
    await respond(update, context, leave.begin, texts.begun, roles=COMMANDS["leave"], text=text)


async def until(update: Update, context: Context) -> None:
    """Below a reminder: the question comes as a message of its own, the reminder stays."""
    query = update.callback_query
    message_id = query.message.message_id if query and query.message else 0
    await respond(update, context, leave.until, texts.begun_below, message_id=message_id)


async def span(update: Update, context: Context) -> None:
    """A day of a leave, or of a deputy: the open question knows which."""
    _subject, key, value = data_of(update)
    await respond(update, context, hearing.tap, hearing_texts.tapped, key=int(key), value=value)


async def decide(update: Update, context: Context) -> None:
    _subject, verb, key = data_of(update)
    await respond(
        update, context, leave.decide, texts.decided, roles=SUPERVISOR, absence_id=int(key), approved=verb == "yes"
    )


async def take_back(update: Update, context: Context) -> None:
    await respond(update, context, leave.take_back, texts.taken_back, absence_id=int(data_of(update)[2]))
