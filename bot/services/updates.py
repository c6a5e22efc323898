"""Every update once: noting it, keeping its answer until that went out, and knowing who speaks."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.people import Actor, Scope
from bot.services.desk import Desk
from bot.services.joining import BOT_NAME
from db import marks, people, records, updates
from db.models import Person
from db.session import Session

MEMORY = timedelta(days=3)  # Telegram keeps an update for 24 hours


@dataclass(frozen=True)
class Taken:
    """`first`: nobody took this update before. `reply`: the stored answer of an earlier taking that never went out."""

    first: bool
    reply: str | None = None


def take(session: Session, desk: Desk, update_id: int) -> Taken:
    if updates.note(session, update_id, desk.now):
        return Taken(first=True)
    return Taken(first=False, reply=updates.waiting_reply(session, update_id))


def keep(session: Session, desk: Desk, update_id: int, reply: str) -> None:  # noqa: ARG001  the shape of every use case
    updates.keep_reply(session, update_id, reply)


def first_of_album(session: Session, desk: Desk, album: str) -> bool:
    """Noted among the updates, as once-only is: below zero, where Telegram numbers none."""
    digest = hashlib.blake2b(album.encode(), digest_size=7).digest()
    return updates.note(session, -1 - int.from_bytes(digest), desk.now)


def answered(
    session: Session,
    desk: Desk,
    update_id: int,
    *,
    sent_id: int | None = None,
    remember: str | None = None,
    blocked_by: int | None = None,
    menu: tuple[int, str] | None = None,
) -> None:
    """The reply went out as message `sent_id`, which `remember` ("message:12", "question:5") will want to know.

    `blocked_by` is who has blocked the bot, so that nothing went out. `menu` is (person, the commands shown).
    """
    updates.mark_answered(session, update_id, desk.now)
    if remember and sent_id is not None:
        subject, _, key = remember.partition(":")
        records.remember_sent(session, subject, int(key), sent_id)
    if blocked_by is not None:
        people.mark_blocked(session, blocked_by, desk.now)
    if menu is not None:
        people.keep_menu(session, *menu)


def in_use(session: Session, desk: Desk, *, telegram_id: int, chat_id: int, message_id: int) -> bool:  # noqa: ARG001  a use case
    """Whether a message of the bot's holds the open question to that account, or is the receipt of what stands."""
    person = people.by_telegram(session, telegram_id)
    if person is None:
        return False
    question = records.question_of(session, person.id)
    if question is not None and question.message_id == message_id:
        return True
    message = records.message_of_receipt(session, person.id, chat_id, message_id)
    return message is not None and bool(records.standing_of(session, message.id))


def actor_of(session: Session, desk: Desk, telegram_id: int) -> Actor | None:
    """The person behind a Telegram account, locked until the transaction ends; None for a stranger."""
    person = people.by_telegram(session, telegram_id, lock=True)
    if person is None:
        return None
    person.heard_at, person.blocked_at = desk.now, None
    return _actor(session, desk, person)


def seen_of(session: Session, desk: Desk, telegram_id: int) -> Actor | None:
    """The same where nothing may be written."""
    person = people.by_telegram(session, telegram_id)
    return _actor(session, desk, person) if person is not None else None


def _actor(session: Session, desk: Desk, person: Person) -> Actor:
    grants = people.grants_of(session, person.id, desk.today)
    return Actor(
        person_id=person.id,
        unit_id=person.unit_id,
        language=person.language or desk.language,
        scopes=tuple(Scope(grant.role, grant.unit_id) for grant in grants),
        menu=person.menu,
    )


def forget_old(session: Session, desk: Desk) -> None:
    updates.forget(session, desk.now - MEMORY)


def blocked(session: Session, desk: Desk, telegram_id: int, *, gone: bool) -> None:
    """Somebody blocked the bot, or let it in again: the reachability ledger follows."""
    person = people.by_telegram(session, telegram_id, lock=True)
    if person is not None:
        person.blocked_at = desk.now if gone else None


def remember_bot_name(session: Session, desk: Desk, *, name: str) -> None:
    """Invitation links need the name, also in processes that never speak to Telegram."""
    marks.set_mark(session, BOT_NAME, desk.now, name)
