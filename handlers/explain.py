"""/explain: what stands behind a figure."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.domain.commands import COMMANDS
from bot.services import explain
from bot.texts import explain as texts
from handlers.intake import Intake
from handlers.records import PRIVATE, data_of
from handlers.reply import Context, respond, runtime_of


def register(app: Intake) -> None:
    app.add_handler(CommandHandler("explain", asked, PRIVATE & filters.UpdateType.MESSAGE))
    app.add_handler(CallbackQueryHandler(page, r"^explain:page:\d{1,9}:\w{1,12}:\w{1,20}:\d{1,9}$"))


async def asked(update: Update, context: Context) -> None:
    programme = runtime_of(context.application).programme
    await respond(
        update,
        context,
        explain.asked,
        lambda _, answer: texts.explain(_, programme, answer),
        roles=COMMANDS["explain"],
        words=" ".join(context.args or ()),
    )


async def page(update: Update, context: Context) -> None:
    """A figure chosen, or a page turned, in the same message."""
    _subject, _verb, number, column, group, offset = data_of(update)
    programme = runtime_of(context.application).programme
    await respond(
        update,
        context,
        explain.explain,
        lambda _, answer: texts.explain(_, programme, answer, replace=True),
        roles=COMMANDS["explain"],
        number=int(number),
        column=column,
        group=group,
        offset=int(offset),
    )
