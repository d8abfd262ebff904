"""The coaching plan: items that both wrote, and the agreement of both to the same text."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from coaching_core.domain.roles import Role
from coaching_core.ids import ItemId, SkillKey

NEEDS_MAX = 2
OCCASIONS_MAX = 3
"""Live investigations of one review: the rest is parked, visibly."""


class ItemKind(StrEnum):
    EMPOWER = "empower"
    """From a strength: a responsibility that the rep takes on."""
    DEVELOP = "develop"
    """From a need, or a skill that the rep chose."""
    INVESTIGATE = "investigate"
    """Evidence to gather."""
    CLEAR_THE_WAY = "clear the way"
    """The manager removes an outside obstacle."""
    STRETCH = "stretch"


class Occasion(StrEnum):
    """Where evidence can be seen."""

    CALL = "observe a call"
    VISIT = "joint visit"
    RECORDING = "listen to a recording"
    ROLE_PLAY = "role play"
    DOCUMENT = "read a proposal or e-mail"
    FIGURES = "look at CRM figures"
    WORD = "ask a customer or colleague"
    KNOWLEDGE = "knowledge check"


class Verdict(StrEnum):
    """The manager's answer to a responsibility that the rep would take on."""

    YES = "yes"
    YES_IF = "yes if"
    NOT_YET = "not yet"


@dataclass(frozen=True, slots=True)
class Item:
    """
    One line of the plan.

    Args:
        owner: who does it; both have duties.
        words: one sentence in the owner's or the rep's words.
        verdict, condition, look_again: the manager's answer to an *empower* item; *yes if* and *not yet* name what
            is missing, *not yet* also a date to look again.
    """

    id: ItemId
    kind: ItemKind
    owner: Role
    words: str
    skills: tuple[SkillKey, ...] = ()
    due: date | None = None
    occasion: Occasion | None = None
    verdict: Verdict | None = None
    condition: str = ""
    look_again: date | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A second need that the manager proposes; the rep takes it or keeps their own."""

    skill: SkillKey
    words: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """
    Args:
        support: what the manager does for the rep, in the manager's words.
        next_time: skills that are listed for the next review.
        agreed: role -> fingerprint of the text that this role agreed to.
    """

    items: tuple[Item, ...] = ()
    support: str = ""
    look_back: date | None = None
    next_time: tuple[SkillKey, ...] = ()
    proposal: Proposal | None = None
    agreed: Mapping[Role, str] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Changes with every word, date and item of the plan, and with nothing else."""
        text = asdict(replace(self, agreed={}, proposal=None))
        return hashlib.sha256(json.dumps(text, sort_keys=True, default=str).encode()).hexdigest()[:16]

    def agreed_by(self, role: Role) -> bool:
        return self.agreed.get(role) == self.fingerprint

    @property
    def agreed_by_both(self) -> bool:
        """Both agreed to this very text, and there is something in it."""
        return bool(self.items) and self.agreed_by(Role.REP) and self.agreed_by(Role.MANAGER)

    def agree(self, role: Role) -> "Plan":
        return replace(self, agreed={**self.agreed, role: self.fingerprint})

    def of_kind(self, kind: ItemKind) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.kind is kind)


LOOK_BACK_AFTER = timedelta(days=30)


def first_look_back(chosen: date | None, items: Iterable[Item], agreed_on: date) -> date:
    """Returns when to look back for the first time: the day chosen, else the first in the plan, else in a month."""
    return chosen or min((one.due for one in items if one.due is not None), default=agreed_on + LOOK_BACK_AFTER)
