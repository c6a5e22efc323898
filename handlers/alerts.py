"""/alert for who sees danger, /alerts for who is on duty, and their taps. Private chats only."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import alert_duty, alerts
from bot.services.entries import Source
from bot.texts import alerts as texts
from handlers.intake import Intake
from handlers.records import PRIVATE, data_of
from handlers.reply import Context, respond

GUARDS = COMMANDS["alerts"]


def register(app: Intake) -> None:
    mine = PRIVATE & filters.UpdateType.MESSAGE
    app.add_handler(CommandHandler("alert", ask, mine))
    app.add_handler(CommandHandler("alerts", listed, mine))
    app.add_handler(CallbackQueryHandler(start, r"^alert:new:\d{1,18}$"))
    app.add_handler(CallbackQueryHandler(name, r"^alert:who:\d{1,9}:\d{1,18}$"))
    app.add_handler(CallbackQueryHandler(choose, r"^alert:what:\d{1,9}:[a-z0-9_]{1,16}$"))
    app.add_handler(CallbackQueryHandler(tell, r"^alert:told:\d{1,9}:[a-z0-9_]{1,16}$"))
    app.add_handler(CallbackQueryHandler(when, r"^alert:when:\d{1,9}:[a-z]{1,16}$"))
    app.add_handler(CallbackQueryHandler(show, r"^alert:(show|close):\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(take, r"^alert:(take|over):\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(still, r"^alert:still:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(close, r"^alert:closed:\d{1,9}:[a-z_]{1,16}$"))


async def ask(update: Update, context: Context) -> None:
    await respond(update, context, alerts.ask, texts.asked, roles=COMMANDS["alert"])


async def start(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query is not None
    message = query.message
    assert message is not None
    source = Source(message.chat.id, message.message_id, message.date, "")
    await respond(update, context, alerts.by_button, texts.started, recipient=int(data_of(update)[2]), source=source)


async def name(update: Update, context: Context) -> None:
    _subject, _verb, key, recipient = data_of(update)
    await respond(update, context, alerts.name, texts.answered, key=int(key), recipient=int(recipient))


async def choose(update: Update, context: Context) -> None:
    _subject, _verb, key, category = data_of(update)
    await respond(update, context, alerts.choose, texts.answered, key=int(key), category=category)


async def tell(update: Update, context: Context) -> None:
    _subject, _verb, key, word = data_of(update)
    await respond(update, context, alerts.tell, texts.answered, key=int(key), word=word)


async def when(update: Update, context: Context) -> None:
    _subject, _verb, key, word = data_of(update)
    await respond(update, context, alerts.when, texts.answered, key=int(key), word=word)


async def listed(update: Update, context: Context) -> None:
    await respond(update, context, alert_duty.listed, texts.listed, roles=GUARDS)


async def show(update: Update, context: Context) -> None:
    _subject, verb, key = data_of(update)
    await respond(update, context, alert_duty.show, texts.shown, roles=GUARDS, key=int(key), closing=verb == "close")


async def take(update: Update, context: Context) -> None:
    _subject, verb, key = data_of(update)
    await respond(update, context, alert_duty.take, texts.shown, roles=GUARDS, key=int(key), over=verb == "over")


async def still(update: Update, context: Context) -> None:
    await respond(update, context, alert_duty.still, texts.shown, roles=GUARDS, key=int(data_of(update)[2]))


async def close(update: Update, context: Context) -> None:
    _subject, _verb, key, outcome = data_of(update)
    await respond(update, context, alert_duty.close, texts.shown, roles=GUARDS, key=int(key), outcome=outcome)
