"""/report with its workbook, its picture and the gaps of its unit; /behind."""

import re

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.domain.calendar import Period
from bot.services import longwork
from bot.texts import units as unit_texts
from bot.texts.language import language
from handlers.asides import send_file
from handlers.intake import Intake
from handlers.longwork import ask
from handlers.records import PRIVATE, data_of
from handlers.reply import Context, NotAnsweredError, runtime_of

LIKE_A_PERIOD = re.compile(r"(?:19|20)\d\d-\w{1,3}")  # 2026-13, 2026-9: no unit has such a code


def register(app: Intake) -> None:
    mine = PRIVATE & filters.UpdateType.MESSAGE
    app.add_handler(CommandHandler("report", report, mine))
    app.add_handler(CommandHandler("behind", behind, mine))
    app.add_handler(CallbackQueryHandler(show, r"^report:show:\d{1,18}$"))
    app.add_handler(CallbackQueryHandler(page, r"^report:(behind|gaps)(_at)?:\d{1,18}:\d{1,9}$"))
    app.add_handler(CallbackQueryHandler(file, r"^report:(xlsx|png):\d{1,18}:[\dQ-]{4,7}$"))


def words_of(arguments: list[str] | None) -> tuple[str | None, str | None]:
    """(unit, period) in either order: `恭门镇 2026-10`; the period is the word that is one, or is meant to be one."""
    unit: list[str] = []
    period = None
    for word in arguments or ():
        if period is None and ((word[:1].isdigit() and _is_period(word)) or LIKE_A_PERIOD.fullmatch(word)):
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
    """At once, or a message that tells how far it is; the report then comes by itself."""
    unit, period = words_of(context.args)
    await ask(update, context, "text", unit=unit, period=period)


async def show(update: Update, context: Context) -> None:
    await ask(update, context, "text", unit_id=int(data_of(update)[2]))


async def behind(update: Update, context: Context) -> None:
    await ask(update, context, "behind", word=" ".join(context.args or ()) or None)


async def page(update: Update, context: Context) -> None:
    """A list below a report is a message of its own; turning its pages (`_at`) stays in that message."""
    _subject, verb, unit_id, offset = data_of(update)
    name = verb.removesuffix("_at")
    turned = verb != name
    form, render = ("behind", unit_texts.behind) if name == "behind" else ("gaps_of", unit_texts.gaps)
    await ask(
        update,
        context,
        form,
        lambda _, answer: render(_, answer, replace=turned),
        replace=turned,
        unit_id=int(unit_id),
        offset=int(offset),
    )


async def file(update: Update, context: Context) -> None:
    """The tap is answered at once, the file drawn on a thread and sent after; that of a wide scope comes by itself.

    Raises NotAnsweredError when it did not go out: the update comes again, and the file, not the answer, is repeated.
    """
    _subject, form, unit_id, period = data_of(update)
    runtime = runtime_of(context.application)
    user, chat = update.effective_user, update.effective_chat
    assert user is not None
    assert chat is not None
    await ask(update, context, form, unit_id=int(unit_id), period=period)
    found = await runtime.look(longwork.small_file, telegram_id=user.id, form=form, unit_id=int(unit_id), period=period)
    if found is None:
        return
    shown = await runtime.run(longwork.keep_file, found=found)
    try:
        await send_file(context.bot, runtime, chat.id, form, language(found.language), shown)
    except (Forbidden, BadRequest):
        return
    except NetworkError as problem:
        raise NotAnsweredError(type(problem).__name__) from problem
