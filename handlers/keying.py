"""The entry list: under /records for a cadre, under /roster for a liaison."""

import asyncio

from telegram import InputFile, Update
from telegram.error import BadRequest, Forbidden, NetworkError
from telegram.ext import CallbackQueryHandler

from bot.domain.commands import COMMANDS, LIAISON
from bot.domain.people import Actor
from bot.files.keying import workbook
from bot.services import keying
from bot.services.cards import Stale
from bot.services.desk import Desk
from bot.services.keying import Book
from bot.texts import keying as texts
from bot.texts.language import language
from db.session import Session
from handlers.intake import Intake
from handlers.longwork import ask
from handlers.records import data_of
from handlers.reply import Context, NotAnsweredError, respond, runtime_of

BOTH = COMMANDS["records"] | LIAISON


def register(app: Intake) -> None:
    app.add_handler(CallbackQueryHandler(own, r"^key:own$"))
    app.add_handler(CallbackQueryHandler(office, r"^key:office$"))
    app.add_handler(CallbackQueryHandler(close, r"^key:(done|back):\d{1,18}$"))
    app.add_handler(CallbackQueryHandler(file, r"^key:file:\d{1,18}$"))


async def own(update: Update, context: Context) -> None:
    await respond(update, context, keying.ask, texts.listed, roles=COMMANDS["records"], own=True)


async def office(update: Update, context: Context) -> None:
    await ask(update, context, "keying", own=False)


async def close(update: Update, context: Context) -> None:
    _subject, verb, key = data_of(update)
    await respond(update, context, keying.close, texts.closed, roles=BOTH, key=int(key), entered=verb == "done")


async def file(update: Update, context: Context) -> None:
    """The file goes out after its tap is on record, once.

    Raises NotAnsweredError when Telegram could not be reached: the update comes again, the file with the next tap.
    """
    made: list[Book] = []

    def listed(session: Session, desk: Desk, actor: Actor, *, key: int) -> Book | Stale:
        found = keying.book(session, desk, actor, key=key)
        if isinstance(found, Book):
            made.append(found)
        return found

    await respond(update, context, listed, texts.preparing, roles=BOTH, key=int(data_of(update)[2]))
    chat = update.effective_chat
    assert chat is not None
    runtime = runtime_of(context.application)
    for found in made:
        content = await asyncio.to_thread(workbook, language(found.language), runtime.programme, found)
        try:
            await context.bot.send_document(chat.id, InputFile(content, texts.file_name(found.key)))
        except (Forbidden, BadRequest):
            return
        except NetworkError as problem:
            raise NotAnsweredError(type(problem).__name__) from problem
