"""/broadcast, and its two buttons."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import broadcasts
from bot.texts import broadcasts as texts
from handlers.intake import Intake
from handlers.longwork import ask
from handlers.records import PRIVATE, data_of
from handlers.reply import Context, respond

ROLES = COMMANDS["broadcast"]


def register(app: Intake) -> None:
    app.add_handler(CommandHandler("broadcast", draft, PRIVATE & filters.UpdateType.MESSAGE))
    app.add_handler(CallbackQueryHandler(send, r"^broadcast:send:\d{1,18}$"))
    app.add_handler(CallbackQueryHandler(cancel, r"^broadcast:drop:\d{1,18}$"))


async def draft(update: Update, context: Context) -> None:
    """The text keeps its own lines, which PTB's arguments would lose."""
    message = update.effective_message
    assert message is not None
    _command, unit, text = [*(message.text or "").split(maxsplit=2), "", ""][:3]
    await respond(update, context, broadcasts.draft, texts.drafted, roles=ROLES, unit=unit, text=text)


async def send(update: Update, context: Context) -> None:
    key = int(data_of(update)[2])
    await ask(update, context, "broadcast", replace=True, broadcast_id=key)


async def cancel(update: Update, context: Context) -> None:
    key = int(data_of(update)[2])
    await respond(update, context, broadcasts.cancel, texts.closed, roles=ROLES, broadcast_id=key)
