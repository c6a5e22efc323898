"""A Bot API server in memory: what Telegram keeps, does and refuses, as far as this bot needs it."""

from bot.sandbox.api.botapi import BotApi
from bot.sandbox.api.model import Act, Refused, Upload

__all__ = ["Act", "BotApi", "Refused", "Upload"]
