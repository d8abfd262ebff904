"""What becomes of a modal when its submission was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playground.delivery.answers import Answer
from playground.elements import with_ids
from playground.model import Json, View
from playground.objects import no_values
from playground.open_views import STACK_LIMIT, new_view
from playground.refusal import Refused
from playground.validation import require_valid_view
from playground.world import World


@dataclass(frozen=True, slots=True)
class Verdict:
    """error: why the person sees that it did not work. errors: block_id -> words at the fields."""

    error: str | None = None
    errors: dict[str, str] = field(default_factory=dict)


def verdict_of(world: World, view: View, answer: Answer) -> Verdict:
    """Carry out the acknowledgement of a submission. An answer that Slack would not take leaves the modal as it is."""
    if answer.error:
        return Verdict(answer.error)
    body = answer.body
    if no_values(body):
        world.views.close(view)
        return Verdict()
    if not isinstance(body, dict):
        return Verdict("dispatch_failed")
    action = body.get("response_action")
    if action is None:
        world.views.close(view)
        return Verdict()
    if action == "clear":
        world.views.clear(view.person_id)
        return Verdict()
    if action == "errors":
        return _errors(world, view, body.get("errors"))
    if action in ("update", "push"):
        try:
            new = read_view(world, body.get("view"), view, kind="modal")
        except Refused as refused:
            return Verdict(refused.error)
        if action == "update":
            world.views.replace(view, new)
        elif len(world.views.stack(view.person_id)) >= STACK_LIMIT:
            return Verdict("push_limit_reached")
        else:
            world.views.push(new)
        return Verdict()
    return Verdict("dispatch_failed")


def read_view(world: World, source: Any, like: View, *, kind: str) -> View:
    """
    A view from what the app sent, for the same person, app and workspace as another one.

    Raises:
        Refused: invalid_arguments, view_too_large, duplicate_external_id.
    """
    require_valid_view(source)
    if source["type"] != kind:
        raise Refused(
            "invalid_arguments", messages=[f"[ERROR] unsupported type: {source['type']} [json-pointer:/view/type]"]
        )
    external_id = source.get("external_id")
    if external_id:
        other = world.views.by_external_id(external_id, like.app_id, like.team_id)
        if other is not None and other.id != like.id:
            raise Refused("duplicate_external_id")
    named: Json = source | {"blocks": with_ids(source["blocks"], lambda: world.new_id("b"))}
    return new_view(world, named, app_id=like.app_id, team_id=like.team_id, person_id=like.person_id)


def _errors(world: World, view: View, errors: Any) -> Verdict:
    fields = {block["block_id"] for block in view.blocks if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= fields:
        return Verdict("dispatch_failed")
    words = {block_id: str(text) for block_id, text in errors.items()}
    world.chosen.set_errors(view.id, words)
    world.show((view.person_id,), "field_error", view.id, words.values())
    return Verdict(errors=words)
