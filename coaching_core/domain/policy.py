"""
Who may do what: the only answer to "may they?".

The tables below are the design's §5 for reviews and pairings. What is not in a table is not allowed, to nobody. Whose
turn it is and what a form may contain are questions of the conversation, not of authority, and are asked there.
"""

from collections.abc import Mapping
from enum import StrEnum

from coaching_core.domain.coaching_plan import CoachingPlan, Consent
from coaching_core.domain.coaching_time import CoachingSession
from coaching_core.domain.people import Actor, Pairing, PairingState, Person, PersonKind
from coaching_core.domain.review import Review
from coaching_core.domain.roles import Role, Stage
from coaching_core.domain.second_look import SecondLook
from coaching_core.errors import NotAllowed, TooLate
from coaching_core.ids import PersonId

_ASSESSING = frozenset({Stage.ASSESSING})
_CONVERSING = frozenset({Stage.CONVERSING})
_RUNNING = frozenset({Stage.ASSESSING, Stage.CONVERSING, Stage.PAUSED})
_OPENED = frozenset({Stage.CONVERSING, Stage.PAUSED, Stage.AGREED, Stage.CLOSED})
_ALWAYS = frozenset(Stage)


class Action(StrEnum):
    """What a person does to a review."""

    SEE = "see"
    ANSWER = "answer"
    SUBMIT = "submit"
    TAKE_BACK = "take back"
    WRITE_OPENING = "write opening"
    DECLINE = "decline"
    ASK_FOR_CHANGE = "ask for change"
    ANSWER_ASK = "answer ask"
    EXTEND = "extend"
    NUDGE = "nudge"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    SPEAK = "speak"
    SWITCH_MODE = "switch mode"
    GO_ON = "go on"
    SEE_BOTH_VIEWS = "see both views"
    SEE_MOVED = "see what moved"
    OPEN_PARKED = "open parked"
    JOT = "jot"
    AGREE = "agree"
    CHANGE_PLAN = "change plan"
    ANSWER_PROPOSAL = "answer proposal"
    LOG_TALK = "log talk"


Rule = Mapping[Role, frozenset[Stage]]
"""Role -> the stages in which it may."""


def _both(stages: frozenset[Stage]) -> Rule:
    return {Role.REP: stages, Role.MANAGER: stages}


RULES: Mapping[Action, Rule] = {
    Action.SEE: _both(_ALWAYS),
    Action.ANSWER: _both(_ASSESSING),
    Action.SUBMIT: _both(_ASSESSING | _CONVERSING),  # sent again when both have: the same answer, nothing changes
    Action.TAKE_BACK: _both(_ASSESSING),
    Action.WRITE_OPENING: {Role.REP: _ASSESSING},
    Action.DECLINE: {Role.REP: _ASSESSING | {Stage.PAUSED}},
    Action.ASK_FOR_CHANGE: {Role.REP: _ASSESSING},
    Action.ANSWER_ASK: {Role.MANAGER: _ASSESSING},
    Action.EXTEND: _both(_ASSESSING),
    Action.NUDGE: _both(_ASSESSING | _CONVERSING),
    Action.PAUSE: _both(_ASSESSING | _CONVERSING),
    Action.RESUME: _both(frozenset({Stage.PAUSED})),
    Action.CANCEL: {Role.REP: _CONVERSING | {Stage.PAUSED}, Role.MANAGER: _RUNNING},
    Action.SPEAK: _both(_CONVERSING),
    Action.SWITCH_MODE: _both(_CONVERSING),
    Action.GO_ON: {Role.REP: _CONVERSING},
    Action.SEE_BOTH_VIEWS: _both(_OPENED),
    Action.SEE_MOVED: _both(frozenset({Stage.AGREED})),
    Action.OPEN_PARKED: {Role.REP: frozenset({Stage.CONVERSING, Stage.AGREED})},
    Action.JOT: _both(_CONVERSING),
    Action.AGREE: _both(_CONVERSING | {Stage.AGREED}),
    Action.CHANGE_PLAN: _both(_CONVERSING),
    Action.ANSWER_PROPOSAL: {Role.REP: _CONVERSING},
    Action.LOG_TALK: _both(frozenset({Stage.AGREED})),
}

