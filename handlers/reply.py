"""The way of every update: one use case, one transaction, then the reply, then the update counts as answered."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application, CallbackContext

from bot.domain.commands import menu
from bot.domain.people import Actor
from bot.keyboards import inline
from bot.runtime import NotSavedError, Runtime, UnavailableError
from bot.services import updates
from bot.texts import common
from bot.texts.commands import described
from bot.texts.joining import phone_button
from bot.texts.language import Gettext, language
from bot.texts.message import Reply, Say
from handlers.access import refuse

log = logging.getLogger(__name__)
T = TypeVar("T")
Context = CallbackContext[Any, Any, Any, Any]
ANYBODY: frozenset[str] = frozenset()
TRIES = 3


class NotAnsweredError(Exception):
    """The reply did not go out for want of a network: the update must come again; nothing will be done twice."""


def runtime_of(app: "Application[Any, Any, Any, Any, Any, Any]") -> Runtime:
    runtime: Runtime = app.bot_data["runtime"]
    return runtime


async def respond(
    update: Update,
    context: Context,
    use_case: Callable[..., T],
    render: Callable[[Gettext, T], Reply],
    *,
    roles: frozenset[str] | None = ANYBODY,
    **words: Any,
) -> None:
    """Act on `update` once and say the answer. `roles`, `look` and `reads` as in Runtime.answer.

    Raises UnavailableError or NotAnsweredError when the update must be delivered again.
    """
    runtime = runtime_of(context.application)
    try:
        await _respond(update, context, runtime, use_case, render, roles, words)
    finally:
        await runtime.left(update.update_id)


async def _respond(
    update: Update,
    context: Context,
    runtime: Runtime,
    use_case: Callable[..., T],
    render: Callable[[Gettext, T], Reply],
    roles: frozenset[str] | None,
    words: dict[str, Any],
) -> None:
    user = update.effective_user
    assert user is not None

    def rendered(name: str, outcome: T) -> str:
        return render(language(name), outcome).to_json()

    def refused(name: str, actor: Actor | None) -> str:
        return refuse(language(name), actor).to_json()

    try:
        answer = await runtime.answer(update.update_id, user.id, use_case, rendered, refused, roles=roles, **words)
    except UnavailableError:
        raise
    except Exception as problem:  # a rollback, whatever caused it: nothing is saved and the person must know
        log.log(
            logging.WARNING if isinstance(problem, NotSavedError) else logging.ERROR,
            "update %s was rolled back",
            update.update_id,
            exc_info=True,
        )
        spoken = language(runtime.settings.default_language)
        await _send(context.bot, runtime, update, common.not_saved(spoken), spoken)
        return
    if answer.reply is None:
        await _answer_tap(context.bot, update, None)
        return
    await _finish(update, context, runtime, Reply.from_json(answer.reply), answer.actor)


async def _finish(update: Update, context: Context, runtime: Runtime, reply: Reply, actor: Actor | None) -> None:
    spoken = language(actor.language if actor else runtime.settings.default_language)
    blocked, sent_id = None, None
    try:
        sent_id = await _send(context.bot, runtime, update, reply, spoken)
    except Forbidden:
        blocked = actor.person_id if actor else None
    shown = await _show_menu(context.bot, update, actor, spoken) if not blocked else None
    await runtime.run(
        updates.answered,
        update.update_id,
        sent_id=sent_id,
        remember=reply.remember,
        blocked_by=blocked,
        menu=shown,
    )


async def _send(bot: Bot, runtime: Runtime, update: Update, reply: Reply, spoken: Gettext) -> int | None:
    """The id of the message that the reply is about. Raises Forbidden, NotAnsweredError."""
    chat = update.effective_chat
    assert chat is not None
    await _answer_tap(bot, update, reply)
    tapped = update.callback_query.message if update.callback_query else None
    shown = tapped.message_id if reply.replace and isinstance(tapped, Message) else None
    if shown is not None and not reply.says and await _in_use(runtime, update, shown):
        shown = None
    ids = await show(bot, runtime, chat.id, reply.says, spoken, shown)
    return ids[reply.about] if reply.about < len(ids) else None


async def _in_use(runtime: Runtime, update: Update, message_id: int) -> bool:
    """Whether the message has moved on and has buttons of now: a finger that tapped twice must not take them away."""
    user, chat, query = update.effective_user, update.effective_chat, update.callback_query
    assert user is not None
    assert chat is not None
    assert query is not None
    seen = query.message.reply_markup if isinstance(query.message, Message) else None
    if seen and all(button.callback_data != query.data for row in seen.inline_keyboard for button in row):
        return True
    return await runtime.look(updates.in_use, telegram_id=user.id, chat_id=chat.id, message_id=message_id)


async def show(
    bot: Bot, runtime: Runtime, chat_id: int, says: Sequence[Say], spoken: Gettext, instead_of: int | None = None
) -> list[int]:
    """Say it in a chat, the first in place of a message where there is one; the ids.

    Raises Forbidden, BadRequest, NotAnsweredError.
    """
    left = list(says)
    ids: list[int] = []
    if instead_of is not None and await _replace(bot, runtime, chat_id, instead_of, left[0] if left else None):
        ids.append(instead_of)
        del left[:1]
    for say in left:
        send = partial(bot.send_message, chat_id, say.text, ParseMode.HTML, reply_markup=markup(say, spoken))
        ids.append((await _insist(runtime, send)).message_id)
    return ids


async def _replace(bot: Bot, runtime: Runtime, chat_id: int, message_id: int, say: Say | None) -> bool:
    """Edit a message in place; False when Telegram no longer lets us and the text must be sent anew."""
    try:
        if say is None:
            await _insist(runtime, lambda: bot.edit_message_reply_markup(chat_id, message_id))
        else:
            await _insist(
                runtime,
                lambda: bot.edit_message_text(
                    say.text, chat_id, message_id, parse_mode=ParseMode.HTML, reply_markup=inline(say)
                ),
            )
    except BadRequest as problem:
        return say is None or "not modified" in str(problem)
    return True


async def _insist(runtime: Runtime, call: Callable[[], Any]) -> Any:
    """Wait out Telegram's limits. Raises NotAnsweredError when the network fails, Forbidden and BadRequest."""
    for _attempt in range(TRIES):
        try:
            return await call()
        except RetryAfter as problem:
            await runtime.pause(seconds(problem))
        except BadRequest:
            raise
        except NetworkError as problem:
            raise NotAnsweredError(type(problem).__name__) from problem
    raise NotAnsweredError("RetryAfter")


