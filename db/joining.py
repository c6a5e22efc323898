"""One-time codes, wrong tries, and binding a Telegram account to a person."""

from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.models import Grant, Invite, JoinAttempts, Person, Watermark
from db.types import cipher_of


def code_hash(session: Session, code: str) -> str:
    """Keyed: who reads the table cannot try codes against it."""
    return cipher_of(session.get_bind().dialect).blind(f"invite {code}")[0]


def add_invite(
    session: Session, person_id: int | None, code: str, by: int | None, now: datetime, expires: datetime
) -> None:
    session.add(
        Invite(
            person_id=person_id,
            code_hash=code_hash(session, code),
            created_by=by,
            created_at=now,
            expires_at=expires,
        )
    )
    session.flush()


def expire_invites(session: Session, person_id: int, now: datetime) -> None:
    """A newer code replaces the older ones of a person."""
    session.execute(
        update(Invite)
        .where(Invite.person_id == person_id, Invite.used_at.is_(None), Invite.expires_at > now)
        .values(expires_at=now)
    )


def invite_of(session: Session, code: str) -> Invite | None:
    """Under any of the keys; locked, so that two workers cannot both use it."""
    hashes = cipher_of(session.get_bind().dialect).blind(f"invite {code}")
    return session.scalar(select(Invite).where(Invite.code_hash.in_(hashes)).with_for_update())


def attempts_of(session: Session, telegram_id: int) -> JoinAttempts:
    """The wrong tries of an account, locked; a fresh row for a new one."""
    found = session.scalar(select(JoinAttempts).where(JoinAttempts.telegram_id == telegram_id).with_for_update())
    if found is None:
        found = JoinAttempts(telegram_id=telegram_id, wrong=0)
        session.add(found)
        session.flush()
    return found


def forget_attempts(session: Session, telegram_id: int) -> None:
    session.execute(delete(JoinAttempts).where(JoinAttempts.telegram_id == telegram_id))


def person(session: Session, person_id: int) -> Person | None:
    return session.scalar(select(Person).where(Person.id == person_id).with_for_update())


def holder(session: Session, telegram_id: int) -> Person | None:
    """Who holds this account, also when he has left."""
    return session.scalar(select(Person).where(Person.telegram_id == telegram_id).with_for_update())


def bind(session: Session, who: Person, telegram_id: int, now: datetime) -> None:
    """The account is the person's from now on; the menu is set anew."""
    who.telegram_id, who.started_at, who.heard_at = telegram_id, who.started_at or now, now
    who.blocked_at, who.menu = None, None
    session.flush()


def release(session: Session, who: Person) -> None:
    who.telegram_id, who.menu = None, None
    session.flush()


def add_admin(session: Session, name: str) -> Person:
    """A person without a place in the roster."""
    found = Person(name=name)
    session.add(found)
    session.flush()
    return found


def grant_everywhere(session: Session, person_id: int, role: str, day: date) -> None:
    session.add(Grant(person_id=person_id, role=role, unit_id=None, first_day=day, source="granted"))
    session.flush()


def fact(session: Session, name: str) -> str | None:
    """A single fact of the deployment, as the bot's name."""
    return session.scalar(select(Watermark.note).where(Watermark.name == name))
