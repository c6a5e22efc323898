"""News in words: what a liaison must decide, what was decided about one's own."""

from bot.services.change_desk import ChangeCard
from bot.services.deputies import DeputyNamed
from bot.services.followups import WhyAnswer, WhyLetter
from bot.services.gaps import GapList, NewPairing
from bot.services.leave import LeaveCard
from bot.services.news import News
from bot.services.pairings import Ended
from bot.texts import changes, deputies, gaps, leave, nudges, pairings
from bot.texts.language import Gettext
from bot.texts.message import Say


def letter(_: Gettext, news: News) -> Say:
    match news:
        case ChangeCard():
            return changes.letter(_, news)
        case LeaveCard():
            return leave.letter(_, news)
        case GapList():
            return gaps.opened(_, news)
        case NewPairing():
            return gaps.new_pairing(_, news)
        case Ended():
            return pairings.ended(_, news)
        case DeputyNamed():
            return deputies.letter(_, news)
        case WhyLetter():
            return nudges.why_letter(_, news)
        case WhyAnswer():
            return nudges.why_answer(_, news)
