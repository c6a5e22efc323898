"""What notices have to say that an act brought about: alerts, differences of a spot check, promises, nudges."""

from datetime import date

from bot.services import alert_duty, alerts, nudges, plans, spotcalls
from bot.services.desk import Desk
from bot.services.reminders import Asked, Finders, Found
from db.session import Session

KINDS = frozenset({alerts.KIND, alerts.FOLLOW_UP, plans.KIND, spotcalls.FOLLOW_UP, nudges.KIND})


def finders(session: Session, desk: Desk) -> Finders:
    """By kind, for the judge of notices."""

    def alert(asked: Asked, _today: date) -> Found:
        return alert_duty.found(session, desk, asked.subject_id, asked.period)

    def plan(asked: Asked, _today: date) -> Found:
        return plans.found(session, desk, asked.person_id, asked.period, asked.subject_id)

    def differs(asked: Asked, _today: date) -> Found:
        return spotcalls.found(session, desk, asked.subject_id)

    def nudge(asked: Asked, _today: date) -> Found:
        return nudges.found(session, desk, asked.person_id)

    return {
        alerts.KIND: alert,
        alerts.FOLLOW_UP: alert,
        plans.KIND: plan,
        spotcalls.FOLLOW_UP: differs,
        nudges.KIND: nudge,
    }
