"""What waits for somebody: the digest of a day, and the way from one form to the next."""

from dataclasses import replace
from datetime import timedelta

from bot.surfaces import desk
from bot.web.examples.example import Examples, a_line, a_message, a_modal
from bot.web.examples.stories import ANA, MARIA, NOW, TODAY
from coaching_core.domain.coaching_time import CoachingKind, CoachingSession, Entry
from coaching_core.domain.conversation import Turn
from coaching_core.domain.desk import Later
from coaching_core.domain.people import Person
from coaching_core.domain.plan import Item, ItemKind
from coaching_core.domain.roles import Mode, Role, Topic
from coaching_core.domain.seen import DeskLine, DeskSeen
from coaching_core.domain.waiting import Waiting, WaitKind
from coaching_core.ids import ItemId, PersonId, SessionId

_TODAY = str(TODAY)
_REVIEW = "r1s2t3u4v5w6x7y8"


def desks() -> Examples:
    for role, me, other in ((Role.REP, ANA, MARIA), (Role.MANAGER, MARIA, ANA)):
        seen = DeskSeen(me, a_desk(role, other), _TODAY)
        yield a_message(f"day: everything, the {role.value}", desk.message(seen, _TODAY))
        yield a_message(f"day: one thing, the {role.value}", desk.message(replace(seen, lines=seen.lines[:1]), _TODAY))
        yield a_message(f"day: nothing any more, the {role.value}", desk.message(replace(seen, lines=()), _TODAY))
        yield a_message(f"day: a newer one came, the {role.value}", desk.message(seen, "2026-02-27"))
        for count in (1, 3):
            shown = desk.what_is_next(replace(seen, lines=seen.lines[:count]))
            assert shown is not None
            yield a_modal(f"form: next of {count}, the {role.value}", shown)
    team = [replace(ANA, id=PersonId(f"UREP{number}"), name=f"Rep {number}") for number in range(14)]
    lines = [one for rep in team for one in a_desk(Role.MANAGER, rep)[:1]]
    yield a_message("day: a whole team", desk.message(DeskSeen(MARIA, lines, _TODAY), _TODAY))
    for later in Later:
        yield a_line(f"line: put off, {later.value}", desk.said(later))


def a_desk(role: Role, other: Person) -> list[DeskLine]:
    """One of each kind that this role can have."""
    turns = [(Topic.STRENGTHS, Topic.NEEDS), (Topic.AREAS, Topic.PLAN), (Topic.AGREEMENT,)]
    item = Item(ItemId("1"), ItemKind.CLEAR_THE_WAY, role, "Talk to marketing about the leads.", due=TODAY)
    entry = Entry(45, TODAY, CoachingKind.CALL, "", role.other, NOW)
    session = CoachingSession(SessionId("s1s2s3s4"), PersonId("UANA"), PersonId("UMARIA"), entry)
    watch = ("Listening", "Qualifying", "Closing", "Follow-up") if role is Role.MANAGER else ()
    waits = [
        _waiting(WaitKind.ASSESSMENT, role, other, 4),
        *(
            _waiting(WaitKind.TURN, role, other, 3, str(number), turn=Turn(number, role, topics, Mode.WRITING, NOW))
            for number, topics in enumerate(turns, start=1)
        ),
        *([_waiting(WaitKind.ASK, role, other, 1, NOW.isoformat())] if role is Role.MANAGER else []),
        _waiting(WaitKind.TIME, role, other, 1, "0", session=session),
        _waiting(WaitKind.ITEM, role, other, 1, f"1 {TODAY}", item=item),
        _waiting(WaitKind.SECOND_LOOK, role, other, 1),
        *([_waiting(WaitKind.TAKE_ON, role, other, 1, f"1 {TODAY}", item=item)] if role is Role.MANAGER else []),
        _waiting(WaitKind.LOOK_BACK, role, other, 1, _TODAY),
    ]
    return [DeskLine(one, other, watch if one.kind is WaitKind.ASSESSMENT else ()) for one in waits]


def _waiting(
    kind: WaitKind,
    role: Role,
    other: Person,
    minutes: int,
    part: str = "",
    *,
    turn: Turn | None = None,
    item: Item | None = None,
    session: CoachingSession | None = None,
) -> Waiting:
    return Waiting(kind, _REVIEW, role, other.id, NOW - timedelta(days=2), minutes, (NOW,), part, turn, item, session)
