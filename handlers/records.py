"""What a cadre writes: free messages, edits, taps on cards and receipts, /log /records /undo."""

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import cards, corrections, editing, hearing, progress, records
from bot.services.entries import Source
from bot.texts import common, guide
from bot.texts import corrections as correction_texts
from bot.texts import hearing as hearing_texts
from bot.texts import progress as progress_texts
from bot.texts import records as texts
from handlers.intake import Intake
from handlers.reply import Context, respond

PRIVATE = filters.ChatType.PRIVATE
ROLES = COMMANDS["log"]


def register(app: Intake) -> None:
    mine = PRIVATE & filters.UpdateType.MESSAGE
    app.add_handler(CommandHandler("log", log, mine))
    app.add_handler(CommandHandler("records", latest, mine))
    app.add_handler(CommandHandler("undo", undo, mine))
    app.add_handler(CallbackQueryHandler(card, r"^log:\d+:[a-z]+(:[\w-]{1,20})?$"))
    app.add_handler(CallbackQueryHandler(withdraw, r"^record:undo:\d{1,18}$"))
    app.add_handler(CallbackQueryHandler(menu, r"^record:edit:\d{1,18}$"))
    app.add_handler(CallbackQueryHandler(page, r"^record:page:\d{1,6}$"))
    app.add_handler(CallbackQueryHandler(change, r"^edit:\d{1,18}:\d{1,3}:[a-z]+:[\w-]*$"))
    app.add_handler(CallbackQueryHandler(guided, r"^guide:\d{1,18}:[a-z]+$"))


def register_free_text(app: Intake) -> None:
    """Last of all: whatever nobody else took."""
    words = (filters.TEXT & ~filters.COMMAND) | filters.PHOTO | filters.CAPTION
    app.add_handler(MessageHandler(PRIVATE & filters.UpdateType.MESSAGE & words, heard))
    app.add_handler(MessageHandler(PRIVATE & filters.UpdateType.EDITED_MESSAGE & words, edited))


def source_of(message: Message) -> Source:
    return Source(message.chat_id, message.message_id, message.date, message.text or message.caption or "")


async def heard(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    if not (message.text or message.caption):
        album = message.media_group_id
        await respond(update, context, hearing.first_of, common.once_for_an_album, album=album)
        return
    reply_to = message.reply_to_message.message_id if message.reply_to_message else None
    await respond(
        update,
        context,
        hearing.heard,
        hearing_texts.heard,
        source=source_of(message),
        reply_to=reply_to,
        photo=bool(message.photo),
        file=not message.photo and message.text is None,
        album=message.media_group_id,
    )


async def edited(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    await respond(update, context, records.edited, texts.heard, source=source_of(message))


def common_outcome(*_: object) -> None:
    """Nothing to do but to answer."""


def data_of(update: Update) -> list[str]:
    """The parts of a tapped button; its form was checked by the handler's pattern."""
    assert update.callback_query is not None
    return (update.callback_query.data or "").split(":")


async def card(update: Update, context: Context) -> None:
    _subject, key, verb, *value = data_of(update)
    await respond(
        update,
        context,
        cards.answer,
        texts.tapped,
        roles=ROLES,
        key=int(key),
        verb=verb,
        value=value[0] if value else "",
    )


async def withdraw(update: Update, context: Context) -> None:
    await respond(update, context, corrections.undo, correction_texts.tapped, roles=ROLES, key=int(data_of(update)[2]))


async def menu(update: Update, context: Context) -> None:
    await respond(update, context, editing.menu, correction_texts.menu, roles=ROLES, key=int(data_of(update)[2]))


async def change(update: Update, context: Context) -> None:
    _subject, key, at, field, value = data_of(update)
    if field == "pick":
        await respond(update, context, editing.menu, correction_texts.menu, roles=ROLES, key=int(key), at=int(at))
        return
    await respond(
        update,
        context,
        editing.change,
        correction_texts.tapped,
        roles=ROLES,
        key=int(key),
        at=int(at),
        field=field,
        value=value,
    )


async def undo(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    reply_to = message.reply_to_message.message_id if message.reply_to_message else None
    await respond(
        update,
        context,
        corrections.undo_last,
        correction_texts.corrected,
        roles=COMMANDS["undo"],
        chat_id=message.chat_id,
        reply_to=reply_to,
    )


async def latest(update: Update, context: Context) -> None:
    await respond(update, context, progress.log_page, progress_texts.log_page, roles=COMMANDS["records"])


async def page(update: Update, context: Context) -> None:
    await respond(
        update,
        context,
        progress.log_page,
        progress_texts.log_turned,
        roles=COMMANDS["records"],
        page=int(data_of(update)[2]),
    )


async def log(update: Update, context: Context) -> None:
    await respond(update, context, cards.whom_for_guide, guide.whom, roles=ROLES)


async def guided(update: Update, context: Context) -> None:
    _subject, recipient_id, act = data_of(update)
    query = update.callback_query
    assert query is not None
    message = query.message
    assert message is not None
    await respond(
        update,
        context,
        cards.guided,
        guide.step,
        roles=ROLES,
        recipient_id=int(recipient_id),
        act=act,
        chat_id=message.chat.id,
        message_id=message.message_id,
    )
