"""The roster by chat: /import, an .xlsx sent by who may, 应用 and 取消, /undo_import."""

import asyncio

from telegram import Update
from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.domain.commands import COMMANDS
from bot.domain.roster import Problem, Roster, Workbook
from bot.files import roster as workbooks
from bot.files.workbook import CHAT
from bot.runtime import Runtime
from bot.services import roster, updates
from bot.services.desk import Desk
from bot.texts import common
from bot.texts import roster as texts
from db.session import Session
from handlers.intake import Intake
from handlers.records import PRIVATE, common_outcome, data_of, heard
from handlers.reply import Context, NotAnsweredError, respond, runtime_of

ROLES = COMMANDS["import"]


def register(app: Intake) -> None:
    """Before `media`, which answers every other document."""
    mine = PRIVATE & filters.UpdateType.MESSAGE
    app.add_handler(CommandHandler("import", import_, mine))
    app.add_handler(CommandHandler("undo_import", undo, mine))
    app.add_handler(MessageHandler(mine & filters.Document.FileExtension("xlsx"), document))
    app.add_handler(CallbackQueryHandler(apply, r"^roster:apply:\d{1,18}$"))
    app.add_handler(CallbackQueryHandler(drop, r"^roster:drop:\d{1,18}$"))


async def import_(update: Update, context: Context) -> None:
    """Alone it says to send the file; with a number it shows a waiting import; with a second one it confirms it."""
    numbers = [int(word) for word in context.args or () if word.isascii() and word.isdigit() and len(word) < 19]
    match numbers:
        case [import_id]:
            await respond(update, context, roster.show, texts.typed, roles=ROLES, import_id=import_id)
        case [import_id, typed]:
            await respond(update, context, roster.confirm, texts.typed, roles=ROLES, import_id=import_id, typed=typed)
        case _:
            await respond(update, context, common_outcome, lambda _, _none: texts.send_file(_), roles=ROLES)


async def undo(update: Update, context: Context) -> None:
    words = context.args or []
    if len(words) != 1 or not (words[0].isascii() and words[0].isdigit() and len(words[0]) < 19):
        await respond(
            update, context, common_outcome, lambda _, _none: texts.how_to_undo(_), roles=COMMANDS["undo_import"]
        )
        return
    await respond(update, context, roster.undo, texts.undone, roles=COMMANDS["undo_import"], import_id=int(words[0]))


async def document(update: Update, context: Context) -> None:
    """Fetched and read only for those who may import; for others it is a document like any."""
    user, message = update.effective_user, update.effective_message
    assert user is not None
    assert message is not None
    assert message.document is not None
    runtime = runtime_of(context.application)
    if not await runtime.run(_may_import, user.id):
        if message.caption:
            await heard(update, context)
            return
        await respond(update, context, common_outcome, common.document)
        return
    workbook = await _read(update, runtime)
    name = message.document.file_name or ""
    await respond(update, context, roster.propose, texts.proposal, roles=ROLES, workbook=workbook, file_name=name[:120])


def _may_import(session: Session, desk: Desk, telegram_id: int) -> bool:
    actor = updates.actor_of(session, desk, telegram_id)
    return actor is not None and bool(ROLES & actor.roles)


async def _read(update: Update, runtime: Runtime) -> Workbook:
    """Raises NotAnsweredError when the file could not be fetched for want of a network."""
    message = update.effective_message
    assert message is not None
    assert message.document is not None
    if (message.document.file_size or 0) > CHAT.packed:
        return Workbook(Roster(), (Problem("", 0, "", "too_big", str(CHAT.packed >> 20)),))
    try:
        file = await message.document.get_file()
        content = bytes(await file.download_as_bytearray())
    except BadRequest:
        return Workbook(Roster(), (Problem("", 0, "", "too_big", str(CHAT.packed >> 20)),))
    except (NetworkError, RetryAfter) as problem:
        raise NotAnsweredError(type(problem).__name__) from problem
    return await asyncio.to_thread(workbooks.read, content, runtime.programme, runtime.desk().today, CHAT)


async def apply(update: Update, context: Context) -> None:
    import_id = int(data_of(update)[2])
    await respond(update, context, roster.confirm, texts.confirmed, roles=ROLES, import_id=import_id)


async def drop(update: Update, context: Context) -> None:
    import_id = int(data_of(update)[2])
    await respond(update, context, roster.drop, texts.dropped, roles=ROLES, import_id=import_id)
