"""users.* and team.*: who is there."""

from __future__ import annotations

from playground.model import Json, Person
from playground.objects import user_json
from playground.refusal import Refused
from playground.web_api.calls import Call, Method


def info(call: Call) -> Json:
    """One person."""
    return {"user": _told(call, visible(call, call.arguments.required("user", "user_not_found")))}


def list_(call: Call) -> Json:
    """The people of the workspace, bots and deactivated ones included."""
    people = [p for p in call.slack.world.people.values() if p.team_id == call.installation.team_id]
    page, cursor = call.page(people, 1000, 1000)
    at = int(call.slack.clock.real().timestamp())
    return {"members": [_told(call, person) for person in page], "cache_ts": at, "response_metadata": cursor}


def lookup_by_email(call: Call) -> Json:
    """The person with an e-mail address."""
    email = call.arguments.required("email", "users_not_found").lower()
    for person in call.slack.world.people.values():
        same_team = person.team_id == call.installation.team_id
        if same_team and not person.deleted and person.email and person.email.lower() == email:
            return {"user": _told(call, person)}
    raise Refused("users_not_found")


def team_info(call: Call) -> Json:
    """The workspace."""
    workspace = call.slack.world.workspaces[call.installation.team_id]
    return {
        "team": {
            "id": workspace.id,
            "name": workspace.name,
            "domain": workspace.domain,
            "url": f"https://{workspace.domain}.slack.com/",
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


def visible(call: Call, person_id: str) -> Person:
    """
    Somebody whom the app may know of.

    Raises:
        Refused: user_not_found, user_not_visible.
    """
    person = call.slack.world.people.get(person_id)
    if person is None:
        raise Refused("user_not_found")
    me = call.installation
    known = person.team_id == me.team_id or person.is_stranger or call.slack.shares_channel(me, person_id)
    if not known:
        raise Refused("user_not_visible")
    return person


def _told(call: Call, person: Person) -> Json:
    return user_json(
        person,
        at=call.slack.clock.now(),
        locale=call.arguments.flag("include_locale"),
        email="users:read.email" in call.installation.scopes,
    )


METHODS = {
    "users.info": Method(info, ("users:read",), 4, errors="user_not_found user_not_visible"),
    "users.list": Method(list_, ("users:read",), 2),
    "users.lookupByEmail": Method(lookup_by_email, ("users:read.email",), errors="users_not_found"),
    "team.info": Method(team_info, ("team:read",)),
}
