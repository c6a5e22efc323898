"""`python -m bot COMMAND`."""

from bot.cli import app

if __name__ == "__main__":
    app()
