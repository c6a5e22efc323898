"""The roster month: /roster, /change, the taps on their questions and lists."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.domain.commands import COMMANDS, SUPERVISOR
from bot.services import change_desk, changes, entry_list
from bot.texts import changes as texts
from bot.texts import entry_list as list_texts
from handlers.intake import Intake
from handlers.longwork import ask
from handlers.records import PRIVATE, data_of
from handlers.reply import Context, respond

MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"
KEY = r"\d{1,18}"


def register(app: Intake) -> None:
    """Before `notices`, whose 有变化 and 已全部录入 lead here."""
    mine = PRIVATE & filters.UpdateType.MESSAGE
    app.add_handler(CommandHandler("change", start, mine))
    app.add_handler(CommandHandler("roster", month, mine))
    app.add_handler(CallbackQueryHandler(changed, rf"^roster:changed:{MONTH}$"))
    app.add_handler(CallbackQueryHandler(entered, rf"^roster:entered:{MONTH}$"))
    app.add_handler(CallbackQueryHandler(answer, rf"^change:{KEY}:(?:whom|kind|reason|day|duties|none):[\w-]{{1,32}}$"))
    app.add_handler(CallbackQueryHandler(show, rf"^change:show:{KEY}$"))
    app.add_handler(CallbackQueryHandler(withdraw, rf"^change:withdraw:{KEY}$"))
    app.add_handler(CallbackQueryHandler(approve, rf"^change:approve:{KEY}$"))
    app.add_handler(CallbackQueryHandler(give_back, rf"^change:return:{KEY}$"))
    app.add_handler(CallbackQueryHandler(listed, rf"^entry:list:{MONTH}$"))
    app.add_handler(CallbackQueryHandler(done, rf"^entry:done:{MONTH}:\d{{1,6}}-\d{{1,24}}$"))


async def start(update: Update, context: Context) -> None:
    await respond(update, context, changes.start, texts.asked, roles=COMMANDS["change"])


async def month(update: Update, context: Context) -> None:
    await ask(update, context, "roster")


async def changed(update: Update, context: Context) -> None:
    """The reminder stays as it is until the change is filed."""
    said = data_of(update)[2]
    await respond(update, context, changes.start, texts.asked, roles=COMMANDS["change"], month=said)


async def answer(update: Update, context: Context) -> None:
    _subject, key, step, value = data_of(update)
    await respond(update, context, changes.answer, texts.tapped, key=int(key), step=step, value=value)


async def show(update: Update, context: Context) -> None:
    await respond(update, context, change_desk.show, texts.card, change_id=_id(update))


async def withdraw(update: Update, context: Context) -> None:
    await respond(update, context, changes.withdraw, texts.withdrawn, change_id=_id(update))


async def approve(update: Update, context: Context) -> None:
    await respond(update, context, change_desk.approve, texts.approved, roles=SUPERVISOR, change_id=_id(update))


async def give_back(update: Update, context: Context) -> None:
    await respond(update, context, change_desk.give_back, texts.decided, roles=SUPERVISOR, change_id=_id(update))


async def entered(update: Update, context: Context) -> None:
    """已全部录入 below a reminder: at once when nothing is to be keyed in, else the list comes first."""
    await respond(update, context, entry_list.begin, list_texts.shown, roles=SUPERVISOR, month=data_of(update)[2])


async def listed(update: Update, context: Context) -> None:
    await ask(update, context, "entry", month=data_of(update)[2])


async def done(update: Update, context: Context) -> None:
    _subject, _verb, said, mark = data_of(update)
    await respond(update, context, entry_list.enter, list_texts.shown, roles=SUPERVISOR, month=said, mark=mark)


def _id(update: Update) -> int:
    return int(data_of(update)[2])
