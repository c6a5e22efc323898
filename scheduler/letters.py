"""A parcel in words."""

from collections.abc import Callable
from typing import Any

from bot.domain.programme import Programme
from bot.services.parcels import Parcel
from bot.texts import notices, reports
from bot.texts.language import Gettext
from bot.texts.message import Say
from bot.texts.notices import admin


WORDS: dict[str, Callable[[Gettext, Any], Say]] = {}
"""The words of each kind of `bot.services.parcels.NEWS`."""


def letters(_: Gettext, programme: Programme, parcel: Parcel) -> tuple[Say, ...]:
    """The messages of a parcel, at least one."""
    if parcel.reports:
        return tuple(say for shown in parcel.reports for say in reports.digest(_, programme, shown))
    if parcel.news is not None:
        return (WORDS[parcel.news.kind](_, parcel.news.content),)
    if parcel.account is not None:
        return (admin.account(_, parcel.account),)
    if parcel.text is not None:
        return (notices.broadcast(_, parcel.text),)
    return (notices.bundle(_, parcel.items),)
