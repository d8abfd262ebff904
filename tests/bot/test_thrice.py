"""The same request, delivered three times: the state changes once, and each time there is an answer."""

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

import playground
from playground.slack import Slack
from tests.bot import tour
from tests.bot.between import Thrice, Whose, between
from tests.bot.conftest import MANIFEST, PEOPLE
from tests.bot.hands import Hands
from tests.bot.playing import App, Pair, app_on, paired


async def test_everything_that_people_do_counts_once_however_often_it_arrives(tmp_path: Path) -> None:
    people = [*PEOPLE, {"id": "UOLGA", "name": "Olga", "real_name": "Olga Other"}]
    async with (
        playground.running(manifest=MANIFEST, people=people, rate_limits=False, pages=False) as slack,
        app_on(slack, f"sqlite:///{tmp_path}/coach.sqlite") as app,
        between(slack, app, lambda *_: Whose.BOTH, Thrice) as middle,
    ):
        hands = {one: Hands(slack.person(one)) for one in ("UMARIA", "UANA", "UOLGA", "UBEN")}
        first, second = Pair(hands["UMARIA"], hands["UANA"]), Pair(hands["UOLGA"], hands["UBEN"])
        await tour.live(slack, app, second)
        await tour.asking(first, hands["UOLGA"])
        await tour.another_date(slack, app, first)
        await tour.answering(slack, app, first)
        await tour.in_writing(slack, app, first)
        await tour.coaching_time(first)
        await tour.being_away(slack, app, first.rep)
        await tour.declining(first)
        await tour.closes(second.manager)
        await tour.another_one(slack, app, second)
        await app.settled()
    assert not middle.complaints, "\n".join(middle.complaints)
    assert len(middle.again) > 50
    the_last_page = [
        one for one in middle.again["submission", "form"] if "so this is done" in one or "You have sent" in one
    ]
    assert not the_last_page, "whoever was the second to send is answered as the first time"


async def test_an_event_that_comes_again_late_does_not_undo_what_came_after_it(tmp_path: Path) -> None:
    async with (
        playground.running(manifest=MANIFEST, people=PEOPLE, rate_limits=False, pages=False) as slack,
        app_on(slack, f"sqlite:///{tmp_path}/coach.sqlite") as app,
    ):
        who = Pair(Hands(slack.person("UMARIA")), Hands(slack.person("UANA")))
        await paired(who)

        async def changed(event_id: str, *, deleted: bool) -> None:
            user = {"id": "UANA", "team_id": slack.team_id, "name": "ana", "deleted": deleted}
            answer = await slack.courier.hand_over("event", "events_api", event(slack, event_id, user))
            assert answer.error is None

        for _ in range(3):
            await changed("EvGONE", deleted=True)
        assert is_active(app, "UANA") is False
        await changed("EvBACK", deleted=False)
        await changed("EvGONE", deleted=True)
        assert is_active(app, "UANA") is True


def event(slack: Slack, event_id: str, user: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": slack.team_id,
        "api_app_id": slack.app_id,
        "event_id": event_id,
        "event_time": 1,
        "authorizations": [{"team_id": slack.team_id, "enterprise_id": None, "user_id": "U0", "is_bot": True}],
        "event": {"type": "user_change", "user": user},
    }


def is_active(app: App, person: str) -> bool:
    with contextlib.closing(sqlite3.connect(f"file:{app.database}?mode=ro", uri=True)) as connection:
        return bool(connection.execute("SELECT active FROM people WHERE id = ?", (person,)).fetchone()[0])
