"""Questions about scopes that may be wide: answered at once, or by a message that says so and a job; 取消."""

from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.services import longwork
from bot.services.asides import FORMS
from bot.services.longwork import Begun
from bot.texts import longwork as texts
from bot.texts.language import Gettext
from bot.texts.message import Reply
from handlers.asides import SAID
from handlers.intake import Intake
from handlers.records import data_of
from handlers.reply import Context, respond, runtime_of
from handlers.worker import Worker


def register(app: Intake) -> None:
    app.add_handler(CallbackQueryHandler(stop, r"^work:stop:\d{1,18}$"))


async def ask(
    update: Update,
    context: Context,
    form: str,
    render: Callable[[Gettext, Any], Reply] | None = None,
    *,
    replace: bool = False,
    **words: Any,
) -> None:
    """Answer what a form of bot.services.asides asks in `words`.

    `render` says what a small scope comes to, by default as it is said of a wide one. `replace`: a tap that walks on in
    its message, in which a wide scope then tells how far it is.
    """
    programme = runtime_of(context.application).programme
    chat = update.effective_chat
    assert chat is not None

    def said(_: Gettext, outcome: Any) -> Reply:
        if isinstance(outcome, Begun):
            return texts.begun(_, outcome, replace=replace)
        return render(_, outcome) if render else SAID[form](_, programme, outcome)

    await respond(
        update,
        context,
        longwork.answer,
        said,
        roles=FORMS[form].roles,
        look=longwork.look,
        form=form,
        words=words,
        chat_id=chat.id,
    )
    worker_of(context).wake()


async def stop(update: Update, context: Context) -> None:
    job_id = int(data_of(update)[2])
    worker_of(context).mute(job_id)
    await respond(update, context, longwork.stop, texts.stopped, job_id=job_id)
    worker_of(context).look_again(job_id)


def worker_of(context: Context) -> Worker:
    worker: Worker = context.application.bot_data["worker"]
    return worker
