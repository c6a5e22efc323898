"""A local Telegram Bot API server, the bot and a chat page, for newcomers and for the tests."""