def seconds(problem: RetryAfter) -> float:
    after = problem.retry_after
    return float(after) if isinstance(after, int | float) else after.total_seconds()


async def _answer_tap(bot: Bot, update: Update, reply: Reply | None) -> None:
    """Every tap is answered, or the button would spin; a tap too old for Telegram needs no answer any more."""
    if update.callback_query is None:
        return
    try:
        await bot.answer_callback_query(
            update.callback_query.id, text=reply.toast if reply else None, show_alert=bool(reply and reply.alert)
        )
    except TelegramError as problem:
        log.info("a tap could not be answered: %s", problem)


async def _show_menu(bot: Bot, update: Update, actor: Actor | None, spoken: Gettext) -> tuple[int, str] | None:
    """Set the chat's commands when roles or language changed; returns what to remember."""
    if actor is None or update.effective_chat is None:
        return None
    names = menu(actor)
    shown = f"{actor.language} {hashlib.sha256(' '.join(names).encode()).hexdigest()[:32]}"
    if shown == actor.menu:
        return None
    commands = [BotCommand(name, described(spoken, name)) for name in names]
    try:
        await bot.set_my_commands(commands, scope=BotCommandScopeChat(update.effective_chat.id))
    except TelegramError as problem:
        log.warning("the menu could not be set: %s", problem)
        return None
    return actor.person_id, shown


def markup(say: Say, spoken: Gettext) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    if say.keyboard == "phone":
        button = KeyboardButton(phone_button(spoken), request_contact=True)
        return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)
    if say.keyboard == "remove":
        return ReplyKeyboardRemove()
    return inline(say)
