"""The lists below a report and what can be done about a person in them; /nudge."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import followups, nudges
from bot.services.nudges import Absent
from bot.texts import common
from bot.texts import leave as leave_texts
from bot.texts import nudges as texts
from handlers.intake import Intake
from handlers.longwork import ask
from handlers.records import PRIVATE, data_of
from handlers.reply import Context, respond

KEY = r"\d{1,18}"
ROLES = COMMANDS["nudge"]


def register(app: Intake) -> None:
    app.add_handler(CommandHandler("nudge", nudge, PRIVATE & filters.UpdateType.MESSAGE))
    app.add_handler(CallbackQueryHandler(listing, rf"^nudge:(new|back|wait)(_at)?:{KEY}:[\dQ-]{{4,7}}:\d{{1,9}}$"))
    app.add_handler(CallbackQueryHandler(once, rf"^nudge:once:{KEY}$"))
    app.add_handler(CallbackQueryHandler(why, rf"^nudge:why:{KEY}$"))
    app.add_handler(CallbackQueryHandler(leave, rf"^nudge:leave:{KEY}$"))
    app.add_handler(CallbackQueryHandler(say, rf"^nudge:say:{KEY}$"))


async def nudge(update: Update, context: Context) -> None:
    number = "".join(context.args or ())
    if number:
        await respond(update, context, nudges.nudge, texts.nudged, roles=ROLES, number=number)
    else:
        await respond(update, context, nudges.ask_number, texts.which_cadre, roles=ROLES)


async def listing(update: Update, context: Context) -> None:
    """A list is a message of its own; turning its pages (`_at`) stays in it."""
    _subject, verb, unit_id, period, offset = data_of(update)
    which = verb.removesuffix("_at")
    turned = verb != which
    await ask(
        update,
        context,
        "nudge",
        lambda _, answer: texts.listing(_, answer, replace=turned),
        replace=turned,
        which=which,
        unit_id=int(unit_id),
        period=period,
        offset=int(offset),
    )


async def once(update: Update, context: Context) -> None:
    await respond(update, context, nudges.nudge, texts.tapped, roles=ROLES, person_id=_key(update))


async def why(update: Update, context: Context) -> None:
    await respond(update, context, followups.ask_why, texts.asked_why, roles=ROLES, person_id=_key(update))


async def leave(update: Update, context: Context) -> None:
    await respond(
        update,
        context,
        followups.on_leave,
        lambda _, asked: common.no_such(_) if isinstance(asked, Absent) else leave_texts.told(_, asked),
        roles=ROLES,
        person_id=_key(update),
    )


async def say(update: Update, context: Context) -> None:
    await respond(update, context, followups.say_why, texts.say_why, key=_key(update))


def _key(update: Update) -> int:
    return int(data_of(update)[2])
