"""What people say: Telegram updates in, replies out. `register` is the order in which handlers look at an update."""

from handlers import (
    alerts,
    changes,
    deputies,
    gaps,
    holidays,
    joining,
    keying,
    leave,
    media,
    needs,
    notices,
    plan,
    progress,
    records,
    settings,
    spotchecks,
)
from handlers.intake import Intake


def register(app: Intake) -> None:
    """Commands and buttons by subject; then what is not words; free text last of all."""
    joining.register(app)
    progress.register(app)
    records.register(app)
    settings.register(app)
    changes.register(app)
    gaps.register(app)
    leave.register(app)
    deputies.register(app)
    notices.register(app)
    holidays.register(app)
    plan.register(app)
    alerts.register(app)
    keying.register(app)
    needs.register(app)
    spotchecks.register(app)
    media.register(app)
    records.register_free_text(app)
