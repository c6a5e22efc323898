"""What people say: Telegram updates in, replies out. `register` is the order in which handlers look at an update."""

from handlers import (
    alerts,
    broadcasts,
    changes,
    deputies,
    explain,
    gaps,
    grants,
    holidays,
    joining,
    keying,
    leave,
    longwork,
    media,
    needs,
    notices,
    nudges,
    pairings,
    plan,
    progress,
    records,
    reports,
    roster,
    settings,
    spotchecks,
    status,
    trail,
    units,
)
from handlers.intake import Intake

BY_SUBJECT = (
    joining,
    progress,
    records,
    settings,
    changes,
    gaps,
    leave,
    deputies,
    notices,
    alerts,
    keying,
    needs,
    reports,
    longwork,
    nudges,
    explain,
    units,
    spotchecks,
    roster,
    grants,
    pairings,
    broadcasts,
    holidays,
    plan,
    trail,
    status,
)


def register(app: Intake) -> None:
    """Commands and buttons by subject; then what is not words; free text last of all."""
    for subject in BY_SUBJECT:
        subject.register(app)
    media.register(app)
    records.register_free_text(app)
