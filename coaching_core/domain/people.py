"""Who is who: people of a workspace, and who coaches whom."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coaching_core.domain.roles import Role
from coaching_core.errors import TooLate
from coaching_core.ids import PairingId, PersonId, QuestionnaireKey, WorkspaceId


class PersonKind(StrEnum):
    MEMBER = "member"
    GUEST = "guest"
    STRANGER = "stranger"
    """Of another organisation, met through a shared channel."""
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class Person:
    """
    A Slack user, as far as we need to know them. No e-mail address, no picture.

    Args:
        tz: IANA name; UTC when Slack does not know.
        admin: a Slack administrator or owner, or appointed in the app.
        fetched_at: when Slack last told us.
    """

    id: PersonId
    name: str
    tz: str = "UTC"
    locale: str = "en-US"
    kind: PersonKind = PersonKind.MEMBER
    active: bool = True
    admin: bool = False
    away_until: date | None = None
    fetched_at: datetime | None = None

    @property
    def zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(self.tz)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who asks for something, with what decides whether they may."""

    workspace: WorkspaceId
    person: PersonId
    kind: PersonKind = PersonKind.MEMBER
    active: bool = True
    admin: bool = False


class PairingState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"


class Skip(StrEnum):
    """Why a review that was due by the team's cadence did not begin."""

    OPEN = "open"
    """One of the pair is still under way."""
    YOUNG = "young"
    """They have been paired for less than a period."""
    RECENT = "recent"
    """They had one a short time ago."""
    REP_AWAY = "rep away"
    MANAGER_AWAY = "manager away"


@dataclass(frozen=True, slots=True)
class Skipped:
    why: Skip
    at: datetime


@dataclass(frozen=True, slots=True)
class Pairing:
    """
    "This manager coaches this rep". The manager's claim counts once the rep (or an administrator) says so.

    Args:
        form: the questionnaire that the manager chose for the review that a yes will start.
        skipped: the last review by the cadence, if it did not begin.
        waits_since: when one was due that waits for a week with room.
    """

    id: PairingId
    rep: PersonId
    manager: PersonId
    state: PairingState
    since: datetime
    form: QuestionnaireKey | None = None
    skipped: Skipped | None = None
    waits_since: datetime | None = None
    version: int = 0

    def role_of(self, person: PersonId) -> Role | None:
        return {self.rep: Role.REP, self.manager: Role.MANAGER}.get(person)


def answer_pairing(pairing: Pairing, *, accept: bool, now: datetime) -> Pairing:
    """The rep accepts or declines. The same answer twice changes nothing."""
    wanted = PairingState.ACCEPTED if accept else PairingState.DECLINED
    if pairing.state is wanted:
        return pairing
    if pairing.state is not PairingState.PROPOSED:
        raise TooLate("This question has been answered already.")
    return replace(pairing, state=wanted, since=now)
