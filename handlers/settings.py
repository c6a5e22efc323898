"""/settings, /privacy, /feedback, /help."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.domain.commands import menu
from bot.domain.people import Actor
from bot.services import settings
from bot.services.desk import Desk
from bot.texts import commands
from bot.texts import settings as texts
from db.session import Session
from handlers.intake import Intake
from handlers.records import PRIVATE, common_outcome, data_of
from handlers.reply import Context, respond


def register(app: Intake) -> None:
    mine = PRIVATE & filters.UpdateType.MESSAGE
    app.add_handler(CommandHandler("settings", shown, mine))
    app.add_handler(CommandHandler("privacy", privacy, mine))
    app.add_handler(CommandHandler("feedback", feedback, mine))
    app.add_handler(CommandHandler("help", help_page, mine))
    app.add_handler(CallbackQueryHandler(choose, r"^set:[a-z]+:\w{1,10}$"))


async def shown(update: Update, context: Context) -> None:
    await respond(update, context, settings.shown, texts.shown)


async def choose(update: Update, context: Context) -> None:
    _subject, field, value = data_of(update)
    await respond(update, context, settings.choose, texts.changed, field=field, value=value)


async def privacy(update: Update, context: Context) -> None:
    await respond(update, context, common_outcome, texts.privacy)


async def feedback(update: Update, context: Context) -> None:
    await respond(update, context, settings.feedback, texts.noted, text=" ".join(context.args or ()))


def _mine(_session: Session, _desk: Desk, actor: Actor) -> tuple[str, ...]:
    return menu(actor)


async def help_page(update: Update, context: Context) -> None:
    await respond(update, context, _mine, commands.help_page)
