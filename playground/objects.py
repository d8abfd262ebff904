"""People, conversations, messages and views as Slack writes them in JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from playground.elements import values_of
from playground.model import Channel, Installation, Json, Message, Person, View
from playground.things import File
from playground.world import World


def user_json(person: Person, *, at: datetime, locale: bool = False, email: bool = False) -> Json:
    """A user object. `at` decides the offset of the zone; `locale` and `email` are given if asked for and granted."""
    zone: Json = {}
    if person.tz:
        local = at.astimezone(ZoneInfo(person.tz))
        offset = local.utcoffset()
        zone = {
            "tz": person.tz,
            "tz_label": local.tzname() or person.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
        }
    profile: Json = {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": "" if person.is_bot else person.name,
        "display_name_normalized": "" if person.is_bot else person.name,
        "pronouns": person.pronouns,
        "fields": person.fields,
        "status_text": "",
        "status_emoji": "",
        "avatar_hash": f"g{person.id.lower()}",
        "image_72": f"https://avatars.example/{person.id}/72.png",
        "team": person.team_id,
    }
    if email and person.email:
        profile["email"] = person.email
    if person.is_bot:
        profile |= {"api_app_id": person.app_id or "", "bot_id": person.bot_id, "always_active": True}
    user: Json = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "profile": profile,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
        "is_stranger": person.is_stranger,
    }
    if not person.deleted:
        user |= zone
        user |= {
            "real_name": person.real_name,
            "color": "9f69e7",
            "is_admin": person.is_admin,
            "is_owner": person.is_owner,
            "is_primary_owner": person.is_primary_owner,
            "is_restricted": person.is_restricted,
            "is_ultra_restricted": person.is_ultra_restricted,
            "is_email_confirmed": True,
            "who_can_share_contact_card": "EVERYONE",
        }
        if locale:
            user["locale"] = person.locale
    return user


def channel_json(channel: Channel, world: World, viewer: str) -> Json:
    """A conversation object as the app's bot user sees it."""
    common: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": channel.team_id,
        "updated": channel.created * 1000,
    }
    if channel.kind == "im":
        other = next((member for member in channel.members if member != viewer), viewer)
        return common | {"user": other, "is_user_deleted": world.people[other].deleted, "priority": 0}
    return common | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel" and not channel.is_private,
        "is_group": channel.kind == "channel" and channel.is_private,
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.is_private,
        "is_general": False,
        "is_shared": channel.is_shared,
        "is_ext_shared": channel.is_shared,
        "is_member": viewer in channel.members,
        "is_open": True,
        "creator": channel.members[0] if channel.members else viewer,
        "unlinked": 0,
        "num_members": len(channel.members),
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
    }


def message_json(message: Message, world: World, *, all_metadata: bool = False) -> Json:
    """A message object. Without `all_metadata` only the type of its metadata is told."""
    channel = world.channels[message.channel_id]
    told: Json = {
        "type": "message",
        "user": message.author_id,
        "ts": message.ts,
        "text": message.text,
        "team": channel.team_id,
    }
    if message.blocks:
        told["blocks"] = message.blocks
    if message.bot_id:
        told |= {"bot_id": message.bot_id, "app_id": message.app_id}
        author = world.people[message.author_id]
        told["bot_profile"] = {
            "id": message.bot_id,
            "app_id": message.app_id,
            "user_id": message.author_id,
            "name": author.real_name,
            "deleted": False,
            "team_id": channel.team_id,
        }
    if message.reactions:
        told["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()
        ]
    if message.file_ids:
        told["files"] = [{"id": file_id} | _file_words(world, file_id) for file_id in message.file_ids]
    if message.edited:
        told["edited"] = {"user": message.author_id, "ts": message.revisions[-1].ts}
    if message.metadata:
        told["metadata"] = message.metadata if all_metadata else {"event_type": message.metadata["event_type"]}
    if message.thread_ts is not None:
        told["thread_ts"] = message.thread_ts
    replies = channel.threads.get(message.ts)
    if replies:
        authors = list(dict.fromkeys(channel.messages[ts].author_id for ts in replies))
        told |= {
            "reply_count": len(replies),
            "reply_users_count": len(authors),
            "reply_users": authors[:5],
            "latest_reply": replies[-1],
            "is_locked": False,
            "subscribed": False,
        }
    elif message.is_reply and message.thread_ts is not None:
        told["parent_user_id"] = channel.messages[message.thread_ts].author_id
        if message.broadcast:
            told["subtype"] = "thread_broadcast"
    return told


def file_json(file: File, address: str) -> Json:
    """A file object; `address` is where this Slack can be reached."""
    place = f"{address}/files/{file.id}/{quote(file.name, safe='')}"
    by_kind: Json = {"public": {}, "private": {}}
    for share in file.shares:
        side = "public" if share.channel_id.startswith("C") else "private"
        by_kind[side].setdefault(share.channel_id, []).append({"ts": share.ts})
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "alt_txt": file.alt_text,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2].lower() or "binary",
        "user": file.owner_id,
        "user_team": file.team_id,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "is_public": bool(by_kind["public"]),
        "url_private": place,
        "url_private_download": place,
        "permalink": place,
        "channels": sorted(by_kind["public"]),
        "ims": sorted(each for each in by_kind["private"] if each.startswith("D")),
        "groups": sorted(each for each in by_kind["private"] if each.startswith("G")),
        "shares": {side: found for side, found in by_kind.items() if found},
    }


def view_json(view: View, world: World, *, with_values: bool = True) -> Json:
    """A view object, with `state.values` as the person's client has them."""
    values: Json = {}
    if with_values:
        values = values_of(view.blocks, world.chosen.of(view.id, view.person_id))
    installation = world.installation(view.app_id, view.team_id)
    return {
        "id": view.id,
        "team_id": view.team_id,
        "type": view.kind,
        "blocks": view.blocks,
        "private_metadata": view.private_metadata,
        "callback_id": view.callback_id,
        "state": {"values": values},
        "hash": view.hash,
        "title": view.title or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": view.clear_on_close,
        "notify_on_close": view.notify_on_close,
        "close": view.close,
        "submit": view.submit,
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": view.app_id,
        "external_id": view.external_id,
        "app_installed_team_id": view.team_id,
        "bot_id": installation.bot_id if installation else None,
    }


def team_json(world: World, team_id: str) -> Json:
    """The workspace as interaction payloads name it."""
    return {"id": team_id, "domain": world.workspaces[team_id].domain}


def person_json(person: Person) -> Json:
    """The person as interaction payloads name them."""
    return {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team_id}


def channel_name(channel: Channel) -> str:
    """What payloads call a conversation."""
    if channel.kind == "im":
        return "directmessage"
    return channel.name if channel.kind == "mpim" or not channel.is_private else "privategroup"


def authorizations(installation: Installation) -> list[Json]:
    """For whom an event is delivered."""
    return [
        {
            "enterprise_id": None,
            "team_id": installation.team_id,
            "user_id": installation.bot_user_id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]


def _file_words(world: World, file_id: str) -> Json:
    file = world.shelf.files[file_id]
    if file.deleted:
        return {"mode": "tombstone"}
    return {"name": file.name, "title": file.title, "mimetype": file.mimetype, "size": file.size, "mode": "hosted"}


def no_values(value: Any) -> bool:
    """Whether an acknowledgement carries nothing."""
    return value is None or value in ("", {}, [])
