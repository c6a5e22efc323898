"""News as it stands at the moment of sending: each kind by the subject that knows it."""

from collections.abc import Callable, Sequence

from bot.services import change_desk, deputies, followups, gaps, leave, pairings
from bot.services.change_desk import ChangeCard
from bot.services.deputies import DeputyNamed
from bot.services.desk import Desk
from bot.services.followups import WhyAnswer, WhyLetter
from bot.services.gaps import GapList, NewPairing
from bot.services.leave import LeaveCard
from bot.services.pairings import Ended
from db.session import Session

News = ChangeCard | LeaveCard | GapList | NewPairing | Ended | DeputyNamed | WhyLetter | WhyAnswer

KINDS: dict[str, Callable[[Session, Desk, int, int], News | None]] = {
    "change.filed": change_desk.news_filed,
    "change.decided": change_desk.news_decided,
    "leave.asked": leave.news_asked,
    "leave.decided": leave.news_decided,
    "pairing.new": gaps.news_pairing,
    "pairing.ended": pairings.news_ended,
    "deputy.named": deputies.news_named,
    followups.ASKED: followups.news_asked,
    followups.SAID: followups.news_said,
}
"""(session, desk, whom it goes to, what it is about); None: no longer needed, it falls silent."""

TOGETHER: dict[str, Callable[[Session, Desk, Sequence[int]], tuple[News | None, set[int]]]] = {
    "gap.opened": gaps.news_opened,
}
"""(session, desk, what all that waits for one person is about): one message, and what of it is still to be told."""


def of(session: Session, desk: Desk, *, kind: str, person_id: int, subject_id: int | None) -> News | None:
    return KINDS[kind](session, desk, person_id, subject_id) if subject_id is not None else None
