"""The addresses that take and give the contents of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response

from playground.things import File

if TYPE_CHECKING:
    from playground.slack import Slack


async def upload(slack: Slack, request: HttpRequest) -> Response:
    """`POST /upload/v1/{file}`: the bytes themselves, or a form with a file. Works until the file is published."""
    file = slack.world.shelf.files.get(request.path_params["file"])
    if file is None or file.complete or file.deleted:
        return PlainTextResponse("no such upload", 404)
    try:
        content = await _content(request, file.size)
    except (HTTPException, ClientDisconnect):
        return PlainTextResponse("this form cannot be read", 400)
    if len(content) != file.size:
        return PlainTextResponse(f"{file.size} bytes were announced, {len(content)} came", 400)
    file.content = content
    slack.world.shelf.keep(file)
    slack.keeper.flush()
    return PlainTextResponse(f"OK - {file.size}")


async def download(slack: Slack, request: HttpRequest) -> Response:
    """
    `GET /files/{file}/{name}`: the content, for a bot token with files:read, or for `?as=` somebody who can see it.

    Raises nothing: who may not see it is told that it is not there.
    """
    file = slack.world.shelf.files.get(request.path_params["file"])
    if file is None or file.content is None or not file.complete or not _may_see(slack, request, file):
        return PlainTextResponse("no such file", 404)
    # Whatever was uploaded, a browser must not run it as a page of this server.
    inline = file.mimetype.startswith("image/") and file.mimetype != "image/svg+xml"
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline" if inline else "attachment",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(file.content, headers=headers, media_type=file.mimetype)


async def _content(request: HttpRequest, most: int) -> bytes:
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form() as form:
            sent = next((part for part in form.values() if isinstance(part, UploadFile)), None)
            return await sent.read() if sent else b""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > most:
            break
    return bytes(content)


def _may_see(slack: Slack, request: HttpRequest, file: File) -> bool:
    authorization = request.headers.get("authorization", "")
    if authorization.lower().startswith("bearer "):
        caller = slack.world.installations.get(authorization[7:].strip())
        return bool(caller and caller.active and caller.team_id == file.team_id and "files:read" in caller.scopes)
    person_id = request.query_params.get("as", "")
    channels = (slack.world.channels.get(share.channel_id) for share in file.shares)
    return any(channel is not None and person_id in channel.members for channel in channels)
