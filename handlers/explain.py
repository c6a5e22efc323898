"""/explain: what stands behind a figure."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.texts import explain as texts
from handlers.intake import Intake
from handlers.longwork import ask
from handlers.records import PRIVATE, data_of
from handlers.reply import Context, runtime_of


def register(app: Intake) -> None:
    app.add_handler(CommandHandler("explain", asked, PRIVATE & filters.UpdateType.MESSAGE))
    app.add_handler(CallbackQueryHandler(page, r"^explain:page:\d{1,9}:\w{1,12}:\w{1,20}:\d{1,9}$"))


async def asked(update: Update, context: Context) -> None:
    await ask(update, context, "explain", words=" ".join(context.args or ()))


async def page(update: Update, context: Context) -> None:
    """A figure chosen, or a page turned, in the same message."""
    _subject, _verb, number, column, group, offset = data_of(update)
    programme = runtime_of(context.application).programme
    await ask(
        update,
        context,
        "explain",
        lambda _, answer: texts.explain(_, programme, answer, replace=True),
        replace=True,
        number=int(number),
        column=column,
        group=group,
        offset=int(offset),
    )
