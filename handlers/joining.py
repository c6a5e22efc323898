"""Coming in: /start, /start CODE, the own phone number, which strangers reach; and /invite, which they do not."""

from telegram import Update
from telegram.ext import CommandHandler, MessageHandler, filters

from bot.domain.commands import COMMANDS
from bot.domain.people import Actor
from bot.services import joining
from bot.services.desk import Desk
from bot.texts import joining as texts
from bot.texts.language import Gettext
from bot.texts.message import Reply
from db.session import Session
from handlers.intake import Intake
from handlers.records import common_outcome
from handlers.reply import Context, respond

PRIVATE = filters.ChatType.PRIVATE


def register(app: Intake) -> None:
    app.add_handler(CommandHandler("start", start, PRIVATE & filters.UpdateType.MESSAGE))
    app.add_handler(MessageHandler(PRIVATE & filters.UpdateType.MESSAGE & filters.CONTACT, phone))
    app.add_handler(CommandHandler("invite", invite, PRIVATE & filters.UpdateType.MESSAGE))


async def start(update: Update, context: Context) -> None:
    user = update.effective_user
    assert user is not None
    if not context.args:
        await respond(update, context, _who, _hello, roles=None)
        return
    await respond(
        update,
        context,
        joining.redeem,
        texts.welcome,
        roles=None,
        telegram_id=user.id,
        code=context.args[0],
        shown_name=user.full_name,
    )


def _who(_session: Session, _desk: Desk, actor: Actor | None) -> Actor | None:
    return actor


def _hello(_: Gettext, actor: Actor | None) -> Reply:
    return texts.greeting(_) if actor else texts.stranger(_)


async def phone(update: Update, context: Context) -> None:
    message, user = update.effective_message, update.effective_user
    assert message is not None
    assert message.contact is not None
    assert user is not None
    await respond(
        update,
        context,
        joining.share_phone,
        texts.phone_answer,
        roles=None,
        telegram_id=user.id,
        contact_user_id=message.contact.user_id,
        phone=message.contact.phone_number,
    )


async def invite(update: Update, context: Context) -> None:
    roles = COMMANDS["invite"]
    if len(context.args or ()) != 1:
        await respond(update, context, common_outcome, lambda _, _none: texts.how_to_invite(_), roles=roles)
        return
    assert context.args
    await respond(update, context, joining.invite, texts.invited, roles=roles, number=context.args[0])
