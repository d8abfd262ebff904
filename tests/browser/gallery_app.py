"""
A small Bolt app that shows everything Block Kit can, for the tests of the playground's pages.

`/gallery` posts every block that a message may hold, `/form` opens a modal with every input, `/pair @somebody` starts a
group conversation with a thread, `/slow` never answers, `/private` answers privately. `seen` is what it was told.

(Over 300 lines: one specimen of every block and element, which is data.)
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import Slack

Json = dict[str, Any]

MANIFEST: Json = {
    "display_information": {"name": "Gallery", "description": "Shows every block there is."},
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": True,
        },
        "bot_user": {"display_name": "gallery"},
        "slash_commands": [
            {"command": "/gallery", "description": "Show the blocks", "usage_hint": "[part]", "should_escape": True},
            {"command": "/form", "description": "Open a form", "should_escape": True},
            {"command": "/pair", "description": "Talk", "usage_hint": "@person", "should_escape": True},
            {"command": "/private", "description": "A private answer", "should_escape": True},
            {"command": "/slow", "description": "Never answers", "should_escape": True},
        ],
        "shortcuts": [
            {"name": "Look closer", "type": "message", "callback_id": "look", "description": "At a message"},
            {"name": "New form", "type": "global", "callback_id": "new-form", "description": "Open the form"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "im:write", "mpim:write", "users:read"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}

PEOPLE: Json = {
    "workspace": {"id": "T0LINEN", "name": "Linen & Loom", "domain": "linen"},
    "people": [
        {"id": "UMAYA", "name": "maya", "real_name": "Maya Lindqvist", "tz": "Europe/Stockholm", "title": "Manager"},
        {"id": "URAVI", "name": "ravi", "real_name": "Ravi Menon", "tz": "Asia/Kolkata", "title": "Sales rep"},
        {"id": "UZOE", "name": "zoe", "real_name": "Zoë Baptiste", "tz": "America/New_York", "title": "Sales rep"},
    ],
    "channels": [{"id": "C0GENERAL", "name": "general"}],
}

GUIDE = """\
A shop window for blocks. Try this:

