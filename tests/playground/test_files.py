"""Files in three steps, and canvases."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.serving import running
from playground.slack import Slack
from tests.playground.conftest import refused


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with running(rate_limits=False, pages=False) as started:
        yield started


async def test_a_file_goes_up_and_comes_down(slack: Slack, client: AsyncWebClient) -> None:
    ana = slack.person("UANA")
    sent = await client.files_upload_v2(
        channel=ana.app_dm.id, filename="notes.txt", content="Notes", title="My notes", initial_comment="Here"
    )
    [message] = ana.messages()
    assert message.text == "Here"
    assert message.file_ids == [sent["file"]["id"]]
    told = (await client.files_info(file=sent["file"]["id"]))["file"]
    assert (told["title"], told["size"], told["ims"]) == ("My notes", 5, [ana.app_dm.id])
    async with aiohttp.ClientSession() as session:
        allowed = {"Authorization": f"Bearer {slack.bot_token}"}
        async with session.get(told["url_private"], headers=allowed) as answer:
            assert (answer.status, await answer.read()) == (200, b"Notes")
            assert answer.headers["Content-Disposition"] == "attachment"
        for query, status in (({}, 404), ({"as": "UBEN"}, 404), ({"as": "UANA"}, 200)):
            async with session.get(told["url_private"], params=query) as answer:
                assert answer.status == status
    await client.files_delete(file=told["id"])
    assert await refused(client.files_info(file=told["id"])) == "file_deleted"


async def test_each_step_must_have_been_taken(slack: Slack, client: AsyncWebClient) -> None:
    first = await client.files_getUploadURLExternal(filename="a.bin", length=3)
    file = [{"id": first["file_id"], "title": "A"}]
    assert await refused(client.files_completeUploadExternal(files=file)) == "file_not_found"
    async with aiohttp.ClientSession() as session:
        async with session.post(first["upload_url"], data=b"four") as answer:
            assert answer.status == 400
        async with session.post(first["upload_url"], data=b"abc") as answer:
            assert answer.status == 200
        assert (
            await refused(client.files_completeUploadExternal(files=file, channel_id="C0GENERAL")) == "not_in_channel"
        )
        await client.files_completeUploadExternal(files=file)
        assert await refused(client.files_completeUploadExternal(files=file)) == "file_already_completed"
        async with session.post(first["upload_url"], data=b"abc") as answer:
            assert answer.status == 404
    assert await refused(client.files_getUploadURLExternal(filename="a", length=0)) == "invalid_arguments"
    assert slack.world.shelf.files[first["file_id"]].content == b"abc"


def markdown(text: str) -> dict[str, str]:
    return {"type": "markdown", "markdown": text}


async def test_a_canvas_is_written_and_edited(slack: Slack, client: AsyncWebClient) -> None:
    await client.conversations_join(channel="C0GENERAL")
    made = await client.conversations_canvases_create(
        channel_id="C0GENERAL", document_content=markdown("# Plan\n\nFirst\n\nLast")
    )
    canvas = made["canvas_id"]
    again = client.conversations_canvases_create(channel_id="C0GENERAL", document_content=markdown(""))
    assert await refused(again) == "channel_canvas_already_exists"
    found = await client.canvases_sections_lookup(canvas_id=canvas, criteria={"contains_text": "First"})
    [section] = found["sections"]
    change = {"operation": "insert_after", "section_id": section["id"], "document_content": markdown("Middle")}
    await client.canvases_edit(canvas_id=canvas, changes=[change])
    await client.canvases_edit(canvas_id=canvas, changes=[{"operation": "delete", "section_id": section["id"]}])
    assert slack.world.shelf.canvases[canvas].markdown == "# Plan\n\nMiddle\n\nLast"
    gone = client.canvases_edit(canvas_id=canvas, changes=[{"operation": "delete", "section_id": section["id"]}])
    assert await refused(gone) == "canvas_editing_failed"
    await client.canvases_access_set(canvas_id=canvas, access_level="read", user_ids=["UANA"])
    assert slack.world.shelf.canvases[canvas].access == {"UANA": "read"}
    await client.canvases_delete(canvas_id=canvas)
    assert await refused(client.canvases_delete(canvas_id=canvas)) == "canvas_not_found"