STRANGER = "Only the two people of this conversation can use this. Nothing has changed."
"""Said to everybody else, whether the thing exists or not."""

_NOT_NOW: Mapping[Stage, str] = {
    Stage.ASSESSING: "This comes later: first you both answer the questions. Nothing has changed.",
    Stage.CONVERSING: "Both assessments are in, so this is done. The latest message in your thread goes on from here.",
    Stage.PAUSED: "This is paused. Pick it up again first; everything is as you left it.",
    Stage.AGREED: "You have both agreed to the plan, so this step is done. Nothing has changed.",
    Stage.CLOSED: "This review is closed. Nothing has changed.",
}


class PairingAction(StrEnum):
    """What a person does to a pairing."""

    START_REVIEW = "start review"
    ANSWER_PAIRING = "answer pairing"
    ASK_FOR_COACHING = "ask for coaching"
    PREPARE_TALK = "prepare talk"
    END_PAIRING = "end pairing"
    LOG_TIME = "log time"


PAIRING_RULES: Mapping[PairingAction, Mapping[Role, frozenset[PairingState]]] = {
    PairingAction.START_REVIEW: {Role.MANAGER: frozenset({PairingState.ACCEPTED})},
    # Answered once or twice: the same answer again changes nothing, and is answered all the same.
    PairingAction.ANSWER_PAIRING: {
        Role.REP: frozenset({PairingState.PROPOSED, PairingState.ACCEPTED, PairingState.DECLINED})
    },
    PairingAction.ASK_FOR_COACHING: {Role.REP: frozenset({PairingState.ACCEPTED})},
    PairingAction.PREPARE_TALK: {
        Role.REP: frozenset({PairingState.ACCEPTED}),
        Role.MANAGER: frozenset({PairingState.ACCEPTED}),
    },
    PairingAction.LOG_TIME: {
        Role.REP: frozenset({PairingState.ACCEPTED}),
        Role.MANAGER: frozenset({PairingState.ACCEPTED}),
    },
    PairingAction.END_PAIRING: {
        Role.REP: frozenset({PairingState.ACCEPTED}),
        Role.MANAGER: frozenset({PairingState.PROPOSED, PairingState.ACCEPTED}),
    },
}


class SessionAction(StrEnum):
    """What a person does to logged coaching time: either of the two may, always; who is asked is the entry's matter."""

    SEE = "see session"
    ANSWER = "answer session"
    CORRECT = "correct session"


def may(
    actor: Actor, action: Action | PairingAction | SessionAction, subject: Review | Pairing | CoachingSession
) -> bool:
    """Say whether the actor may do this to the subject as it stands."""
    role = subject.role_of(actor.person)
    if role is None or not _is_let_in(actor):
        return False
    if isinstance(action, SessionAction):
        return isinstance(subject, CoachingSession)
    if isinstance(action, Action):
        return isinstance(subject, Review) and subject.stage in RULES[action].get(role, frozenset())
    return isinstance(subject, Pairing) and subject.state in PAIRING_RULES[action].get(role, frozenset())


def require(
    actor: Actor, action: Action | PairingAction | SessionAction, subject: Review | Pairing | CoachingSession
) -> Role:
    """
    Returns:
        The actor's role, for whoever may.
    Raises:
        NotAllowed: a stranger to this, or the other role's business. Never says whether the thing exists.
        TooLate: theirs, but not at this stage; the text says why.
    """
    role = subject.role_of(actor.person)
    if role is None or not _is_let_in(actor):
        raise NotAllowed(STRANGER)
    if may(actor, action, subject):
        return role
    if isinstance(action, Action) and isinstance(subject, Review):
        require_stage(action, role, subject.stage)
    if isinstance(action, PairingAction) and role not in PAIRING_RULES[action]:
        raise NotAllowed("This one is for the other to decide. Nothing has changed.")
    raise TooLate("This has been answered already, or is no longer so. Nothing has changed.")


def require_stage(action: Action, role: Role, stage: Stage) -> None:
    """Raises ``NotAllowed`` or ``TooLate`` unless this role may do this to a review at this stage."""
    if role not in RULES[action]:
        raise NotAllowed("This one is for the other to decide. Nothing has changed.")
    if stage not in RULES[action][role]:
        raise TooLate(_NOT_NOW[stage])


