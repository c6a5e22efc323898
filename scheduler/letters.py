"""A parcel in words."""

from bot.domain.programme import Programme
from bot.services.parcels import Parcel
from bot.texts import news, notices, reports
from bot.texts.language import Gettext
from bot.texts.message import Say
from bot.texts.notices import admin


def letters(_: Gettext, programme: Programme, parcel: Parcel) -> tuple[Say, ...]:
    """The messages of a parcel, at least one."""
    if parcel.reports:
        return tuple(say for shown in parcel.reports for say in reports.digest(_, programme, shown))
    if parcel.news is not None:
        return (news.letter(_, parcel.news),)
    if parcel.account is not None:
        return (admin.account(_, parcel.account),)
    if parcel.text is not None:
        return (notices.broadcast(_, parcel.text),)
    return (notices.bundle(_, parcel.items),)
