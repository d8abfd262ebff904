"""What must hold at the end, whatever happened: everything that was acknowledged, once, and nothing missing."""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from bot.reconciler.lookup import name_in_slack
from coaching_core.domain.roles import Stage
from coaching_core.ids import PersonId, SurfaceKey, WorkspaceId
from playground.slack import Slack
from storage.tables import surfaces
from storage.transaction import Database
from tests.bot.hands import text_of
from tests.chaos.persistent import SHORT, Persistent

POSTS_IN_A_TALK = 5


def what_was_acknowledged_is_there(slack: Slack, database_url: str, people: Sequence[Persistent]) -> None:
    """Both agreed, and every answer is the one that was acknowledged last."""
    names = {one.name: key for key, one in SHORT.skills.items()}
    database = Database(database_url)
    try:
        with database.reading(WorkspaceId(slack.team_id)) as tx:
            review = tx.reviews.of_person(PersonId(people[0].hands.id))[0]
    finally:
        database.close()
    assert review.stage is Stage.AGREED
    for person in people:
        role = review.role_of(PersonId(person.hands.id))
        assert role is not None
        kept = {key: rating.answer for key, rating in review.assessments[role].ratings.items()}
        assert kept == {names[name]: int(answer[0]) for name, answer in person.acknowledged.items()}


async def everything_is_said(database_url: str, seconds: float = 90) -> None:
    """
    Wait until nothing that is due is unsaid. A Home that nobody looks at is not due; what stands already and is only
    to be written once more is not unsaid.
    """
    database = Database(database_url)
    only_once_more = sa.and_(surfaces.c.confirm_at.is_not(None), surfaces.c.retry_at == surfaces.c.confirm_at)
    unsaid = sa.select(surfaces.c.key).where(
        surfaces.c.shown < surfaces.c.wanted,
        surfaces.c.not_before.is_(None),
        surfaces.c.place_kind != "home",
        sa.not_(sa.func.coalesce(only_once_more, sa.false())),
    )
    try:
        async with asyncio.timeout(seconds):
            while True:
                with database.looking() as connection:
                    if not connection.scalars(unsaid).all():
                        return
                await asyncio.sleep(0.1)
    finally:
        database.close()


def nothing_twice_and_nothing_missing(slack: Slack, database_url: str, *, reviews: int) -> None:
    """
    What stands in Slack is what the database says, message by message, and by the full record of all calls no
    message was ever posted twice. Each conversation has its messages in order.
    """
    posted = Counter(_name(call.arguments) for call in slack.record.calls("chat.postMessage") if call.ok)
    assert {name: times for name, times in posted.items() if times > 1} == {}, "said twice"
    stands = {
        str(message.metadata["event_payload"]["key"]): message.ts
        for channel in slack.world.channels.values()
        for message in channel.messages.values()
        if message.metadata and not message.deleted
    }
    database = Database(database_url)
    try:
        with database.looking() as connection:
            rows = connection.execute(sa.select(surfaces).where(surfaces.c.ts.is_not(None))).all()
            parked = connection.scalars(sa.select(surfaces.c.reason).where(surfaces.c.state == "parked")).all()
    finally:
        database.close()
    assert not parked
    team = WorkspaceId(slack.team_id)
    assert stands == {name_in_slack(team, SurfaceKey(row.key)): row.ts for row in rows}
    assert posted.keys() == stands.keys()
    talks = 0
    for channel in slack.world.channels.values():
        if channel.kind == "mpim":
            posts = [one for one in channel.messages.values() if one.metadata]
            assert len(posts) == POSTS_IN_A_TALK, [one.text for one in posts]
            numbers = [
                int(row.part) for one in sorted(posts, key=lambda one: one.ts) for row in rows if row.ts == one.ts
            ]
            assert numbers == sorted(numbers), "out of order"
            talks += 1
    assert talks == reviews


def what_stands(slack: Slack, people: Sequence[str]) -> dict[str, list[str]]:
    """Every word that these people can read in the end, by conversation."""
    found: dict[str, list[str]] = {}
    for person in people:
        keyboard = slack.person(person)
        for channel in keyboard.channels():
            ordered = sorted(channel.messages.values(), key=lambda one: one.ts)
            words = [text_of(one) for one in ordered if one.app_id and one.ephemeral_for is None]
            if words:
                found[f"{person} {channel.kind}"] = sorted(words) if channel.kind == "im" else words
    return found


def _name(arguments: dict[str, object]) -> str:
    metadata = arguments["metadata"]
    read = json.loads(metadata) if isinstance(metadata, str) else metadata
    return str(read["event_payload"]["key"])  # type: ignore[index]