def require_let_in(actor: Actor) -> None:
    """Raises ``NotAllowed`` for whoever may do nothing here at all: bots, strangers, deactivated accounts."""
    if not _is_let_in(actor):
        raise NotAllowed(STRANGER)


def require_administrator(actor: Actor) -> None:
    """Administrators run the system; they do not read the conversations."""
    if not (actor.admin and actor.active and actor.kind is PersonKind.MEMBER):
        raise NotAllowed("This needs an administrator of your Slack workspace.")


class TeamAction(StrEnum):
    """What a person does to a team's settings."""

    SEE = "see team"
    SET = "set team"


TEAM_RULES: Mapping[TeamAction, frozenset[str]] = {
    TeamAction.SEE: frozenset({"manager", "administrator"}),
    TeamAction.SET: frozenset({"manager", "administrator"}),
}


def require_team(actor: Actor, action: TeamAction, manager: PersonId, *, reps: int) -> None:
    """
    Args:
        manager: whose team it is.
        reps: how many people this manager coaches, by accepted pairings.
    Raises:
        NotAllowed: neither the manager of the team nor an administrator.
    """
    own = actor.person == manager and reps > 0 and _is_let_in(actor)
    runs = actor.admin and actor.active and actor.kind is PersonKind.MEMBER
    if not (own and "manager" in TEAM_RULES[action]) and not (runs and "administrator" in TEAM_RULES[action]):
        raise NotAllowed("Only the manager of a team and your administrators can see and set this.")


def require_plan(actor: Actor, plan: CoachingPlan) -> Role:
    """
    A plan that was agreed to is read, and said what became of, by either of its two people alike.

    Returns:
        The actor's role in it.
    Raises:
        NotAllowed: everybody else.
    """
    role = plan.role_of(actor.person)
    if role is None or not _is_let_in(actor):
        raise NotAllowed(STRANGER)
    return role


def require_past(actor: Actor, plan: CoachingPlan) -> Role:
    """
    What opened before a plan was taken over is read by its two people, once the rep has said so.

    Returns:
        The actor's role in it.
    Raises:
        NotAllowed: everybody else, and both of them as long as the rep has not.
    """
    role = require_plan(actor, plan)
    if plan.came_from is None or plan.came_from.past is not Consent.YES:
        raise NotAllowed("This one is for the other to decide. Nothing has changed.")
    return role


def require_look(actor: Actor, look: SecondLook) -> Role:
    """
    A second look is answered, and withdrawn, by either of its two people alike: each for themselves.

    Returns:
        The actor's role in it.
    Raises:
        NotAllowed: everybody else.
    """
    role = look.role_of(actor.person)
    if role is None or not _is_let_in(actor):
        raise NotAllowed(STRANGER)
    return role


def require_can_coach(manager: Person | Actor) -> None:
    """Raises ``NotAllowed`` unless this person may start coaching conversations at all."""
    if manager.kind is not PersonKind.MEMBER or not manager.active:
        raise NotAllowed("Coaching reviews are for members of this workspace.")


def require_can_be_coached(rep: Person, *, by: Person, paired: bool = False) -> None:
    """
    Raises ``NotAllowed`` with the reason when a review with this person is not possible.

    Args:
        paired: an administrator or the rep has said so; then a guest may take part.
    """
    if rep.id == by.id:
        raise NotAllowed("A review takes two people. Please name somebody else: `/coach-review @rep`.")
    if rep.kind is PersonKind.BOT:
        raise NotAllowed("That's an app. Please name a person: `/coach-review @rep`.")
    if not rep.active:
        raise NotAllowed("That account is deactivated, so there is nobody to ask.")
    if rep.kind is PersonKind.STRANGER:
        raise NotAllowed(
            "That person belongs to another organisation. Answers stay inside your own, so a review isn't possible."
        )
    if rep.kind is PersonKind.GUEST and not paired:
        raise NotAllowed("That person is a guest here. An administrator can pair guests with their manager.")


def _is_let_in(actor: Actor) -> bool:
    return actor.active and actor.kind in (PersonKind.MEMBER, PersonKind.GUEST)
