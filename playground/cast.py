"""Who is in the workspace: people, conversations and further workspaces, from a file or the default cast."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from playground.model import Person, Workspace
from playground.things import ProfileField, UserGroup

T = TypeVar("T")
HOME_TEAM = "T0MEADOW"

# The file's words -> fields of Person.
_FLAGS = {
    "admin": "is_admin",
    "owner": "is_owner",
    "primary_owner": "is_primary_owner",
    "guest": "is_restricted",
    "single_channel_guest": "is_ultra_restricted",
    "stranger": "is_stranger",
    "bot": "is_bot",
    "deleted": "deleted",
}
_PLAIN = ("id", "name", "real_name", "tz", "locale", "email", "title", "pronouns", "fields", "quiet_hours")


class BadCast(ValueError):
    """The file of people cannot be used; says where and why."""


@dataclass(frozen=True, slots=True)
class Room:
    """A channel that is there from the start. `members` None means everybody of the workspace."""

    id: str
    name: str
    team_id: str
    members: tuple[str, ...] | None = None
    is_private: bool = False
    with_app: bool = False


@dataclass(frozen=True, slots=True)
class Cast:
    """Everything that a Slack starts with. The first workspace is the one that the app is installed in."""

    workspaces: tuple[Workspace, ...]
    people: tuple[Person, ...]
    rooms: tuple[Room, ...] = field(default=())
    user_groups: tuple[UserGroup, ...] = ()
    profile_fields: tuple[ProfileField, ...] = ()


def default_cast() -> Cast:
    """A small team: an owner, four people in four time zones, and one of each kind that apps must refuse."""
    people = [
        Person("UANA", "ana", "Ana Sousa", HOME_TEAM, tz="Europe/Lisbon", title="Team lead"),
        Person("UBEN", "ben", "Ben Okafor", HOME_TEAM, tz="Europe/London", title="Account executive"),
        Person("UCHLOE", "chloe", "Chloé Martin", HOME_TEAM, tz="America/New_York", locale="en-US"),
        Person("UDEV", "dev", "Dev Patel", HOME_TEAM, tz="Asia/Kolkata"),
        Person("UOLA", "ola", "Ola Nowak", HOME_TEAM, tz="Europe/Warsaw", is_admin=True, is_owner=True),
        Person("UGIL", "gil", "Gil Guest", HOME_TEAM, is_restricted=True),
        Person("UDEE", "dee", "Dee Parted", HOME_TEAM, deleted=True),
        Person("UROBO", "robo", "Robo", HOME_TEAM, is_bot=True, bot_id="BROBO"),
        Person("USTR", "sam", "Sam Stranger", "T0ELSE", is_stranger=True),
    ]
    for person in people:
        person.email = "" if person.is_bot else f"{person.name}@meadow.example"
    everybody = Room("C0GENERAL", "general", HOME_TEAM)
    return Cast((Workspace(HOME_TEAM, "Meadow", "meadow"),), tuple(people), (everybody,))


def load_cast(source: Path | str | Mapping[str, Any] | Sequence[Any] | None) -> Cast:
    """
    Read who is there from a YAML or JSON file, a mapping, or a bare list of people; None gives the default cast.

    Shape: {workspace: {id, name, domain}, workspaces: [further ones], people: [{id, name, real_name, tz, locale, email,
    title, pronouns, fields, quiet_hours, team, admin, owner, guest, …}], channels: [{id, name, members, private,
    app}], usergroups: [{id, handle, name, people}], profile_fields: [{id, label, kind, hint, options}]}.
    Raises:
        BadCast: not readable, or something in it does not fit.
    """
    if source is None:
        return default_cast()
    if isinstance(source, str | Path):
        import yaml

        try:
            source = yaml.safe_load(Path(source).read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError) as problem:
            raise BadCast(str(problem)) from problem
    if isinstance(source, Sequence):
        source = {"people": source}
    if not isinstance(source, Mapping) or not isinstance(source.get("people"), Sequence):
        raise BadCast("`people` must be a list")
    given = [source.get("workspace") or {"id": HOME_TEAM, "name": "Meadow"}, *(source.get("workspaces") or ())]
    workspaces = tuple(Workspace(w["id"], w["name"], w.get("domain") or w["name"].lower()) for w in given)
    team = workspaces[0].id
    people = tuple(_person(at, each, team) for at, each in enumerate(source["people"]))
    ids = [person.id for person in people]
    if len(set(ids)) != len(ids):
        raise BadCast(f"ids must differ: {sorted({i for i in ids if ids.count(i) > 1})}")
    rooms = source.get("channels")
    if rooms is None:
        rooms = [{"id": "C0GENERAL", "name": "general"}]
    return Cast(
        workspaces,
        people,
        tuple(_room(each, team) for each in rooms),
        tuple(_made(UserGroup, "usergroups", {"team_id": team} | each) for each in source.get("usergroups") or ()),
        tuple(_made(ProfileField, "profile_fields", each) for each in source.get("profile_fields") or ()),
    )


def _person(at: int, source: Any, team: str) -> Person:
    if not isinstance(source, Mapping) or "id" not in source:
        raise BadCast(f"people[{at}]: a mapping with an id is needed")
    values: dict[str, Any] = {key: source[key] for key in _PLAIN if key in source}
    values |= {field_name: bool(source[word]) for word, field_name in _FLAGS.items() if word in source}
    unknown = set(source) - set(_PLAIN) - set(_FLAGS) - {"team"}
    if unknown:
        raise BadCast(f"people[{at}]: unknown: {', '.join(sorted(map(str, unknown)))}")
    if not str(source["id"]).startswith(("U", "W")) or not str(source["id"]).isalnum():
        raise BadCast(f"people[{at}].id: U or W and letters or digits, not {source['id']!r}")
    values.setdefault("name", str(source["id"]).lower())
    values.setdefault("real_name", values["name"].capitalize())
    if values.get("is_owner") or values.get("is_primary_owner"):
        values["is_owner"] = values["is_admin"] = True
    if values.get("is_ultra_restricted"):
        values["is_restricted"] = True
    if values.get("is_bot"):
        values["bot_id"] = "B" + str(source["id"])[1:]
    person = Person(team_id=source.get("team") or team, **values)
    check_zone(person.tz, f"people[{at}].tz")
    if person.quiet_hours and not re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", person.quiet_hours):
        raise BadCast(f"people[{at}].quiet_hours: two times are needed, such as 22:00-08:00")
    return person


def _made(kind: type[T], at: str, source: Mapping[str, Any]) -> T:
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in source.items()}
    try:
        return kind(**given)
    except TypeError as problem:
        raise BadCast(f"{at}: {str(problem).partition(' ')[2]}") from problem


def check_zone(tz: str | None, at: str) -> None:
    """
    Make sure that it is the name of a time zone (or None).

    Raises:
        BadCast: it is not.
    """
    if tz is None:
        return
    try:
        ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise BadCast(f"{at}: no such time zone: {tz}") from problem


def _room(source: Mapping[str, Any], team: str) -> Room:
    members = source.get("members")
    return Room(
        source["id"],
        source["name"],
        source.get("team") or team,
        None if members is None else tuple(members),
        bool(source.get("private", False)),
        bool(source.get("app", False)),
    )
