"""/report with its workbook, its picture and the gaps of its unit; /behind."""

import asyncio

from telegram import InputFile, Update
from telegram.error import BadRequest, Forbidden, NetworkError
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.domain.calendar import Period
from bot.domain.commands import COMMANDS
from bot.files.pictures import caption, picture
from bot.files.reports import workbook
from bot.services import longwork, units
from bot.texts import longwork as work_texts
from bot.texts import reports as texts
from bot.texts import units as unit_texts
from bot.texts.language import language
from handlers.intake import Intake
from handlers.longwork import worker_of
from handlers.records import PRIVATE, data_of
from handlers.reply import Context, NotAnsweredError, respond, runtime_of


def register(app: Intake) -> None:
    mine = PRIVATE & filters.UpdateType.MESSAGE
    app.add_handler(CommandHandler("report", report, mine))
    app.add_handler(CommandHandler("behind", behind, mine))
    app.add_handler(CallbackQueryHandler(show, r"^report:show:\d{1,18}$"))
    app.add_handler(CallbackQueryHandler(page, r"^report:(behind|gaps)(_at)?:\d{1,18}:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(file, r"^report:(xlsx|png):\d{1,18}:[\dQ-]{4,7}$"))


def words_of(arguments: list[str] | None) -> tuple[str | None, str | None]:
    """(unit, period) in either order: `恭门镇 2026-10`; the period is the word that is one."""
    unit: list[str] = []
    period = None
    for word in arguments or ():
        if word[:1].isdigit() and _is_period(word) and period is None:
            period = word
        else:
            unit.append(word)
    return " ".join(unit) or None, period


def _is_period(word: str) -> bool:
    try:
        Period.parse(word)
    except ValueError:
        return False
    return True


async def report(update: Update, context: Context) -> None:
    unit, period = words_of(context.args)
    await _report(update, context, unit=unit, period=period)


async def show(update: Update, context: Context) -> None:
    await _report(update, context, unit_id=int(data_of(update)[2]))


async def _report(update: Update, context: Context, **words: str | int | None) -> None:
    """At once, or a message that tells how far it is; the report then comes by itself."""
    programme = runtime_of(context.application).programme
    assert update.effective_chat is not None
    await respond(
        update,
        context,
        longwork.report,
        lambda _, answer: work_texts.report(_, programme, answer),
        roles=COMMANDS["report"],
        chat_id=update.effective_chat.id,
        **words,
    )
    worker_of(context).wake()


async def behind(update: Update, context: Context) -> None:
    word = " ".join(context.args or ()) or None
    await respond(update, context, units.behind, unit_texts.behind, roles=COMMANDS["behind"], reads=True, word=word)


async def page(update: Update, context: Context) -> None:
    """A list below a report is a message of its own; turning its pages (`_at`) stays in that message."""
    _subject, verb, unit_id, offset = data_of(update)
    name = verb.removesuffix("_at")
    unit, start = int(unit_id), int(offset)
    turned = verb != name
    if name == "behind":
        await respond(
            update,
            context,
            units.behind,
            lambda _, answer: unit_texts.behind(_, answer, replace=turned),
            roles=COMMANDS["behind"],
            reads=True,
            unit_id=unit,
            offset=start,
        )
    else:
        await respond(
            update,
            context,
            units.gaps,
            lambda _, answer: unit_texts.gaps(_, answer, replace=turned),
            roles=COMMANDS["gaps"],
            reads=True,
            unit_id=unit,
            offset=start,
        )


async def file(update: Update, context: Context) -> None:
    """The tap is answered at once, the file drawn on a thread and sent after; that of a wide scope comes by itself.

    Raises NotAnsweredError when it did not go out: the update comes again, and the file, not the answer, is repeated.
    """
    _subject, form, unit_id, period = data_of(update)
    unit = int(unit_id)
    runtime = runtime_of(context.application)
    user, chat = update.effective_user, update.effective_chat
    assert user is not None
    assert chat is not None
    await respond(
        update,
        context,
        longwork.file,
        work_texts.file,
        roles=COMMANDS["report"],
        chat_id=chat.id,
        form=form,
        unit_id=unit,
        period=period,
    )
    worker_of(context).wake()
    found = await runtime.run(longwork.to_draw, telegram_id=user.id, unit_id=unit, period=period)
    if found is None:
        return
    shown, spoken = found
    _, made = language(spoken), shown.report
    try:
        if form == "xlsx":
            content = await asyncio.to_thread(workbook, _, runtime.programme, made)
            await context.bot.send_document(chat.id, InputFile(content, texts.file_name(made, form)))
        else:
            content = await asyncio.to_thread(picture, _, runtime.programme, made)
            await context.bot.send_photo(chat.id, content, caption=caption(_, made))
    except (Forbidden, BadRequest):
        return
    except NetworkError as problem:
        raise NotAnsweredError(type(problem).__name__) from problem
