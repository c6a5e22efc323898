"""Taps below reminders. 有变化 and 已全部录入 are of `handlers.changes`."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.domain.commands import ADMIN, CADRE, SUPERVISOR
from bot.services import confirmations
from bot.texts.notices import answers
from handlers.intake import Intake
from handlers.reply import Context, respond

MONTH, WEEK = r"\d{4}-(?:0[1-9]|1[0-2])", r"\d{4}-W[0-5]\d"


def register(app: Intake) -> None:
    app.add_handler(CallbackQueryHandler(confirm, rf"^roster:same:{MONTH}$"))
    app.add_handler(CallbackQueryHandler(all_fine, rf"^weekly:fine:{WEEK}$"))
    app.add_handler(CallbackQueryHandler(by_name, rf"^weekly:but:{WEEK}$"))
    app.add_handler(CallbackQueryHandler(not_met, rf"^weekly:not:{WEEK}:\d{{1,18}}$"))
    app.add_handler(CallbackQueryHandler(seen, r"^escalation:seen$"))
    app.add_handler(CallbackQueryHandler(audited, r"^audit:done:\d{4}$"))
    app.add_handler(CallbackQueryHandler(snooze, r"^notice:snooze$"))


def _tapped(update: Update) -> tuple[list[str], int]:
    """The words of the button, and the message it hangs below (0: too old for Telegram to name)."""
    query = update.callback_query
    assert query is not None
    return (query.data or "").split(":"), query.message.message_id if query.message else 0


async def confirm(update: Update, context: Context) -> None:
    (_subject, _verb, month), message_id = _tapped(update)
    await respond(
        update, context, confirmations.confirm, answers.answered, roles=CADRE, month=month, message_id=message_id
    )


async def all_fine(update: Update, context: Context) -> None:
    (_subject, _verb, week), message_id = _tapped(update)
    await respond(
        update, context, confirmations.all_fine, answers.answered, roles=CADRE, week=week, message_id=message_id
    )


async def by_name(update: Update, context: Context) -> None:
    (_subject, _verb, week), _message_id = _tapped(update)
    await respond(update, context, confirmations.by_name, answers.whom, roles=CADRE, week=week)


async def not_met(update: Update, context: Context) -> None:
    (_subject, _verb, week, recipient), _message_id = _tapped(update)
    await respond(
        update, context, confirmations.not_met, answers.whom, roles=CADRE, week=week, recipient_id=int(recipient)
    )


async def seen(update: Update, context: Context) -> None:
    _words, message_id = _tapped(update)
    await respond(update, context, confirmations.seen, answers.answered, roles=SUPERVISOR, message_id=message_id)


async def audited(update: Update, context: Context) -> None:
    (_subject, _verb, year), message_id = _tapped(update)
    await respond(
        update, context, confirmations.audited, answers.answered, roles=ADMIN, year=int(year), message_id=message_id
    )


async def snooze(update: Update, context: Context) -> None:
    _words, message_id = _tapped(update)
    await respond(update, context, confirmations.snooze, answers.later, message_id=message_id)
