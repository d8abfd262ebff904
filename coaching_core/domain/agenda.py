"""What time is to look at, and when: one moment a subject, so that a tick asks one index and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AgendaKind(StrEnum):
    """Who is looked at. Each kind has one use case that decides what to do, and when to look again."""

    REVIEW = "review"
    """A pairing, for its next scheduled co-assessment."""
    MONTH = "month"
    """A manager, for the team's monthly reminder."""
    DIGEST = "digest"
    """A person, for what is gathered into their one unprompted message of the day."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """
    Args:
        subject: the id of whatever the kind looks at.
        at: business time at which to look.
    """

    kind: AgendaKind
    subject: str
    at: datetime
