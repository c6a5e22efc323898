"""How the outcome of each form of long work is said, and how it reaches who asked."""

import asyncio
from collections.abc import Callable
from typing import Any

from telegram import Bot, InputFile

from bot.domain.programme import Programme
from bot.files.pictures import caption, picture
from bot.files.reports import workbook
from bot.runtime import Runtime
from bot.services.longwork import IN_PLACE, Task
from bot.services.reports import Shown
from bot.texts import broadcasts, entry_list, explain, gaps, keying, nudges, reports, roster_month, spotchecks, units
from bot.texts import longwork as texts
from bot.texts.language import Gettext
from bot.texts.message import Reply
from bot.texts.notices import admin, ledgers
from handlers.reply import show

Said = Callable[[Gettext, Programme, Any], Reply]


def _plainly(render: Callable[[Gettext, Any], Reply]) -> Said:
    return lambda _, _programme, outcome: render(_, outcome)


SAID: dict[str, Said] = {
    "text": reports.report,
    "xlsx": _plainly(texts.file),
    "png": _plainly(texts.file),
    "unit": _plainly(units.walk),
    "behind": _plainly(units.behind),
    "nudge": _plainly(nudges.listing),
    "gaps_of": _plainly(units.gaps),
    "gaps": _plainly(gaps.listed),
    "explain": explain.explain,
    "spot": _plainly(spotchecks.started),
    "keying": _plainly(keying.listed),
    "roster": _plainly(roster_month.shown),
    "entry": _plainly(entry_list.shown),
    "reach": _plainly(ledgers.reach),
    "broadcast": _plainly(broadcasts.closed),
    "plan": _plainly(admin.outlook),
}


async def deliver(bot: Bot, runtime: Runtime, task: Task, spoken: Gettext, outcome: Any) -> None:
    """To who asked: a file, messages of their own, or in place of the message that told how far it was.

    Raises Forbidden, BadRequest, NotAnsweredError.
    """
    if task.form in ("xlsx", "png") and isinstance(outcome, Shown):
        await send_file(bot, runtime, task.chat_id, task.form, spoken, outcome)
        return
    reply = SAID[task.form](spoken, runtime.programme, outcome)
    place = task.message_id if task.form in IN_PLACE else None
    await show(bot, runtime, task.chat_id, reply.says, spoken, place)


async def send_file(bot: Bot, runtime: Runtime, chat_id: int, form: str, spoken: Gettext, shown: Shown) -> None:
    """A report as a workbook or a picture, drawn on a thread."""
    made = shown.report
    if form == "xlsx":
        content = await asyncio.to_thread(workbook, spoken, runtime.programme, made)
        await bot.send_document(chat_id, InputFile(content, reports.file_name(made, "xlsx")))
    else:
        content = await asyncio.to_thread(picture, spoken, runtime.programme, made)
        await bot.send_photo(chat_id, content, caption=caption(spoken, made))
