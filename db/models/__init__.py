"""The tables, by subject."""

from db.models.access import ROLES, Audit, Feedback, Grant, Invite, JoinAttempts
from db.models.base import Base
from db.models.duties import (
    Broadcast,
    Bundle,
    Campaign,
    Change,
    Confirmation,
    EntryList,
    Escalation,
    Notice,
    PublishedYear,
    Watermark,
    WorkingDay,
)
from db.models.records import CHANNELS, Message, Miss, Question, Record, SeenUpdate
from db.models.reports import Report
from db.models.roster import LEVELS, LIVING, Absence, Pairing, Person, Recipient, RosterImport, Unit, UnitTree

__all__ = [
    "CHANNELS",
    "LEVELS",
    "LIVING",
    "ROLES",
    "Absence",
    "Audit",
    "Base",
    "Broadcast",
    "Bundle",
    "Campaign",
    "Change",
    "Confirmation",
    "EntryList",
    "Escalation",
    "Feedback",
    "Grant",
    "Invite",
    "JoinAttempts",
    "Message",
    "Miss",
    "Notice",
    "Pairing",
    "Person",
    "PublishedYear",
    "Question",
    "Recipient",
    "Record",
    "Report",
    "RosterImport",
    "SeenUpdate",
    "Unit",
    "UnitTree",
    "Watermark",
    "WorkingDay",
]