1. As **Maya**, open the *Gallery* app and type `/gallery`.
2. Type `/form` to open a form.
3. Be **Ravi** in a second window and type `/pair @maya`.
"""


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, note: str = "") -> Json:
    return {"text": plain(text), "value": value} | ({"description": plain(note)} if note else {})


LEVELS = [
    option("1", "1", "Waits to be told what to ask"),
    option("2", "2", "Asks, but about the product"),
    option("3", "3", "Asks about the problem and listens"),
    option("4", "4", "Finds the cost of the problem"),
    option("5", "5", "The buyer learns something about their own business"),
]
FRUIT = [option("Apple", "apple"), option("Banana", "banana"), option("Cherry", "cherry", "In season")]


def rating_blocks() -> list[Json]:
    return [
        {"type": "header", "text": plain("Discovery"), "level": 2},
        {"type": "context", "elements": [mrkdwn("Question *3 of 12* · saved as you go")]},
        {
            "type": "section",
            "block_id": "skill",
            "text": mrkdwn("*Finding the problem*\nAsks what is wrong, for whom, and what it costs."),
            "accessory": {"type": "radio_buttons", "action_id": "rate", "options": LEVELS},
        },
        {
            "type": "actions",
            "block_id": "row",
            "elements": [
                {"type": "button", "action_id": "next", "text": plain("Next"), "style": "primary", "value": "n"},
                {"type": "button", "action_id": "comment", "text": plain("Add a comment"), "value": "c"},
                {
                    "type": "button",
                    "action_id": "delete",
                    "text": plain("Delete"),
                    "style": "danger",
                    "value": "d",
                    "confirm": {
                        "title": plain("Delete it?"),
                        "text": mrkdwn("This *cannot* be undone."),
                        "confirm": plain("Delete it"),
                        "deny": plain("Keep it"),
                        "style": "danger",
                    },
                },
                {
                    "type": "overflow",
                    "action_id": "more",
                    "options": [option("Later today", "later"), option("Tomorrow", "tomorrow")],
                },
            ],
        },
    ]


def element_blocks() -> list[Json]:
    return [
        {
            "type": "section",
            "block_id": "fields",
            "text": mrkdwn("Hello <@UMAYA>, see <#C0GENERAL> or <https://example.com/a?b=1&amp;c=2|the page>."),
            "fields": [mrkdwn("*Due*\n<!date^1767225600^{date_short} at {time}|1 Jan>"), mrkdwn("*With*\n<@URAVI>")],
        },
        {
            "type": "actions",
            "block_id": "pickers",
            "elements": [
                {"type": "static_select", "action_id": "fruit", "placeholder": plain("A fruit"), "options": FRUIT},
                {
                    "type": "multi_static_select",
                    "action_id": "fruits",
                    "placeholder": plain("Several fruits"),
                    "option_groups": [
                        {"label": plain("Red"), "options": [FRUIT[0], FRUIT[2]]},
                        {"label": plain("Yellow"), "options": [FRUIT[1]]},
                    ],
                },
                {"type": "users_select", "action_id": "who", "placeholder": plain("A colleague")},
                {"type": "external_select", "action_id": "city", "placeholder": plain("A city"), "min_query_length": 2},
                {"type": "datepicker", "action_id": "day", "placeholder": plain("A day")},
                {"type": "timepicker", "action_id": "time", "placeholder": plain("A time")},
            ],
        },
        {
            "type": "section",
            "block_id": "boxes",
            "text": mrkdwn("*Which apply?*"),
            "accessory": {
                "type": "checkboxes",
                "action_id": "apply",
                "options": [option("Territory", "territory"), option("Leads", "leads", "Too few, too cold")],
            },
        },
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "helpful",
                    "positive_button": {"text": plain("Good"), "value": "good", "accessibility_label": "This helped"},
                    "negative_button": {"text": plain("Bad"), "value": "bad", "accessibility_label": "It did not help"},
                }
            ],
        },
    ]


def chart(kind: str) -> Json:
    if kind == "pie":
        segments = [{"label": "Calls", "value": 12}, {"label": "Visits", "value": 5}, {"label": "Mail", "value": 3}]
        return {"type": "data_visualization", "title": "Time", "chart": {"type": "pie", "segments": segments}}
    names = ["Discovery", "Closing", "Forecasting", "Account planning"]
    if kind == "many":
        names = [f"{name} {n}" for n in range(1, 4) for name in names]
    series = [
        {
            "name": name,
            "data": [{"label": n, "value": v} for n, v in zip(names, values * (len(names) // 4), strict=True)],
        }
        for name, values in (("Rep", (3, 2, 4, 5)), ("Manager", (4, 2, 3, 4)))
    ]
    axis = {"categories": names, "x_label": "Skill", "y_label": "Rating"}
    chart_ = {"type": "bar" if kind == "many" else kind, "series": series, "axis_config": axis}
    return {"type": "data_visualization", "title": f"Both views ({kind})", "chart": chart_}


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def table_blocks() -> list[Json]:
    days = [{"type": "raw_number", "value": n, "text": str(n)} for n in (8, 30, 2, 14, 21, 5, 11)]
    names = ["Shadow two calls", "Write the plan", "Join a review", "Ask for feedback", "Read", "Call", "Visit"]
    return [
        {
            "type": "data_table",
            "caption": "Open actions",
            "page_size": 3,
            "rows": [[raw("Action"), raw("Days left")], *([raw(n), d] for n, d in zip(names, days, strict=True))],
        },
    ]


def other_blocks() -> list[Json]:
    return [
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "Rich", "style": {"bold": True}},
                        {"type": "text", "text": " text with *no* markup, "},
                        {"type": "user", "user_id": "UMAYA"},
                        {"type": "text", "text": " and "},
                        {"type": "link", "url": "https://example.com", "text": "a link"},
                    ],
                },
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [
                        {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]},
                        {"type": "rich_text_section", "elements": [{"type": "text", "text": "two"}]},
                    ],
                },
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "Said by a buyer."}]},
            ],
        },
        {"type": "markdown", "text": "## Markdown\n\n- [x] done\n- [ ] *to do*\n\n| a | b |\n|---|---|\n| 1 | **2** |"},
        {
            "type": "card",
            "title": plain("Ravi Menon"),
            "subtitle": plain("Review · third quarter"),
            "body": plain("Both assessments are in. The rep goes first."),
            "slack_icon": {"type": "icon", "name": "star"},
            "actions": [{"type": "button", "action_id": "card-open", "text": plain("Open"), "value": "1"}],
        },
        {
            "type": "container",
            "title": plain("More about it"),
            "subtitle": plain("Two minutes"),
            "is_collapsible": True,
            "default_collapsed": True,
            "child_blocks": [{"type": "section", "text": mrkdwn("_Inside_ the container.")}],
        },
        {
            "type": "plan",
            "title": "The plan",
            "tasks": [
                {"task_id": "1", "title": "Shadow two calls", "status": "complete"},
                {
                    "task_id": "2",
                    "title": "Lead the next one",
                    "status": "in_progress",
                    "details": rich({"type": "text", "text": "On Thursday."}),
                },
                {"task_id": "3", "title": "Look back", "status": "pending"},
            ],
        },
        {
            "type": "table",
            "rows": [[raw("Skill"), raw("Rep"), raw("Manager")], [raw("Discovery"), raw("3"), raw("4")]],
            "column_settings": [{"is_wrapped": True}, {"align": "right"}, {"align": "right"}],
        },
        {"type": "divider"},
        {
            "type": "carousel",
            "elements": [
                {"type": "card", "title": plain(f"Card {n}"), "body": plain("Something to know.")} for n in range(1, 5)
            ],
        },
    ]


def form_view(*, step: int = 1) -> Json:
    def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
        return {
            "type": "input",
            "block_id": block_id,
            "label": plain(label),
            "element": {"action_id": "value", **element},
            **more,
        }

    blocks: list[Json] = [
        {"type": "alert", "level": "info", "text": mrkdwn("Only *you* see this form.")},
        field("name", "What went well?", {"type": "plain_text_input", "max_length": 200}, hint=plain("In your words.")),
        field("more", "What would you like more of?", {"type": "plain_text_input", "multiline": True}, optional=True),
        field("rating", "How do you see it?", {"type": "radio_buttons", "options": LEVELS}),
        field("causes", "What was in the way?", {"type": "checkboxes", "options": FRUIT}, optional=True),
        field("fruit", "Favourite fruit", {"type": "static_select", "options": FRUIT}),
        field("fruits", "All good fruit", {"type": "multi_static_select", "options": FRUIT}, optional=True),
        field("people", "With whom?", {"type": "multi_users_select"}, optional=True),
        field("day", "By when?", {"type": "datepicker"}, optional=True),
        field("at", "At what time?", {"type": "timepicker"}, optional=True),
        field("moment", "Exactly when?", {"type": "datetimepicker"}, optional=True),
        field(
            "minutes", "Minutes", {"type": "number_input", "is_decimal_allowed": False, "min_value": "5"}, optional=True
        ),
        field("mail", "E-mail", {"type": "email_text_input"}, optional=True),
        field("notes", "Notes", {"type": "rich_text_input"}, optional=True),
        {
            "type": "actions",
            "block_id": "buttons",
            "elements": [
                {"type": "button", "action_id": "deeper", "text": plain("One more view"), "value": "x"},
                {"type": "button", "action_id": "redraw", "text": plain("Redraw"), "value": "x"},
            ],
        },
    ]
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("A form" if step == 1 else f"View {step}"),
        "submit": plain("Send"),
        "close": plain("Not now"),
        "notify_on_close": True,
        "blocks": blocks,
    }


class Gallery:
    """The app, and what it was told: (kind, details)."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, Any]] = []
        self.redrawn = 0

    def told(self, kind: str) -> list[Any]:
        """The details of everything of one kind, oldest first."""
        return [details for name, details in self.seen if name == kind]

    def register(self, app: AsyncApp) -> None:
        """Put all listeners on an app."""
        app.command("/gallery")(self.on_gallery)
        app.command("/form")(self.on_form)
        app.shortcut("new-form")(self.on_form)
        app.shortcut("look")(self.on_look)
        app.command("/pair")(self.on_pair)
        app.command("/private")(self.on_private)
        app.command("/slow")(self.on_slow)
        app.view("form")(self.on_submit)
        app.view_closed("form")(self.on_closed)
        app.event("app_home_opened")(self.on_home)
        app.options("city")(self.on_cities)
        app.action("deeper")(self.on_deeper)
        app.action("redraw")(self.on_redraw)
        app.action("hang")(self.on_slow)
        app.action(re.compile(".*"))(self.on_action)

    async def on_gallery(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        self.seen.append(("command", body["text"]))
        to = body["user_id"]
        parts = {
            "rating": rating_blocks(),
            "elements": element_blocks(),
            "other": other_blocks(),
            "tables": table_blocks(),
            "bar": [chart("bar")],
            "charts": [chart("line"), chart("pie")],
            "many": [chart("many"), chart("area")],
        }
        for name, blocks in parts.items():
            if body["text"] in ("", name):
                await client.chat_postMessage(channel=to, text=f"Gallery: {name}", blocks=blocks)

    async def on_form(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form_view())

    async def on_look(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        self.seen.append(("look", body["message"]["text"]))
        view = {"type": "modal", "title": plain("Closer"), "blocks": [{"type": "section", "text": plain("A message.")}]}
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    async def on_pair(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        self.seen.append(("pair", body["text"]))
        other = body["text"].split("|")[0].strip("<@> ")
        opened = await client.conversations_open(users=[body["user_id"], other])
        channel = opened["channel"]["id"]
        root = await client.chat_postMessage(
            channel=channel, text="Both are in. Let us talk.", blocks=rating_blocks()[:2]
        )
        await client.chat_postMessage(channel=channel, thread_ts=root["ts"], text=f"<@{other}>, you begin.")

    async def on_private(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack("Between *you* and me: `a & b`.")

    async def on_slow(self, body: Json) -> None:
        self.seen.append(("slow", body.get("text")))

    async def on_submit(self, ack: Any, body: Json) -> None:
        values = body["view"]["state"]["values"]
        self.seen.append(("submitted", values))
        if values["name"]["value"]["value"] == "nothing":
            await ack(response_action="errors", errors={"name": "Surely there was something."})
            return
        await ack()

    async def on_closed(self, ack: Any, body: Json) -> None:
        await ack()
        self.seen.append(("closed", body["is_cleared"]))

    async def on_home(self, event: Json, client: AsyncWebClient) -> None:
        self.seen.append(("home", event["tab"]))
        if event["tab"] == "home":
            blocks = [
                {"type": "header", "text": plain("Your reviews"), "level": 1},
                {"type": "section", "text": mrkdwn(f"Hello <@{event['user']}>. *Two* reviews are open.")},
                other_blocks()[2],
                {"type": "divider"},
                *rating_blocks()[2:],
            ]
            await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    async def on_cities(self, ack: Any, payload: Json) -> None:
        names = ["Lisbon", "Lima", "Lille", "London"]
        fitting = [name for name in names if name.lower().startswith(payload["value"].lower())]
        await ack(options=[option(name, name.lower()) for name in fitting])

    async def on_deeper(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=form_view(step=2))

    async def on_redraw(self, ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        self.redrawn += 1
        view = form_view()
        view["blocks"][0]["text"] = mrkdwn(f"Redrawn {self.redrawn} times.")
        await client.views_update(view_id=body["view"]["id"], view=view)

    async def on_action(self, ack: Any, action: Json, body: Json) -> None:
        await ack()
        self.seen.append(("action", action))


@asynccontextmanager
async def gallery(slack: Slack) -> AsyncIterator[Gallery]:
    """The app, connected to a local Slack over Socket Mode while the block lasts."""
    shown = Gallery()
    app = AsyncApp(client=AsyncWebClient(token=slack.bot_token, base_url=slack.base_url))
    shown.register(app)
    handler = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()
    try:
        yield shown
    finally:
        await handler.close_async()
