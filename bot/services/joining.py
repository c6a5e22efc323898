"""How people come in: one-time codes and the own phone number."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.people import Actor
from bot.domain.roster import phone_digits
from bot.services.desk import Desk
from bot.services.scopes import manages
from db import audit, joining, people, records
from db.models import Person
from db.session import Session

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that look alike
LENGTH = 10  # 31^10: 49 bits
VALID = timedelta(days=7)
TRIES = 5
LOCK = timedelta(hours=1)
BOT_NAME = "bot.name"


@dataclass(frozen=True)
class Invited:
    """`link` is None while the bot does not know its own name. `shown`: the person, as the chat may name him."""

    code: str
    link: str | None
    shown: str | None
    days: int


@dataclass(frozen=True)
class NoSuchPerson:
    """Nobody of that number, or outside the actor's scope: it sounds the same."""

    number: str


@dataclass(frozen=True)
class Joined:
    """`again`: this account was his already. `moved`: another account of his lost its place. `logs`: has pairings."""

    name: str
    again: bool = False
    moved: bool = False
    logs: bool = False


@dataclass(frozen=True)
class WrongCode:
    """Unknown, used and expired codes tell a stranger the same; `spent` (used or expired) only helps the holder."""

    spent: bool
    left: int


@dataclass(frozen=True)
class Locked:
    minutes: int


@dataclass(frozen=True)
class SomebodyElse:
    """The account belongs to another person of the roster."""

    name: str


@dataclass(frozen=True)
class NotJoined:
    """Why a shared phone number did not do: not_own, unknown, several, taken."""

    why: str


Welcome = Joined | WrongCode | Locked | SomebodyElse
PhoneAnswer = Joined | NotJoined | SomebodyElse


def invite(session: Session, desk: Desk, actor: Actor, *, number: str) -> Invited | NoSuchPerson:
    """A code for somebody in the scope of an admin or liaison."""
    found = people.by_number(session, number)
    if found is None or found.status == "left" or not manages(session, desk, actor, found):
        return NoSuchPerson(number)
    return _invited(session, desk, found, actor.person_id)


def invite_from_command_line(session: Session, desk: Desk, *, number: str | None) -> Invited | NoSuchPerson:
    """Without a number: a code that makes whoever redeems it an admin of everything."""
    if number is None:
        return _invited(session, desk, None, None)
    found = people.by_number(session, number)
    return NoSuchPerson(number) if found is None or found.status == "left" else _invited(session, desk, found, None)


def _invited(session: Session, desk: Desk, who: Person | None, by: int | None) -> Invited:
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    if who is not None:
        joining.expire_invites(session, who.id, desk.now)
        who.invited_at = desk.now
    joining.add_invite(session, who.id if who else None, code, by, desk.now, desk.now + VALID)
    audit.note(session, desk.now, by, "invite", subject=who.number if who else "admin")
    name = joining.fact(session, BOT_NAME)
    return Invited(
        code=code,
        link=f"https://t.me/{name}?start={code}" if name else None,
        shown=desk.shown(who.number or "", who.name) if who else None,
        days=VALID.days,
    )


def redeem(
    session: Session,
    desk: Desk,
    actor: Actor | None,  # noqa: ARG001  the shape of every use case; who comes in is nobody yet
    *,
    telegram_id: int,
    code: str,
    shown_name: str,
) -> Welcome:
    """Take a code typed or tapped. Five wrong ones lock the account for an hour: nothing is looked up then.

    `shown_name` names an admin who is not in the roster.
    """
    attempts = joining.attempts_of(session, telegram_id)
    if attempts.locked_until and attempts.locked_until > desk.now:
        return Locked(_minutes(attempts.locked_until - desk.now))
    found = joining.invite_of(session, _typed(code))
    if found is None or found.used_at or found.expires_at <= desk.now:
        attempts.wrong += 1
        if attempts.wrong < TRIES:
            return WrongCode(spent=found is not None, left=TRIES - attempts.wrong)
        attempts.wrong, attempts.locked_until = 0, desk.now + LOCK
        return Locked(_minutes(LOCK))
    holder = joining.holder(session, telegram_id)
    if found.person_id is None:
        outcome: Welcome = _make_admin(session, desk, holder, telegram_id, shown_name)
    else:
        who = joining.person(session, found.person_id)
        if who is None or who.status == "left":
            return WrongCode(spent=True, left=TRIES - attempts.wrong)
        outcome = _bound(session, desk, holder, who, telegram_id)
    if isinstance(outcome, Joined):
        found.used_at = desk.now
        joining.forget_attempts(session, telegram_id)
    return outcome


def share_phone(
    session: Session,
    desk: Desk,
    actor: Actor | None,  # noqa: ARG001  the shape of every use case; who comes in is nobody yet
    *,
    telegram_id: int,
    contact_user_id: int | None,
    phone: str,
) -> PhoneAnswer:
    """A contact counts only when Telegram says it is the sender's own. It never moves an account: that takes a code."""
    if contact_user_id != telegram_id:
        return NotJoined("not_own")
    digits = phone_digits(phone)
    found = people.by_phone(session, digits) if digits else []
    if len(found) != 1:
        return NotJoined("several" if found else "unknown")
    who = joining.person(session, found[0].id)
    assert who is not None
    if who.telegram_id not in (None, telegram_id):
        return NotJoined("taken")
    return _bound(session, desk, joining.holder(session, telegram_id), who, telegram_id)


def _bound(session: Session, desk: Desk, holder: Person | None, who: Person, telegram_id: int) -> Joined | SomebodyElse:
    if holder is not None and holder.id != who.id:
        if holder.status != "left":
            return SomebodyElse(holder.name)
        joining.release(session, holder)
    again, moved = who.telegram_id == telegram_id, who.telegram_id not in (None, telegram_id)
    joining.bind(session, who, telegram_id, desk.now)
    audit.note(session, desk.now, who.id, "join", subject=who.number)
    logs = bool(records.pairings_of(session, who.id, desk.today, desk.today))
    return Joined(who.name, again=again, moved=moved, logs=logs)


def _make_admin(session: Session, desk: Desk, holder: Person | None, telegram_id: int, shown_name: str) -> Joined:
    if holder is not None and holder.status == "left":
        joining.release(session, holder)
        holder = None
    who = holder or joining.add_admin(session, " ".join(shown_name.split())[:64] or "管理员")
    joining.grant_everywhere(session, who.id, "admin", desk.today)
    joining.bind(session, who, telegram_id, desk.now)
    audit.note(session, desk.now, who.id, "join.admin", subject=who.number)
    return Joined(who.name, again=False)


def _typed(code: str) -> str:
    """As people copy it: small letters, spaces, dashes."""
    return "".join(c for c in code.upper() if c.isalnum())[:64]


def _minutes(left: timedelta) -> int:
    return max(1, -(-int(left.total_seconds()) // 60))
