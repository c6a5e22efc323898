"""Reports in tests: the desk of a moment, and a report made in one transaction."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot import programmes
from bot.domain.calendar import Period
from bot.domain.people import Actor, Scope
from bot.domain.reports import Report
from bot.services import reports
from bot.services.desk import Desk
from db import units_read
from db.models import Person, Unit
from db.session import Sessions

PROGRAMME = programmes.load()
PUBLISHED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "fixtures" / "published.yaml").read_text(encoding="utf-8")
)
OCTOBER = Period.month(2026, 10)
NOVEMBER_2 = "2026-11-02T01:00"  # nine in the morning in Shanghai, the first working day after October


def desk(moment: str = NOVEMBER_2, **more: Any) -> Desk:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    more.setdefault("programme", PROGRAMME)
    return Desk(now=at, zone=ZoneInfo("Asia/Shanghai"), **more)


def made(database: Sessions, unit: Unit, period: Period = OCTOBER, moment: str = NOVEMBER_2, **more: Any) -> Report:
    with database.write() as session:
        found = units_read.get(session, unit.id)
        assert found is not None
        return reports.make(session, desk(moment, **more), found, period)


def actor(person: Person, role: str, unit: Unit | None) -> Actor:
    return Actor(person.id, person.unit_id, "zh_CN", (Scope(role, unit.id if unit else None),))


def chinese(sentence: str) -> str:
    """The source language needs no catalogue."""
    return sentence
