"""Every sentence the bot says: one typed function each, by subject; Chinese is the source language."""
