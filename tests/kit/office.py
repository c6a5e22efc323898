"""A county with people who act: use cases called as the bot calls them, each in its own transaction."""

from collections.abc import Callable
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.clock import MovableClock
from bot.domain.people import Actor
from bot.services import joining, roster, updates
from bot.services.desk import Desk
from db.models import Audit, Person
from db.session import Sessions
from tests.kit.workbooks import PROGRAMME, workbook

T = TypeVar("T")
ADMIN, LIAISON, SUPERVISOR, CADRE, STRANGER = 900, 901, 903, 902, 999  # Telegram accounts


class Office:
    def __init__(self, sessions: Sessions, clock: MovableClock) -> None:
        self.sessions, self.clock = sessions, clock

    def desk(self) -> Desk:
        return Desk(self.clock(), ZoneInfo("Asia/Shanghai"), PROGRAMME)

    def do(self, use_case: Callable[..., T], *actor: Actor | None, **words: Any) -> T:
        with self.sessions.write() as session:
            return use_case(session, self.desk(), *actor, **words)

    def all(self, statement: Any) -> list[Any]:
        with self.sessions.read() as session:
            return [tuple(row) for row in session.execute(statement)]

    def imports(self, *, allow_removals: bool = True, **replaced: Any) -> roster.Diff:
        return self.do(
            roster.bring_in, workbook=workbook(**replaced), file_name="a.xlsx", allow_removals=allow_removals
        )

    def redeems(self, code: str, telegram_id: int) -> joining.Welcome:
        return self.do(joining.redeem, None, telegram_id=telegram_id, code=code, shown_name="Zhao Admin")

    def joins(self, number: str | None, telegram_id: int) -> Actor:
        """By a code from the command line; None: as admin of everything."""
        invited = self.do(joining.invite_from_command_line, number=number)
        assert isinstance(invited, joining.Invited)
        assert isinstance(self.redeems(invited.code, telegram_id), joining.Joined)
        return self.actor(telegram_id)

    def actor(self, telegram_id: int) -> Actor:
        found = self.do(updates.actor_of, telegram_id=telegram_id)
        assert found is not None
        return found

    def trail(self) -> list[tuple[str, str | None]]:
        return self.all(select(Audit.action, Audit.subject).order_by(Audit.id))

    def id_of(self, number: str) -> int:
        [(found,)] = self.all(select(Person.id).where(Person.number == number))
        return int(found)
