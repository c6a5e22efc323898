"""What is not words: voice, stickers, documents, groups, blocks, unknown commands, forged taps."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import ChatMember, Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, MessageHandler, filters

from bot.services import meant, updates
from bot.texts import common
from bot.texts.language import Gettext
from bot.texts.message import Reply
from handlers.intake import Intake
from handlers.records import PRIVATE, common_outcome
from handlers.reply import Context, respond, runtime_of

Text = Callable[[Gettext, None], Reply]
VOICE = filters.VOICE | filters.AUDIO
VIDEO = filters.VIDEO_NOTE | filters.VIDEO
STICKER = filters.Sticker.ALL | filters.ANIMATION


def register(app: Intake) -> None:
    """After all commands and subjects, before nothing but the free text."""
    new = PRIVATE & filters.UpdateType.MESSAGE
    wordless = new & ~filters.CAPTION  # a caption is a sentence like any
    app.add_handler(MessageHandler(wordless & VOICE, _saying(common.voice)))
    app.add_handler(MessageHandler(wordless & VIDEO, _saying(common.video)))
    app.add_handler(MessageHandler(wordless & STICKER, _saying(common.sticker)))
    app.add_handler(MessageHandler(wordless & filters.Document.ALL, _saying(common.document)))
    app.add_handler(MessageHandler(new & filters.COMMAND, unknown))
    app.add_handler(MessageHandler(wordless & ~filters.TEXT & ~filters.PHOTO, _saying(common.other_kind)))
    app.add_handler(MessageHandler(filters.ChatType.GROUPS & filters.UpdateType.MESSAGE & filters.COMMAND, in_group))
    app.add_handler(ChatMemberHandler(membership, ChatMemberHandler.MY_CHAT_MEMBER))
    app.add_handler(CallbackQueryHandler(forged))


def _saying(text: Text) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    async def answer(update: Update, context: Context) -> None:
        await respond(update, context, common_outcome, text)

    return answer


async def unknown(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    typed = (message.text or "/").split()[0].lstrip("/").partition("@")[0]
    await respond(update, context, meant.command, common.unknown_command, typed=typed)


async def in_group(update: Update, context: Context) -> None:
    """No personal data in groups: whoever it is hears only where to go."""
    await respond(update, context, common_outcome, common.private_only, roles=None)


async def forged(update: Update, context: Context) -> None:
    """A button that no part of the bot made, or that an older version made: as with any old button."""
    await respond(update, context, common_outcome, common.old_tap)


async def membership(update: Update, context: Context) -> None:
    """Blocked or unblocked by a person; in a group there is nothing to remember."""
    change = update.my_chat_member
    if change is None or change.chat.type != ChatType.PRIVATE:
        return
    gone = change.new_chat_member.status in {ChatMember.BANNED, ChatMember.LEFT}
    await runtime_of(context.application).run(updates.blocked, change.from_user.id, gone=gone)
