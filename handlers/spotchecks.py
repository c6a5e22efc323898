"""/spotcheck and the taps of its cards."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import spotcalls
from bot.texts import spotchecks as texts
from handlers.intake import Intake
from handlers.longwork import ask
from handlers.records import PRIVATE, data_of
from handlers.reply import Context, respond

ROLES = COMMANDS["spotcheck"]


def register(app: Intake) -> None:
    app.add_handler(CommandHandler("spotcheck", start, PRIVATE & filters.UpdateType.MESSAGE))
    app.add_handler(CallbackQueryHandler(result, r"^spot:show:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(listed, r"^spot:list:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(following, r"^spot:next:\d{1,9}:\d{1,4}$"))
    app.add_handler(CallbackQueryHandler(again, r"^spot:again:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(phone, r"^spot:phone:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(why, r"^spot:why:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(told, r"^spot:say:\d{1,9}:[a-z_]{1,16}$"))
    app.add_handler(CallbackQueryHandler(differs, r"^spot:differ:\d{1,9}:[a-z]{1,16}$"))
    app.add_handler(CallbackQueryHandler(follow_ups, r"^spot:open:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(close, r"^spot:close:\d{1,9}:[a-z]{1,16}$"))


async def start(update: Update, context: Context) -> None:
    words = tuple(context.args or ())
    await ask(update, context, "spot", words=words)


async def result(update: Update, context: Context) -> None:
    await respond(update, context, spotcalls.result, texts.shown, roles=ROLES, key=int(data_of(update)[2]))


async def listed(update: Update, context: Context) -> None:
    await respond(update, context, spotcalls.result, texts.listed, roles=ROLES, key=int(data_of(update)[2]))


async def following(update: Update, context: Context) -> None:
    _subject, _verb, key, after = data_of(update)
    await respond(update, context, spotcalls.following, texts.shown, roles=ROLES, key=int(key), after=int(after))


async def again(update: Update, context: Context) -> None:
    key = int(data_of(update)[2])
    await respond(update, context, spotcalls.following, texts.shown, roles=ROLES, key=key, again=True)


async def phone(update: Update, context: Context) -> None:
    await respond(update, context, spotcalls.phone, texts.shown, roles=ROLES, item=int(data_of(update)[2]))


async def why(update: Update, context: Context) -> None:
    await respond(update, context, spotcalls.why, texts.shown, roles=ROLES, item=int(data_of(update)[2]))


async def told(update: Update, context: Context) -> None:
    _subject, _verb, item, outcome = data_of(update)
    await respond(update, context, spotcalls.answer, texts.shown, roles=ROLES, item=int(item), outcome=outcome)


async def differs(update: Update, context: Context) -> None:
    _subject, _verb, item, reason = data_of(update)
    await respond(
        update,
        context,
        spotcalls.answer,
        texts.shown,
        roles=ROLES,
        item=int(item),
        outcome="differ",
        reason=reason,
    )


async def follow_ups(update: Update, context: Context) -> None:
    await respond(update, context, spotcalls.follow_ups, texts.shown, roles=ROLES, key=int(data_of(update)[2]))


async def close(update: Update, context: Context) -> None:
    _subject, _verb, key, state = data_of(update)
    await respond(update, context, spotcalls.close, texts.shown, roles=ROLES, key=int(key), state=state)
