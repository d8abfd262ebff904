"""
A page of every surface in every state, as plain text and as what Slack is sent. For whoever works on the words.

It holds made-up people only, and is served only where Slack is a local one.
"""

import json
from collections.abc import Sequence
from functools import cache
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from bot.web.examples import Example, examples
from bot.web.examples.readable import readable
from coaching_core.domain.questionnaire import Questionnaire

PREVIEW = "/preview"
_HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Common Ground: every surface</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; border: 1px solid #ccc; border-radius: 6px }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
</style>
<h1>Every surface in every state</h1>
"""
_ONLY_TEXT = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}


def preview_pages(form: Questionnaire, other: Questionnaire) -> Sequence[BaseRoute]:
    """
    Args:
        form: a questionnaire of twelve skills.
        other: a second one, to choose between.
    """

    @cache
    def page() -> str:
        shown = examples(form, other)
        links = "".join(f'<li><a href="#{number}">{escape(one.name)}</a>' for number, one in enumerate(shown))
        return f"{_HEAD}<ol>{links}</ol>" + "".join(_drawn(number, one) for number, one in enumerate(shown))

    async def every_surface(_: Request) -> Response:
        return HTMLResponse(page(), headers=_ONLY_TEXT)

    return (Route(PREVIEW, every_surface, methods=["GET"]),)


def _drawn(number: int, example: Example) -> str:
    notified = f"<p>Notification: {escape(example.shown['text'])}</p>" if example.kind == "message" else ""
    sent = escape(json.dumps(example.shown, ensure_ascii=False, indent=1))
    return (
        f'<h2 id="{number}">{escape(example.name)} <small>({example.kind})</small></h2>{notified}'
        f"<pre>{escape(readable(example.shown))}</pre>"
        f"<details><summary>As it is sent</summary><pre>{sent}</pre></details>"
    )
