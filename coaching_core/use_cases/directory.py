"""The people of a workspace, as Slack tells us of them, and who coaches whom by an administrator's word."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from coaching_core.domain import away
from coaching_core.domain.calendar import local_date
from coaching_core.domain.people import Actor, Pairing, PairingState, Person
from coaching_core.domain.policy import require_let_in
from coaching_core.domain.roles import Role
from coaching_core.domain.surfaces import home, surfaces_of_pairing
from coaching_core.ids import PersonId, WorkspaceId
from coaching_core.ports import Begin, Clock, Ids
from coaching_core.use_cases.change import known, stub
from coaching_core.use_cases.handovers import hand_over
from coaching_core.use_cases.manners import look_soon
from coaching_core.use_cases.monthly import put_month, put_month_of
from coaching_core.use_cases.scheduling import put_everything_of, put_team


@dataclass(frozen=True, slots=True)
class Directory:
    begin: Begin
    clock: Clock
    ids: Ids

    def find(self, workspace: WorkspaceId, person: PersonId) -> Person | None:
        with self.begin(workspace) as tx:
            return tx.people.find(person)

    def remember(self, workspace: WorkspaceId, person: Person) -> Person:
        """Keep what Slack says; what only we know of the person (away, appointed) stays. Who moved is rescheduled."""
        with self.begin(workspace) as tx:
            before = tx.people.find_held(person.id)
            kept = replace(person, away_until=before.away_until if before else None, fetched_at=self.clock.now())
            tx.people.save(kept)
            if before is not None and (before.tz, before.active) != (kept.tz, kept.active):
                put_everything_of(tx, kept.id, self.clock.now())
                put_month_of(tx, kept.id, self.clock.now())
                look_soon(tx, self.clock.now(), kept.id)
            return kept

    def heard(self, workspace: WorkspaceId, event: str) -> bool:
        """Whether all that an event of Slack's brings is done; one that comes again would undo what came after it."""
        with self.begin(workspace) as tx:
            return tx.events.known(event)

    def take_note(self, workspace: WorkspaceId, event: str) -> None:
        """To be called when it is done: whatever ends in between begins again, and may."""
        with self.begin(workspace) as tx:
            tx.events.first_time(event, self.clock.now())

    def set_away(self, actor: Actor, until: date | None) -> Person:
        """
        Say until when one is away, or that one is back. For oneself alone: there is no other person to name.

        Raises:
            BadInput: not a day to come.
            NotAllowed: not a person of this workspace.
        """
        with self.begin(actor.workspace) as tx:
            me = tx.people.find_held(actor.person) or stub(actor.person)
            require_let_in(known(actor, {Role.REP: me}))
            after = away.set_away(me, until, local_date(self.clock.now(), me.zone))
            tx.people.save(after)
            look_soon(tx, self.clock.now(), me.id)
            tx.surfaces.want((home(me.id),))
            return after

    def opened_home(self, workspace: WorkspaceId, person: PersonId) -> None:
        """They look at their Home: draw it now, and keep it up to date for ten minutes."""
        with self.begin(workspace) as tx:
            tx.surfaces.want((home(person),))
            tx.surfaces.seen(person, self.clock.now())

    def pair(self, workspace: WorkspaceId, pairs: Iterable[tuple[Person, Person]]) -> int:
        """
        Pair managers with reps on an administrator's word.

        Args:
            pairs: (manager, rep).
        Returns:
            How many pairings are new.
        """
        new = 0
        with self.begin(workspace) as tx:
            for manager, rep in pairs:
                for person in (manager, rep):
                    if tx.people.find(person.id) is None:
                        tx.people.save(person)
                old = tx.pairings.between(rep=rep.id, manager=manager.id)
                if old is not None and old.state is PairingState.ACCEPTED:
                    continue
                now = self.clock.now()
                kept = old if old is not None and old.state is PairingState.PROPOSED else None
                pairing = (
                    replace(kept, state=PairingState.ACCEPTED, since=now)
                    if kept
                    else Pairing(self.ids.pairing(), rep.id, manager.id, PairingState.ACCEPTED, now)
                )
                tx.pairings.save(pairing)
                look_soon(tx, now, rep.id, manager.id)
                tx.surfaces.want(surfaces_of_pairing(pairing) if kept else (home(rep.id), home(manager.id)))
                put_team(tx, manager.id, now)
                put_month(tx, manager.id, now)
                hand_over(tx, rep.id, now)
                new += 1
        return new
