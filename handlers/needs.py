"""记为待办 and the list of open needs; the reminder of a plan."""

from datetime import date

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.domain.commands import COMMANDS
from bot.services import needs, plans
from bot.texts import needs as texts
from bot.texts import plans as plan_texts
from handlers.intake import Intake
from handlers.records import data_of
from handlers.reply import Context, respond

ROLES = COMMANDS["pairs"]


def register(app: Intake) -> None:
    app.add_handler(CallbackQueryHandler(new, r"^need:new:(m\d{1,18}|[a-z]{1,8}):\d{1,18}$"))
    app.add_handler(CallbackQueryHandler(listed, r"^need:list$"))
    app.add_handler(CallbackQueryHandler(end, r"^need:end:\d{1,18}:[a-z_]{1,16}$"))
    app.add_handler(CallbackQueryHandler(remind, r"^remind:\d{8}:[\d.]{0,40}$"))


async def new(update: Update, context: Context) -> None:
    _subject, _verb, source, recipient = data_of(update)
    await respond(update, context, needs.note, texts.noted, source=source, recipient=int(recipient))


async def listed(update: Update, context: Context) -> None:
    await respond(update, context, needs.listed, texts.listed, roles=ROLES)


async def end(update: Update, context: Context) -> None:
    _subject, _verb, key, state = data_of(update)
    await respond(update, context, needs.close, texts.ended, roles=ROLES, key=int(key), state=state)


async def remind(update: Update, context: Context) -> None:
    _subject, day, whom = data_of(update)
    await respond(
        update,
        context,
        plans.remind,
        plan_texts.promised,
        day=plans.day_of(day) or date.min,
        recipients=tuple(int(key) for key in whom.split(".") if key),
    )
