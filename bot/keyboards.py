"""The buttons below a message, as Telegram wants them: for answers and for reminders alike."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.texts.message import Say


def inline(say: Say) -> InlineKeyboardMarkup | None:
    if not say.rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in say.rows]
    )
