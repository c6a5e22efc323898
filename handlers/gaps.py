"""/gaps: who has no cadre, and who takes over."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import gaps
from bot.texts import gaps as texts
from handlers.intake import Intake
from handlers.longwork import ask
from handlers.records import PRIVATE, data_of
from handlers.reply import Context, respond

ROLES = COMMANDS["gaps"]
KEY = r"\d{1,18}"


def register(app: Intake) -> None:
    app.add_handler(CommandHandler("gaps", listed, PRIVATE & filters.UpdateType.MESSAGE))
    app.add_handler(CallbackQueryHandler(page, r"^gap:page:\d{1,6}$"))
    app.add_handler(CallbackQueryHandler(show, rf"^gap:(?:show|other):{KEY}$"))
    app.add_handler(CallbackQueryHandler(take, rf"^gap:take:{KEY}:{KEY}$"))


async def listed(update: Update, context: Context) -> None:
    await ask(update, context, "gaps")


async def page(update: Update, context: Context) -> None:
    await ask(update, context, "gaps", texts.turned, replace=True, page=int(data_of(update)[2]))


async def show(update: Update, context: Context) -> None:
    _subject, verb, key = data_of(update)
    await respond(update, context, gaps.card, texts.card, roles=ROLES, recipient_id=int(key), others=verb == "other")


async def take(update: Update, context: Context) -> None:
    _subject, _verb, recipient, person = data_of(update)
    await respond(
        update, context, gaps.take_over, texts.taken, roles=ROLES, recipient_id=int(recipient), person_id=int(person)
    )
