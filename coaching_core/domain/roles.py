"""The few words that every other module needs: who, where in the review, about what."""

from enum import StrEnum


class Role(StrEnum):
    """The two roles in a review. The same person may be a rep in one and a manager in another."""

    REP = "rep"
    MANAGER = "manager"

    @property
    def other(self) -> "Role":
        return Role.MANAGER if self is Role.REP else Role.REP


class Reader(StrEnum):
    """Who reads a place in Slack: a DM has one reader, the group DM both."""

    REP = "rep"
    MANAGER = "manager"
    BOTH = "both"

    @property
    def roles(self) -> tuple[Role, ...]:
        return (Role.REP, Role.MANAGER) if self is Reader.BOTH else (Role(self.value),)


class Stage(StrEnum):
    ASSESSING = "assessing"
    CONVERSING = "conversing"
    PAUSED = "paused"
    AGREED = "agreed"
    CLOSED = "closed"


class Ending(StrEnum):
    """Why a review is closed."""

    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    LEFT = "left"
    OBSERVE = "agreed to observe"
    """Neither has seen any of the skills yet, so there is nothing to talk about but what to watch."""


class Topic(StrEnum):
    """What a conversation is about, in this order; the rep is first in each."""

    STRENGTHS = "strengths"
    NEEDS = "needs"
    AREAS = "areas"
    PLAN = "plan"
    AGREEMENT = "agreement"
    """Last of all: each agrees, to the same text."""


class Mode(StrEnum):
    WRITING = "writing"
    LIVE = "live"


class LookStage(StrEnum):
    """Of a second look."""

    SEALED = "sealed"
    """Being answered: nobody sees the other's answer."""
    OPENED = "opened"
    """Both are in, so both see both."""
    CLOSED = "closed"
    """It ended before both were in, so nothing opened."""
