"""What every use case is given beside its session: the moment, the programme, and how people are named."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.people import shown
from bot.domain.programme import Programme


@dataclass(frozen=True)
class Desk:
    """`now` is aware; `identity` is IDENTITY_IN_CHAT: code, masked or full."""

    now: datetime
    zone: ZoneInfo
    programme: Programme
    identity: str = "masked"
    language: str = "zh_CN"

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def shown(self, code: str, name: str) -> str:
        return shown(code, name, self.identity)
