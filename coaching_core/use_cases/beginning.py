"""The one place where a review begins: for a manager who asks, for a rep who says yes, and by the team's cadence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from coaching_core.domain.calendar import end_of_day_after
from coaching_core.domain.people import Person
from coaching_core.domain.questionnaire import Questionnaire
from coaching_core.domain.review import Review, start_review
from coaching_core.domain.roles import Role
from coaching_core.domain.surfaces import surfaces_of
from coaching_core.domain.team import Team
from coaching_core.ids import QuestionnaireKey
from coaching_core.ports import Ids, Transaction
from coaching_core.use_cases.change import published
from coaching_core.use_cases.manners import look_soon

FIRST_FORM = QuestionnaireKey("b2b_seller_short")
"""The default for a first review: twelve skills, four minutes."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """``built_in``: the questionnaires that come with the app; published in a workspace when it first needs them."""

    ids: Ids
    built_in: Mapping[QuestionnaireKey, Questionnaire] = field(default_factory=dict)

    def review(
        self,
        tx: Transaction,
        *,
        rep: Person,
        manager: Person,
        team: Team,
        form: Questionnaire,
        now: datetime,
        every_months: int = 0,
        invite_from: Mapping[Role, datetime] | None = None,
    ) -> Review:
        """
        Invite both.

        Args:
            every_months: the cadence that starts it; 0 when a person does.
            invite_from: when each is invited, if not at once. Both have their days to answer from the later one on.
        """
        invited = max([now, *(invite_from or {}).values()])
        review = start_review(
            self.ids.review(),
            rep=rep.id,
            manager=manager.id,
            questionnaire=form,
            due_at=end_of_day_after(invited, team.days_to_answer, rep.zone),
            now=now,
            every_months=every_months,
            invite_from=invite_from,
        )
        tx.reviews.add(review)
        tx.audit.note(manager.id, "start by cadence" if every_months else "start", review.id, now)
        look_soon(tx, now, rep.id, manager.id)
        tx.surfaces.want(surfaces_of(review))
        return review

    def form(self, tx: Transaction, rep: Person, form: QuestionnaireKey | None) -> Questionnaire:
        """The form that was chosen, else the rep's last one, else the short one."""
        if form is None:
            earlier = [one for one in tx.reviews.of_person(rep.id) if one.rep == rep.id]
            last = max(earlier, key=lambda one: one.started_at, default=None)
            form = last.questionnaire.key if last is not None else FIRST_FORM
        return published(tx, self.built_in, form)


def known_forms(tx: Transaction, built_in: Mapping[QuestionnaireKey, Questionnaire]) -> Sequence[Questionnaire]:
    """Every questionnaire in its latest version."""
    return tuple({**{one.key: one for one in tx.questionnaires.all_latest()}, **built_in}.values())
