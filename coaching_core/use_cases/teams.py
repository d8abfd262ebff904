"""A team's settings: seen and set by its manager, and by administrators for any manager."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from coaching_core.domain.people import Actor, Person
from coaching_core.domain.policy import TeamAction, require_administrator, require_can_coach, require_team
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.seen import TeamSeen
from coaching_core.domain.surfaces import home
from coaching_core.domain.team import Team
from coaching_core.domain.team_settings import checked_team
from coaching_core.errors import BadInput
from coaching_core.ids import PersonId, QuestionnaireKey
from coaching_core.ports import Begin, Clock, Transaction
from coaching_core.use_cases.beginning import known_forms
from coaching_core.use_cases.change import known_as, person_or_stub
from coaching_core.use_cases.manners import look_soon
from coaching_core.use_cases.monthly import put_month
from coaching_core.use_cases.scheduling import put_team, reps_of

Follow = Callable[[Transaction, PersonId, datetime], None]
"""What follows a change of a team's settings: given the manager and the moment, in the same transaction."""


@dataclass(frozen=True, slots=True)
class Teams:
    """
    Args:
        built_in: the questionnaires that come with the app.
        follow: who puts appointments by a team's settings.
    """

    begin: Begin
    clock: Clock
    built_in: Mapping[QuestionnaireKey, Questionnaire] = field(default_factory=dict)
    follow: Sequence[Follow] = (put_team, put_month)

    def require_any(self, actor: Actor) -> None:
        """Raises ``NotAllowed`` unless this is an administrator, who may set any team."""
        with self.begin(actor.workspace) as tx:
            require_administrator(known_as(actor, tx.people.find(actor.person)))

    def see(self, actor: Actor, manager: PersonId) -> TeamSeen:
        """Raises ``NotAllowed`` for everybody but the team's manager and administrators."""
        with self.begin(actor.workspace) as tx:
            person, reps = self._let_in(tx, actor, TeamAction.SEE, manager)
            return self._seen(tx, tx.teams.of(manager), person, reps)

    def check(self, actor: Actor, wanted: Team) -> TeamSeen:
        """As ``set``, without setting anything: for what has to be asked of others in between."""
        with self.begin(actor.workspace) as tx:
            person, reps = self._let_in(tx, actor, TeamAction.SET, wanted.manager)
            return self._seen(tx, self._checked(tx, wanted, reps), person, reps)

    def set(self, actor: Actor, wanted: Team) -> TeamSeen:
        """
        Args:
            wanted: all settings; ``version`` is that of the settings that stood there when they were changed.
        Raises:
            NotAllowed: see ``see``.
            BadInput: they don't go together; ``fields`` names attributes of ``Team``.
            Stale: somebody else has set them in between.
        """
        with self.begin(actor.workspace) as tx:
            person, reps = self._let_in(tx, actor, TeamAction.SET, wanted.manager)
            now, before = self.clock.now(), tx.teams.of(wanted.manager)
            team = self._checked(tx, wanted, reps)
            if replace(team, version=before.version) == before:
                return self._seen(tx, before, person, reps)  # sent twice is sent once
            tx.teams.save(team)
            tx.audit.note(actor.person, TeamAction.SET.value, team.manager, now)
            for one in self.follow:
                one(tx, team.manager, now)
            look_soon(tx, now, team.manager, *(one.rep for one in reps_of(tx, team.manager)))
            tx.surfaces.want((home(team.manager),))
            return self._seen(tx, tx.teams.of(team.manager), person, reps)

    def _let_in(self, tx: Transaction, actor: Actor, action: TeamAction, manager: PersonId) -> tuple[Person, int]:
        reps = len(reps_of(tx, manager))
        require_team(known_as(actor, tx.people.find(actor.person)), action, manager, reps=reps)
        person = person_or_stub(tx, manager)
        require_can_coach(person)
        return person, reps

    def _checked(self, tx: Transaction, wanted: Team, reps: int) -> Team:
        if wanted.form is not None and wanted.form not in {one.key for one in known_forms(tx, self.built_in)}:
            said = "That questionnaire is gone. Please choose another one."
            raise BadInput(said, {"form": said})
        return checked_team(wanted, reps)

    def _seen(self, tx: Transaction, team: Team, person: Person, reps: int) -> TeamSeen:
        return TeamSeen(team, person, reps, known_forms(tx, self.built_in))
