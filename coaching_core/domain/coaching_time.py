"""
Logged coaching time: by one of the two, confirmed by the other.

Reps and managers disagree on whether coaching took place at all, so an entry counts once both say so. Both see the
same total. A pipeline review is about deals and not about the rep, so it is not coaching time.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from coaching_core.domain.assessment import checked_words
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.roles import Role
from coaching_core.errors import BadInput, TooLate
from coaching_core.ids import PersonId, QuestionnaireVersion, SessionId, SkillKey

GOAL_MINUTES = 180
"""More than three hours a month and rep; a setting, never a promise."""
LONGEST = 10 * 60
"""Minutes of one entry: nobody coaches one person for longer in a day."""
SKILLS_MAX = 5
"""Skills of one entry: what it was about, not a list of all there is."""
_LOOKS_BACK = 92
"""Days for which an entry may still be made."""

_HOURS = re.compile(
    r"(?P<h>\d{1,2}(?:[.,]\d{1,2})?)\s*(?:hours?|hrs?|h)(?:\s*(?P<m>\d{1,2})\s*(?:minutes?|mins?|m)?)?(?![a-z0-9])",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?P<h>\d{1,2}):(?P<m>[0-5]\d)(?![\d:])", re.IGNORECASE)
_MINUTES = re.compile(r"(?P<m>\d{1,4})\s*(?:minutes?|mins?|m)?(?![a-z0-9]|[.,]\d)", re.IGNORECASE)


class CoachingKind(StrEnum):
    CALL = "observed call"
    ROLE_PLAY = "role play"
    DEAL = "deal or proposal review"
    SKILLS = "skills talk"
    PLAN = "plan follow-up"


class Said(StrEnum):
    """What the one who did not log it says."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Entry:
    """
    What is said to have taken place.

    Args:
        on: the rep's local date.
        by: who says so.
        at: when it was entered.
        skills: what it was about, if they said so; keys of ``form``, the questionnaire that the two used last.
    """

    minutes: int
    on: date
    kind: CoachingKind
    note: str
    by: Role
    at: datetime
    skills: tuple[SkillKey, ...] = ()
    form: QuestionnaireVersion | None = None

    def touching(self, skills: Sequence[SkillKey], form: Questionnaire | None) -> "Entry":
        """
        Args:
            form: the questionnaire that the skills are chosen from; None when the two have none.
        Raises:
            BadInput: too many, or one that this questionnaire does not have.
        """
        chosen = tuple(dict.fromkeys(skills))
        if len(chosen) > SKILLS_MAX:
            raise _wrong("skills", f"At most {SKILLS_MAX} skills, please: what it was mostly about.")
        if form is None or not form.skills.keys() >= set(chosen):
            if chosen:
                raise _wrong("skills", "Your questions have changed. Please close this form and open it again.")
            return replace(self, skills=(), form=None)
        return replace(self, skills=chosen, form=form.version if chosen else None)


@dataclass(frozen=True, slots=True)
class CoachingSession:
    """
    One coaching session of a pair.

    Args:
        entry: as it stands.
        earlier: what stood before a correction, oldest first: nothing is overwritten.
        said: what the other than ``entry.by`` says of it.
    """

    id: SessionId
    rep: PersonId
    manager: PersonId
    entry: Entry
    said: Said = Said.OPEN
    earlier: tuple[Entry, ...] = ()
    version: int = 0

    def person(self, role: Role) -> PersonId:
        return self.rep if role is Role.REP else self.manager

    def role_of(self, person: PersonId) -> Role | None:
        return {self.rep: Role.REP, self.manager: Role.MANAGER}.get(person)

    @property
    def asked(self) -> Role:
        """Who is to confirm it."""
        return self.entry.by.other


def checked_entry(entry: Entry, today: date) -> Entry:
    """
    Args:
        today: the rep's local date.
    Raises:
        BadInput: no time, too much of it, in the future, or too long ago; ``fields`` names minutes, on or note.
    """
    if entry.minutes <= 0:
        raise _wrong("minutes", "How long was it? For example 45m, 1h30 or 90.")
    if entry.minutes > LONGEST:
        raise _wrong("minutes", f"That's more than {LONGEST // 60} hours. Please log one session at a time.")
    if entry.on > today:
        raise _wrong("on", "That day is still to come. Log it when it has taken place.")
    if (today - entry.on).days > _LOOKS_BACK:
        raise _wrong("on", "That's more than three months ago. Please log what is more recent.")
    return replace(entry, note=checked_words(entry.note, "note"))


def answer_session(session: CoachingSession, role: Role, *, yes: bool) -> CoachingSession:
    """The other one confirms, or says that it didn't take place. The same answer twice changes nothing."""
    wanted = Said.CONFIRMED if yes else Said.DECLINED
    if session.said is wanted:
        return session
    if role is not session.asked:
        raise TooLate("The other one is asked about this one. You can still correct it.")
    return replace(session, said=wanted)


def correct_session(session: CoachingSession, entry: Entry, today: date) -> CoachingSession:
    """Say how it was; the other one is asked then. What stood before is kept."""
    entry = checked_entry(entry, today)
    same = replace(entry, at=session.entry.at, by=session.entry.by) == session.entry
    if same:
        return session
    return replace(session, entry=entry, earlier=(*session.earlier, session.entry), said=Said.OPEN)


def minutes_in_month(sessions: Iterable[CoachingSession], month: date) -> int:
    """Returns the confirmed minutes of the month that this date is in. Entries are dated in the rep's own time zone."""
    return sum(
        one.entry.minutes
        for one in sessions
        if one.said is Said.CONFIRMED and (one.entry.on.year, one.entry.on.month) == (month.year, month.month)
    )


def read_minutes(text: str) -> tuple[int, str]:
    """
    Read a length of time as people write it: 45m, 45 min, 1h, 1h30, 1.5h, 1:30, 90.

    Returns:
        Whole minutes, and what follows the time.
    Raises:
        BadInput: there is none, or it is not above zero.
    """
    text = text.strip()
    for pattern in (_CLOCK, _HOURS, _MINUTES):
        found = pattern.match(text)
        if found is None:
            continue
        hours = float((found.groupdict().get("h") or "0").replace(",", "."))
        minutes = round(hours * 60) + int(found.groupdict().get("m") or 0)
        if minutes > 0:
            return minutes, text[found.end() :].strip(" ,.:-–")
    raise _wrong("minutes", "How long was it? For example 45m, 1h30 or 90.")


def read_kind(note: str) -> CoachingKind:
    """
    Guess the kind from a note; the form lets one choose.

    Raises:
        BadInput: a pipeline review, which is not coaching time, and why.
    """
    words = note.lower()
    if re.search(r"\bpipeline\b|\bforecast", words):
        raise _wrong(
            "note",
            "A pipeline or forecast review is about deals, so it doesn't count as coaching time. "
            "Was there a part about how the work is done? Log that part.",
        )
    for pattern, kind in (
        (r"\bcall|\bdemo\b|\bmeeting\b|\bvisit", CoachingKind.CALL),
        (r"\brole.?play|\bpractice|\brehears", CoachingKind.ROLE_PLAY),
        (r"\bdeal|\bproposal|\be-?mail|\bquote\b|\boffer\b", CoachingKind.DEAL),
        (r"\bplan\b|\bfollow.?up\b", CoachingKind.PLAN),
    ):
        if re.search(pattern, words):
            return kind
    return CoachingKind.SKILLS


def _wrong(field_name: str, said: str) -> BadInput:
    return BadInput(said, {field_name: said})
