"""views.*: modals and App Homes."""

from __future__ import annotations

from typing import Any

from playground.delivery.submissions import read_view
from playground.delivery.triggers import Trigger
from playground.model import Json, View
from playground.objects import view_json
from playground.open_views import STACK_LIMIT
from playground.refusal import Refused
from playground.web_api.calls import Call, Method, invalid


def open_(call: Call) -> Json:
    """Open a modal for the person whose click gave the trigger."""
    source = _source(call)
    trigger_id = call.arguments.required("trigger_id")
    _, view = _triggered(call, source, trigger_id)
    return {"view": view_json(call.slack.world.views.open(view), call.slack.world)}


def push(call: Call) -> Json:
    """Put a modal on top of the one in which the person clicked."""
    source = _source(call)
    trigger, view = _triggered(call, source, call.arguments.required("trigger_id"))
    stack = call.slack.world.views.stack(trigger.person_id)
    if trigger.view_id is None or not stack:
        raise Refused("not_found")
    if len(stack) >= STACK_LIMIT:
        raise Refused("push_limit_reached")
    return {"view": view_json(call.slack.world.views.push(view), call.slack.world)}


def update(call: Call) -> Json:
    """Replace what an open view shows, also below others; a stale `hash` is refused."""
    world, me = call.slack.world, call.installation
    source = _source(call)
    view_id, external_id = call.arguments.text("view_id"), call.arguments.text("external_id")
    if not view_id and not external_id:
        raise invalid("[ERROR] either view_id or external_id is required")
    found = world.views.get(view_id) if view_id else world.views.by_external_id(external_id, me.app_id, me.team_id)
    if found is None or found.app_id != me.app_id or found.team_id != me.team_id:
        raise Refused("not_found")
    given = call.arguments.text("hash")
    if given and given != found.hash:
        raise Refused("hash_conflict")
    new = read_view(world, source, found, kind=found.kind)
    return {"view": view_json(world.views.replace(found, new), world)}


def publish(call: Call) -> Json:
    """Set a person's App Home."""
    world, me = call.slack.world, call.installation
    source = _source(call)
    if not call.app.manifest.home_tab:
        raise Refused("not_enabled")
    person = world.people.get(call.arguments.required("user_id"))
    if person is None or person.is_bot or person.deleted or person.team_id != me.team_id:
        raise invalid("[ERROR] user_id is not valid [json-pointer:/user_id]")
    before = world.views.home(person.id, me.app_id)
    given = call.arguments.text("hash")
    if given and before is not None and given != before.hash:
        raise Refused("hash_conflict")
    like = before or View("", "home", me.app_id, me.team_id, person.id, "", [])
    view = read_view(world, source, like, kind="home")
    return {"view": view_json(world.views.publish(view), world)}


def _source(call: Call) -> Any:
    if "view" not in call.arguments:
        raise invalid("[ERROR] missing required field: view")
    source = call.arguments.json("view")
    if not isinstance(source, dict):
        raise invalid("[ERROR] must provide an object [json-pointer:/view]")
    return source


def _triggered(call: Call, source: Any, trigger_id: str) -> tuple[Trigger, View]:
    me = call.installation
    template = View("", "modal", me.app_id, me.team_id, "", "", [])
    view = read_view(call.slack.world, source, template, kind="modal")
    trigger = call.slack.triggers.exchange(trigger_id, me.team_id, me.app_id)
    view.person_id = trigger.person_id
    return trigger, view


_VIEW = "view_too_large duplicate_external_id"
_TRIGGER = "invalid_trigger_id exchanged_trigger_id expired_trigger_id"

METHODS = {
    "views.open": Method(open_, (), 4, errors=f"{_VIEW} {_TRIGGER}"),
    "views.push": Method(push, (), 4, errors=f"{_VIEW} {_TRIGGER} not_found push_limit_reached"),
    "views.update": Method(update, (), 4, errors=f"{_VIEW} not_found hash_conflict"),
    "views.publish": Method(publish, (), 4, errors=f"{_VIEW} not_enabled hash_conflict"),
}
