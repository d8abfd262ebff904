"""The page of every example."""

from html import escape

from starlette.requests import Request
from starlette.routing import Route

from bot.web.preview import PREVIEW, preview_pages
from tests.surfaces.looking import EXAMPLES, LONG, SHORT


async def test_every_example_is_on_the_page() -> None:
    (route,) = preview_pages(SHORT, LONG)
    assert isinstance(route, Route)
    assert route.path == PREVIEW
    page = await route.endpoint(Request({"type": "http", "method": "GET", "headers": []}))
    shown = page.body.decode()
    assert all(escape(one.name) in shown for one in EXAMPLES)
    assert "<script" not in shown
