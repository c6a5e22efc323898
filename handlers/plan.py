"""/plan, /pause, /resume, /reach: the sending, as admins see and stop it."""

from telegram import Update
from telegram.ext import CommandHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import outlook
from bot.texts.notices import admin
from handlers.intake import Intake
from handlers.longwork import ask
from handlers.reply import Context, respond, runtime_of

MINE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


def register(app: Intake) -> None:
    app.add_handler(CommandHandler("plan", plan, MINE))
    app.add_handler(CommandHandler("pause", pause, MINE))
    app.add_handler(CommandHandler("resume", resume, MINE))
    app.add_handler(CommandHandler("reach", reachable, MINE))


async def plan(update: Update, context: Context) -> None:
    rate = runtime_of(context.application).settings.bulk_per_second
    await ask(update, context, "plan", rate=rate)


async def pause(update: Update, context: Context) -> None:
    await respond(update, context, outlook.pause, admin.paused, roles=COMMANDS["pause"])


async def resume(update: Update, context: Context) -> None:
    await respond(update, context, outlook.resume, admin.resumed, roles=COMMANDS["resume"])


async def reachable(update: Update, context: Context) -> None:
    await ask(update, context, "reach", word=" ".join(context.args or ()) or None)
