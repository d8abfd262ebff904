"""Days of a plan for somebody's own calendar."""

from dataclasses import dataclass

from coaching_core.domain.calendar import local_date
from coaching_core.domain.in_calendar import CalendarDay, day_of
from coaching_core.domain.people import Actor
from coaching_core.domain.roles import Role
from coaching_core.ids import ItemId, ReviewId
from coaching_core.ports import Begin, Clock, Transaction
from coaching_core.use_cases.change import person_or_stub
from coaching_core.use_cases.keeping_plans import the_plan


@dataclass(frozen=True, slots=True)
class CalendarDays:
    begin: Begin
    clock: Clock

    def see(self, actor: Actor, plan: ReviewId, item: ItemId | None) -> CalendarDay:
        """
        Args:
            item: None for the talk.
        Raises:
            NotAllowed: neither of the two.
            TooLate, BadInput: see ``day_of``.
        """
        with self.begin(actor.workspace) as tx:
            return self._day(tx, actor, plan, item)

    def take(self, actor: Actor, plan: ReviewId, item: ItemId | None, asked: str) -> CalendarDay | None:
        """
        As ``see``, once.

        Args:
            asked: names the click.
        Returns:
            None when the very same click has been answered.
        """
        with self.begin(actor.workspace) as tx:
            day = self._day(tx, actor, plan, item)
            return day if tx.events.first_time(asked, day.made_at) else None

    def _day(self, tx: Transaction, actor: Actor, plan: ReviewId, item: ItemId | None) -> CalendarDay:
        found, _ = the_plan(tx, actor, plan)
        now, rep = self.clock.now(), person_or_stub(tx, found.person(Role.REP))
        today = local_date(now, person_or_stub(tx, actor.person).zone)
        return day_of(found, item, rep=rep, today=today, now=now)
