"""
Block Kit by example: what the local Slack must accept, and what it must refuse and where.

VALID: name -> (surfaces, blocks); accepted on exactly these surfaces, refused on the others.
BROKEN: name -> (surface, blocks, pointer, message); refused for this one reason.
A single block stands for a list of one.

(Over 300 lines: a table of data, in one place so that valid and broken examples of a type can be compared.)
"""

from typing import Any

Json = Any

MESSAGE, MODAL, HOME = "message", "modal", "home"
ALL = (MESSAGE, MODAL, HOME)
VIEWS = (MODAL, HOME)


def p(text: str = "Hello") -> Json:
    return {"type": "plain_text", "text": text}


def m(text: str = "*Hello*") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "1", text: str | None = None, **more: Json) -> Json:
    return {"text": p(text or f"Option {value}"), "value": value, **more}


def section(accessory: Json) -> Json:
    return {"type": "section", "text": m(), "accessory": accessory}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def field(element: Json, **more: Json) -> Json:
    return {"type": "input", "label": p("Your answer"), "element": element, **more}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def line(*leaves: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(leaves)}


def words(text: str = "words", **more: Json) -> Json:
    return {"type": "text", "text": text, **more}


def cell(text: str = "a") -> Json:
    return {"type": "raw_text", "text": text}


def figure(value: float) -> Json:
    return {"type": "raw_number", "value": value, "text": str(value)}


def table(*rows: Json, **more: Json) -> Json:
    return {"type": "table", "rows": list(rows), **more}


def data_table(*rows: Json, **more: Json) -> Json:
    return {"type": "data_table", "caption": "Open actions", "rows": list(rows), **more}


def chart(chart: Json, title: str = "Two views") -> Json:
    return {"type": "data_visualization", "title": title, "chart": chart}


def bars(*series: Json, categories: list[str], kind: str = "bar", **axis: str) -> Json:
    return {"type": kind, "series": list(series), "axis_config": {"categories": categories, **axis}}


def series(name: str, **points: float) -> Json:
    return {"name": name, "data": [{"label": label, "value": value} for label, value in points.items()]}


def container(*children: Json, **more: Json) -> Json:
    return {"type": "container", "title": p("More"), "child_blocks": list(children), **more}


def card(**fields: Json) -> Json:
    return {"type": "card", **fields}


def task(**more: Json) -> Json:
    return {"type": "task_card", "task_id": "t1", "title": "Shadow two calls", "status": "in_progress", **more}


BUTTON = {"type": "button", "text": p("Go"), "action_id": "go"}
IMAGE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A chart of two lines"}
CONFIRM = {"title": p("Sure?"), "text": m("This goes to *everyone*."), "confirm": p("Yes"), "deny": p("No")}
DIVIDER = {"type": "divider"}
OPTIONS = [option("1"), option("2"), option("3")]
GROUPS = [{"label": p("A"), "options": [option("1")]}, {"label": p("B"), "options": [option("2")]}]
VIDEO = {
    "type": "video",
    "alt_text": "How it works",
    "title": p("How it works"),
    "thumbnail_url": "https://example.com/t.png",
    "video_url": "https://example.com/v",
}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "f",
    "positive_button": {"text": p("Good"), "value": "+"},
    "negative_button": {"text": p("Bad"), "value": "-"},
}
TRASH = {"type": "icon_button", "icon": "trash", "text": p("Delete"), "action_id": "del"}
WORKFLOW = {
    "type": "workflow_button",
    "text": p("Run"),
    "workflow": {"trigger": {"url": "https://slack.com/shortcuts/Ft1/abc"}},
}
PIE = {"type": "pie", "segments": [{"label": "Won", "value": 3}, {"label": "Lost", "value": 0.5}]}

VALID: dict[str, tuple[tuple[str, ...], Json]] = {
    "section with mrkdwn": (ALL, {"type": "section", "text": m()}),
    "section with plain text and emoji": (ALL, {"type": "section", "text": {**p(":wave: hi"), "emoji": True}}),
    "section with verbatim text": (ALL, {"type": "section", "text": {**m("<@U1>"), "verbatim": True}}),
    "section of 3,000 characters": (ALL, {"type": "section", "text": m("x" * 3000)}),
    "section of 3,000 emoji": (ALL, {"type": "section", "text": p("🙂" * 3000)}),
    "section with fields only": (ALL, {"type": "section", "fields": [m(), p()]}),
    "section with ten fields of 2,000": (ALL, {"type": "section", "fields": [p("x" * 2000)] * 10}),
    "section that stays open": (ALL, {"type": "section", "text": p(), "expand": True}),
    "section with a block id": (ALL, {"type": "section", "text": p(), "block_id": "b" * 255}),
    "section with a button": (ALL, section(BUTTON)),
    "section with an image": (ALL, section(IMAGE)),
    "header": (ALL, {"type": "header", "text": p()}),
    "header of level 4": (ALL, {"type": "header", "text": p("x" * 150), "level": 4}),
    "divider": (ALL, DIVIDER),
    "image by address": (ALL, IMAGE),
    "image by file id": (ALL, {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a", "title": p()}),
    "image by file address": (
        ALL,
        {"type": "image", "slack_file": {"url": "https://files.slack.com/f"}, "alt_text": "a"},
    ),
    "context with words and an image": (ALL, context(m("3 of 12"), p(), IMAGE)),
    "context with ten elements": (ALL, context(*[m()] * 10)),
    "actions with 25 buttons": (ALL, actions(*({**BUTTON, "action_id": f"go.{i}"} for i in range(25)))),
    "button with everything": (
        ALL,
        actions(
            {**BUTTON, "value": "v" * 2000, "style": "primary", "accessibility_label": "Go on", "confirm": CONFIRM}
        ),
    ),
    "button with a link": (ALL, actions({**BUTTON, "url": "https://example.com/x?y=1"})),
    "button to write a mail": (ALL, actions({**BUTTON, "url": "mailto:ana@example.com"})),
    "button for one person": (ALL, actions({**BUTTON, "visible_to_user_ids": ["U1"]})),
    "button for an agent": (ALL, actions({**BUTTON, "agent_prompt": "Sum up", "agent_prompt_display": "Sum up"})),
    "the same action id in two blocks": (ALL, [actions(BUTTON), actions(BUTTON)]),
    "dangerous confirm": (ALL, actions({**BUTTON, "confirm": {**CONFIRM, "style": "danger"}})),
    "radio buttons": (ALL, field({"type": "radio_buttons", "options": OPTIONS, "initial_option": option("2")})),
    "radio buttons with mrkdwn": (
        ALL,
        actions({"type": "radio_buttons", "options": [{"text": m(), "value": "1", "description": m("_why_")}]}),
    ),
    "checkboxes": (
        ALL,
        section({"type": "checkboxes", "options": OPTIONS, "initial_options": [option("1"), option("3")]}),
    ),
    "overflow": (ALL, section({"type": "overflow", "options": [option("1", url="https://example.com"), option("2")]})),
    "static select": (
        ALL,
        actions({"type": "static_select", "options": OPTIONS, "placeholder": p("Choose"), "confirm": CONFIRM}),
    ),
    "static select of 100": (
        ALL,
        field({"type": "static_select", "options": [option(str(number)) for number in range(100)]}),
    ),
    "static select of groups": (
        ALL,
        field({"type": "static_select", "option_groups": GROUPS, "initial_option": option("2")}),
    ),
    "multi static select": (
        ALL,
        field(
            {
                "type": "multi_static_select",
                "options": OPTIONS,
                "initial_options": [option("1"), option("2")],
                "max_selected_items": 2,
                "focus_on_load": True,
            }
        ),
    ),
    "multi static select of groups": (ALL, section({"type": "multi_static_select", "option_groups": GROUPS})),
    "external select": (
        ALL,
        field({"type": "external_select", "min_query_length": 0, "initial_option": option("7")}),
    ),
    "multi external select": (
        ALL,
        field({"type": "multi_external_select", "initial_options": [option("7")], "max_selected_items": 3}),
    ),
    "users select": (ALL, actions({"type": "users_select", "initial_user": "U1", "action_id": "who"})),
    "multi users select": (ALL, field({"type": "multi_users_select", "initial_users": ["U1", "U2"]})),
    "conversations select": (
        ALL,
        section(
            {
                "type": "conversations_select",
                "default_to_current_conversation": True,
                "filter": {"include": ["im", "mpim"], "exclude_bot_users": True},
            }
        ),
    ),
    "conversations select with a response url": (
        (MODAL,),
        field({"type": "conversations_select", "response_url_enabled": True}),
    ),
    "multi conversations select": (
        ALL,
        field({"type": "multi_conversations_select", "initial_conversations": ["C1"]}),
    ),
    "channels select": (ALL, field({"type": "channels_select", "initial_channel": "C1"})),
    "channels select with a response url": ((MODAL,), field({"type": "channels_select", "response_url_enabled": True})),
    "multi channels select": (ALL, actions({"type": "multi_channels_select", "initial_channels": ["C1"]})),
    "datepicker": (ALL, section({"type": "datepicker", "initial_date": "2028-02-29", "placeholder": p("When?")})),
    "timepicker": (
        ALL,
        actions({"type": "timepicker", "initial_time": "23:59", "timezone": "Europe/Lisbon"}),
    ),
    "datetimepicker": ((MESSAGE, MODAL), field({"type": "datetimepicker", "initial_date_time": 1764000000})),
    "text input": (ALL, field({"type": "plain_text_input", "action_id": "words"})),
    "text input with everything": (
        ALL,
        field(
            {
                "type": "plain_text_input",
                "multiline": True,
                "min_length": 0,
                "max_length": 3000,
                "initial_value": "x" * 3000,
                "placeholder": p("In a sentence"),
                "focus_on_load": True,
                "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]},
            },
            hint=p("Both of you will read this."),
            optional=True,
            dispatch_action=True,
        ),
    ),
    "rich text input": (VIEWS, field({"type": "rich_text_input", "initial_value": rich(line(words()))})),
    "rich text input among actions": (VIEWS, actions({"type": "rich_text_input"})),
    "number input": (
        (MODAL,),
        field(
            {
                "type": "number_input",
                "is_decimal_allowed": True,
                "initial_value": "7.5",
                "min_value": "-1",
                "max_value": "8",
            }
        ),
    ),
    "email input": ((MODAL,), field({"type": "email_text_input", "initial_value": "ana@example.com"})),
    "url input": ((MODAL,), field({"type": "url_text_input", "initial_value": "http://example.com"})),
    "file input": ((MODAL,), field({"type": "file_input", "filetypes": ["pdf"], "max_files": 10})),
    "feedback buttons": ((MESSAGE,), {"type": "context_actions", "elements": [FEEDBACK]}),
    "icon button": (
        (MESSAGE,),
        {"type": "context_actions", "elements": [{**TRASH, "visible_to_user_ids": ["U1"], "confirm": CONFIRM}]},
    ),
    "workflow button": ((MESSAGE,), actions(WORKFLOW)),
    "workflow button with inputs": (
        (MESSAGE,),
        section(
            {
                **WORKFLOW,
                "workflow": {
                    "trigger": {
                        "url": "https://slack.com/shortcuts/Ft1/abc",
                        "customizable_input_parameters": [{"name": "who", "value": "U1"}],
                    }
                },
            }
        ),
    ),
    "rich text of words": (ALL, rich(line(words("<!channel> & *not bold*")))),
    "rich text with styles": (
        ALL,
        rich(line(words(style={"bold": True, "italic": True, "strike": True, "code": True, "underline": True}))),
    ),
    "rich text bullets": (
        ALL,
        rich({"type": "rich_text_list", "style": "bullet", "indent": 1, "border": 0, "elements": [line(words())]}),
    ),
    "rich text numbers": (
        ALL,
        rich({"type": "rich_text_list", "style": "ordered", "offset": 3, "elements": [line(words()), line()]}),
    ),
    "rich text quote": (ALL, rich({"type": "rich_text_quote", "elements": [words("שלום")], "border": 1})),
    "rich text preformatted": (ALL, rich({"type": "rich_text_preformatted", "elements": [words("a = 1")]})),
    "rich text link": (ALL, rich(line({"type": "link", "url": "https://example.com", "text": "here"}))),
    "rich text emoji": (ALL, rich(line({"type": "emoji", "name": "wave"}))),
    "rich text mentions": (
        ALL,
        rich(
            line(
                {"type": "user", "user_id": "U1"},
                {"type": "usergroup", "usergroup_id": "S1"},
                {"type": "channel", "channel_id": "C1"},
                {"type": "team", "team_id": "T1"},
                {"type": "broadcast", "range": "here"},
            )
        ),
    ),
    "rich text date": (
        ALL,
        rich(line({"type": "date", "timestamp": 1764000000, "format": "{date_short}", "fallback": "24 Nov"})),
    ),
    "rich text color": (ALL, rich(line({"type": "color", "value": "#1D9BD1"}))),
    "markdown": ((MESSAGE,), {"type": "markdown", "text": "# Title\n\n- [x] done"}),
    "markdown of 12,000 in two blocks": ((MESSAGE,), [{"type": "markdown", "text": "x" * 6000}] * 2),
    "table": ((MESSAGE,), table([cell("Skill"), cell("You")], [cell("Listening"), figure(4)])),
    "table with column settings": (
        (MESSAGE,),
        table([cell(), rich(line(words()))], column_settings=[{"align": "right", "is_wrapped": True}, None]),
    ),
    "table of 100 rows": ((MESSAGE,), table(*[[cell()] * 20] * 100)),
    "data table": (
        (MESSAGE,),
        data_table([cell("Action"), cell("Days")], [cell("Shadow"), figure(8)], page_size=5, row_header_column_index=0),
    ),
    "data table of 200 rows": ((MESSAGE,), data_table([cell()], *[[figure(-0.5)]] * 200)),
    "data table with rich text": ((MESSAGE,), data_table([cell(), cell()], [cell(), rich(line(words()))])),
    "pie chart": ((MESSAGE,), chart(PIE)),
    "bar chart": (
        (MESSAGE,),
        chart(
            bars(
                series("Rep", Discovery=3, Closing=2),
                series("Manager", Closing=2, Discovery=4),
                categories=["Discovery", "Closing"],
                x_label="Skill",
                y_label="Rating",
            )
        ),
    ),
    "line chart below zero": ((MESSAGE,), chart(bars(series("S", A=-3.5), categories=["A"], kind="line"))),
    "area chart of 12 series and 20 points": (
        (MESSAGE,),
        chart(
            bars(
                *(series(f"S{i}", **{f"p{n}": n for n in range(20)}) for i in range(12)),
                categories=[f"p{n}" for n in range(20)],
                kind="area",
            )
        ),
    ),
    "two charts": ((MESSAGE,), [chart(PIE), chart(PIE)]),
    "card with a title": (ALL, card(title=p("Plan"))),
    "card with everything": (
        ALL,
        card(
            title=m(),
            subtitle=p(),
            body=m("x" * 200),
            subtext=p(),
            hero_image=IMAGE,
            slack_icon={"type": "icon", "name": "star-filled"},
            actions=[{**BUTTON, "action_id": f"go.{i}"} for i in range(3)],
            block_id="plan",
        ),
    ),
    "card with an icon image": (ALL, card(body=p(), icon=IMAGE)),
    "carousel": ((MESSAGE, HOME), {"type": "carousel", "elements": [card(title=p(str(i))) for i in range(10)]}),
    "container": (
        (MESSAGE,),
        container(
            {"type": "section", "text": m()},
            DIVIDER,
            context(m()),
            {"type": "header", "text": p()},
            IMAGE,
            rich(line(words())),
            actions(BUTTON),
            field({"type": "plain_text_input"}),
            table([cell()]),
            VIDEO,
            subtitle=m(),
            width="wide",
            icon=IMAGE,
            is_collapsible=True,
            default_collapsed=True,
        ),
    ),
    "container with a rich title": (
        (MESSAGE,),
        {
            "type": "container",
            "rich_text_title": rich(line(words())),
            "child_blocks": [DIVIDER],
            "has_header_divider": True,
        },
    ),
    "alert": ((MODAL,), {"type": "alert", "text": m("Please choose two."), "level": "warning"}),
    "plan": (
        (MESSAGE,),
        {
            "type": "plan",
            "title": "Until March",
            "tasks": [
                {"task_id": "1", "title": "Shadow two calls", "status": "pending"},
                {"task_id": "2", "title": "Lead one", "status": "complete", "type": "task_card"},
            ],
        },
    ),
    "task card": (
        (MESSAGE,),
        task(
            details=rich(line(words())),
            output=rich(line(words())),
            sources=[{"type": "url", "url": "https://example.com", "text": "Notes"}],
        ),
    ),
    "video": (
        ALL,
        {**VIDEO, "title_url": "https://example.com/v", "author_name": "Ana", "description": p(), "provider_name": "X"},
    ),
    "message of 50 blocks": (ALL, [DIVIDER] * 50),
    "view of 100 blocks": (VIEWS, [DIVIDER] * 100),
    "message without blocks": ((MESSAGE,), []),
}

TEXT_3001 = "must be less than 3001 characters"

BROKEN: dict[str, tuple[str, Json, str, str]] = {
    # the list and its blocks
    "blocks are an object": (MESSAGE, {"blocks": []}, "/blocks/0", "missing required field: type"),
    "block is a string": (HOME, ["section"], "/blocks/0", "must provide an object"),
    "block is null": (MODAL, [DIVIDER, None], "/blocks/1", "must provide an object"),
    "block type is a number": (MESSAGE, {"type": 3}, "/blocks/0/type", "unsupported type: 3"),
    "unknown block": (MESSAGE, [DIVIDER, {"type": "banner"}], "/blocks/1/type", "unsupported type: banner"),
    "unknown field": (HOME, {**DIVIDER, "color": "red"}, "/blocks/0", "invalid additional property: color"),
    "51 blocks in a message": (MESSAGE, [DIVIDER] * 51, "/blocks", "no more than 50 items allowed"),
    "101 blocks on Home": (HOME, [DIVIDER] * 101, "/blocks", "no more than 100 items allowed"),
    "no blocks on Home": (HOME, [], "/blocks", "must provide at least 1 items"),
    "children count too": (
        MESSAGE,
        [DIVIDER] * 45 + [container(*[DIVIDER] * 5)],
        "/blocks",
        "no more than 50 items allowed",
    ),
    "block id twice": (
        MODAL,
        [{**DIVIDER, "block_id": "a"}, {**DIVIDER, "block_id": "a"}],
        "/blocks/1/block_id",
        '`block_id` "a" already exists',
    ),
    "block id twice in a container": (
        MESSAGE,
        container({**DIVIDER, "block_id": "a"}, block_id="a"),
        "/blocks/0/block_id",
        '`block_id` "a" already exists',
    ),
    "block id of 256": (
        HOME,
        {**DIVIDER, "block_id": "b" * 256},
        "/blocks/0/block_id",
        "must be less than 256 characters",
    ),
    "block id empty": (HOME, {**DIVIDER, "block_id": ""}, "/blocks/0/block_id", "must be more than 0 characters"),
    "action id twice": (
        MESSAGE,
        actions(BUTTON, BUTTON),
        "/blocks/0/elements/1/action_id",
        '`action_id` "go" already exists',
    ),
    "action id of 256": (
        HOME,
        actions({**BUTTON, "action_id": "a" * 256}),
        "/blocks/0/elements/0/action_id",
        "must be less than 256 characters",
    ),
    # surfaces
    "chart on Home": (HOME, chart(PIE), "/blocks/0/type", "unsupported type: data_visualization"),
    "table on Home": (HOME, table([cell()]), "/blocks/0/type", "unsupported type: table"),
    "data table in a modal": (MODAL, data_table([cell()], [cell()]), "/blocks/0/type", "unsupported type: data_table"),
    "container on Home": (HOME, container(DIVIDER), "/blocks/0/type", "unsupported type: container"),
    "carousel in a modal": (
        MODAL,
        {"type": "carousel", "elements": [card(title=p())]},
        "/blocks/0/type",
        "unsupported type: carousel",
    ),
    "alert in a message": (MESSAGE, {"type": "alert", "text": p()}, "/blocks/0/type", "unsupported type: alert"),
    "markdown in a modal": (MODAL, {"type": "markdown", "text": "a"}, "/blocks/0/type", "unsupported type: markdown"),
    "a file cannot be sent": (
        MESSAGE,
        {"type": "file", "external_id": "F", "source": "remote"},
        "/blocks/0/type",
        "unsupported type: file",
    ),
    "auth provider": (MESSAGE, {"type": "auth_provider"}, "/blocks/0/type", "unsupported type: auth_provider"),
    "datetimepicker on Home": (
        HOME,
        actions({"type": "datetimepicker"}),
        "/blocks/0/elements/0/type",
        "unsupported type: datetimepicker",
    ),
    "number input in a message": (
        MESSAGE,
        field({"type": "number_input", "is_decimal_allowed": False}),
        "/blocks/0/element/type",
        "unsupported type: number_input",
    ),
    "rich text input in a message": (
        MESSAGE,
        field({"type": "rich_text_input"}),
        "/blocks/0/element/type",
        "unsupported type: rich_text_input",
    ),
    # text
    "section without words": (HOME, {"type": "section"}, "/blocks/0", "must provide at least one of text, fields"),
    "text is a string": (MESSAGE, {"type": "section", "text": "Hello"}, "/blocks/0/text", "must provide an object"),
    "text without type": (
        MESSAGE,
        {"type": "section", "text": {"text": "Hello"}},
        "/blocks/0/text",
        "missing required field: type",
    ),
    "text of another type": (
        MESSAGE,
        {"type": "section", "text": {"type": "markdown", "text": "Hello"}},
        "/blocks/0/text/type",
        "unsupported type: markdown",
    ),
    "text empty": (
        MESSAGE,
        {"type": "section", "text": p("")},
        "/blocks/0/text/text",
        "must be more than 0 characters",
    ),
    "text of 3,001": (MESSAGE, {"type": "section", "text": m("x" * 3001)}, "/blocks/0/text/text", TEXT_3001),
    "text is a number": (MESSAGE, {"type": "section", "text": m(3)}, "/blocks/0/text/text", "must provide a string"),  # type: ignore[arg-type]
    "half a character": (
        MESSAGE,
        {"type": "section", "text": m("a\ud83d")},
        "/blocks/0/text/text",
        "must be valid Unicode",
    ),
    "emoji flag on mrkdwn": (
        MESSAGE,
        {"type": "section", "text": {**m(), "emoji": True}},
        "/blocks/0/text",
        "invalid additional property: emoji",
    ),
    "verbatim on plain text": (
        MESSAGE,
        {"type": "section", "text": {**p(), "verbatim": True}},
        "/blocks/0/text",
        "invalid additional property: verbatim",
    ),
    "verbatim is a string": (
        MESSAGE,
        {"type": "section", "text": {**m(), "verbatim": "yes"}},
        "/blocks/0/text/verbatim",
        "must provide a boolean",
    ),
    "field of 2,001": (
        HOME,
        {"type": "section", "fields": [p(), p("x" * 2001)]},
        "/blocks/0/fields/1/text",
        "must be less than 2001 characters",
    ),
    "eleven fields": (
        HOME,
        {"type": "section", "fields": [p()] * 11},
        "/blocks/0/fields",
        "no more than 10 items allowed",
    ),
    "header in mrkdwn": (HOME, {"type": "header", "text": m()}, "/blocks/0/text/type", "unsupported type: mrkdwn"),
    "header of 151": (
        HOME,
        {"type": "header", "text": p("x" * 151)},
        "/blocks/0/text/text",
        "must be less than 151 characters",
    ),
    "header of level 5": (HOME, {"type": "header", "text": p(), "level": 5}, "/blocks/0/level", "must be at most 4"),
    "header of level true": (
        HOME,
        {"type": "header", "text": p(), "level": True},
        "/blocks/0/level",
        "must provide an integer",
    ),
    # images
    "image without words": (
        HOME,
        {"type": "image", "image_url": "https://example.com/a.png"},
        "/blocks/0",
        "missing required field: alt_text",
    ),
    "image element without words": (
        HOME,
        context({"type": "image", "image_url": "https://example.com/a.png"}),
        "/blocks/0/elements/0",
        "missing required field: alt_text",
    ),
    "image from nowhere": (
        HOME,
        {"type": "image", "alt_text": "a"},
        "/blocks/0",
        "must provide exactly one of image_url, slack_file",
    ),
    "image from two places": (
        HOME,
        {**IMAGE, "slack_file": {"id": "F1"}},
        "/blocks/0",
        "must provide exactly one of image_url, slack_file",
    ),
    "file by id and address": (
        HOME,
        {"type": "image", "alt_text": "a", "slack_file": {"id": "F1", "url": "https://files.slack.com/f"}},
        "/blocks/0/slack_file",
        "must provide exactly one of id, url",
    ),
    "image address without scheme": (
        HOME,
        {**IMAGE, "image_url": "example.com/a.png"},
        "/blocks/0/image_url",
        "must be written like https://example.com/",
    ),
    "image words of 2,001": (
        HOME,
        {**IMAGE, "alt_text": "x" * 2001},
        "/blocks/0/alt_text",
        "must be less than 2001 characters",
    ),
    # context, actions, sections and what may stand in them
    "context of eleven": (HOME, context(*[m()] * 11), "/blocks/0/elements", "no more than 10 items allowed"),
    "context of none": (HOME, context(), "/blocks/0/elements", "must provide at least 1 items"),
    "button in a context": (HOME, context(BUTTON), "/blocks/0/elements/0/type", "unsupported type: button"),
    "26 actions": (
        HOME,
        actions(*({**BUTTON, "action_id": str(i)} for i in range(26))),
        "/blocks/0/elements",
        "no more than 25 items allowed",
    ),
    "actions are an object": (
        HOME,
        {"type": "actions", "elements": BUTTON},
        "/blocks/0/elements",
        "must provide an array",
    ),
    "image among actions": (HOME, actions(IMAGE), "/blocks/0/elements/0/type", "unsupported type: image"),
    "text input among actions": (
        MODAL,
        actions({"type": "plain_text_input"}),
        "/blocks/0/elements/0/type",
        "unsupported type: plain_text_input",
    ),
    "text input beside a section": (
        MODAL,
        section({"type": "plain_text_input"}),
        "/blocks/0/accessory/type",
        "unsupported type: plain_text_input",
    ),
    "button as an input": (MODAL, field(BUTTON), "/blocks/0/element/type", "unsupported type: button"),
    "overflow as an input": (
        MODAL,
        field({"type": "overflow", "options": OPTIONS}),
        "/blocks/0/element/type",
        "unsupported type: overflow",
    ),
    "unknown element": (
        MODAL,
        field({"type": "slider"}),
        "/blocks/0/element/type",
        "unsupported type: slider",
    ),
    "response url in a message": (
        MESSAGE,
        actions({"type": "conversations_select", "response_url_enabled": True}),
        "/blocks/0/elements/0/response_url_enabled",
        "only allowed in an input of a modal",
    ),
    "six context actions": (
        MESSAGE,
        {"type": "context_actions", "elements": [{**TRASH, "action_id": str(i)} for i in range(6)]},
        "/blocks/0/elements",
        "no more than 5 items allowed",
    ),
    "button among context actions": (
        MESSAGE,
        {"type": "context_actions", "elements": [BUTTON]},
        "/blocks/0/elements/0/type",
        "unsupported type: button",
    ),
    # inputs
    "input without label": (
        MODAL,
        {"type": "input", "element": {"type": "plain_text_input"}},
        "/blocks/0",
        "missing required field: label",
    ),
    "input without element": (
        MODAL,
        {"type": "input", "label": p()},
        "/blocks/0",
        "missing required field: element",
    ),
    "label in mrkdwn": (
        MODAL,
        {"type": "input", "label": m(), "element": {"type": "plain_text_input"}},
        "/blocks/0/label/type",
        "unsupported type: mrkdwn",
    ),
    "hint of 2,001": (
        MODAL,
        field({"type": "plain_text_input"}, hint=p("x" * 2001)),
        "/blocks/0/hint/text",
        "must be less than 2001 characters",
    ),
    "files that dispatch": (
        MODAL,
        field({"type": "file_input"}, dispatch_action=True),
        "/blocks/0/dispatch_action",
        "not allowed with `file_input`",
    ),
    "two elements with focus": (
        MODAL,
        [field({"type": "plain_text_input", "focus_on_load": True})] * 2,
        "/blocks/1/element/focus_on_load",
        "only one element may have `focus_on_load`",
    ),
    "first words longer than allowed": (
        MODAL,
        field({"type": "plain_text_input", "max_length": 3, "initial_value": "four"}),
        "/blocks/0/element/initial_value",
        "must be less than 4 characters",
    ),
    "max length of 3,001": (
        MODAL,
        field({"type": "plain_text_input", "max_length": 3001}),
        "/blocks/0/element/max_length",
        "must be at most 3000",
    ),
    "min length over max length": (
        MODAL,
        field({"type": "plain_text_input", "min_length": 5, "max_length": 4}),
        "/blocks/0/element/min_length",
        "must not be more than `max_length`",
    ),
    "placeholder of 151": (
        MODAL,
        field({"type": "plain_text_input", "placeholder": p("x" * 151)}),
        "/blocks/0/element/placeholder/text",
        "must be less than 151 characters",
    ),
    "unknown trigger of actions": (
        MODAL,
        field({"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_blur"]}}),
        "/blocks/0/element/dispatch_action_config/trigger_actions_on/0",
        "must be one of on_enter_pressed, on_character_entered",
    ),
    "number as a number": (
        MODAL,
        field({"type": "number_input", "is_decimal_allowed": False, "initial_value": 3}),
        "/blocks/0/element/initial_value",
        "must provide a string",
    ),
    "number with decimals": (
        MODAL,
        field({"type": "number_input", "is_decimal_allowed": False, "max_value": "3.5"}),
        "/blocks/0/element/max_value",
        "must be a whole number",
    ),
    "number out of range": (
        MODAL,
        field({"type": "number_input", "is_decimal_allowed": True, "initial_value": "9", "max_value": "8"}),
        "/blocks/0/element/initial_value",
        "must be between `min_value` and `max_value`",
    ),
    "number without decimals said": (
        MODAL,
        field({"type": "number_input"}),
        "/blocks/0/element",
        "missing required field: is_decimal_allowed",
    ),
    "email without at": (
        MODAL,
        field({"type": "email_text_input", "initial_value": "ana"}),
        "/blocks/0/element/initial_value",
        "must be written like name@example.com",
    ),
    "eleven files": (
        MODAL,
        field({"type": "file_input", "max_files": 11}),
        "/blocks/0/element/max_files",
        "must be at most 10",
    ),
    # buttons
    "button without words": (HOME, actions({"type": "button"}), "/blocks/0/elements/0", "missing required field: text"),
    "button words of 76": (
        HOME,
        actions({"type": "button", "text": p("x" * 76)}),
        "/blocks/0/elements/0/text/text",
        "must be less than 76 characters",
    ),
    "button value of 2,001": (
        HOME,
        section({**BUTTON, "value": "v" * 2001}),
        "/blocks/0/accessory/value",
        "must be less than 2001 characters",
    ),
    "button value is a number": (
        HOME,
        section({**BUTTON, "value": 1}),
        "/blocks/0/accessory/value",
        "must provide a string",
    ),
    "button of another style": (
        HOME,
        section({**BUTTON, "style": "default"}),
        "/blocks/0/accessory/style",
        "must be one of primary, danger",
    ),
    "button link to a script": (
        HOME,
        section({**BUTTON, "url": "javascript:alert(1)"}),
        "/blocks/0/accessory/url",
        "must be written like https://example.com/",
    ),
    "button link of 3,001": (
        HOME,
        section({**BUTTON, "url": "https://example.com/".ljust(3001, "x")}),
        "/blocks/0/accessory/url",
        TEXT_3001,
    ),
    "button label of 76": (
        HOME,
        section({**BUTTON, "accessibility_label": "x" * 76}),
        "/blocks/0/accessory/accessibility_label",
        "must be less than 76 characters",
    ),
    "button with focus": (
        HOME,
        section({**BUTTON, "focus_on_load": True}),
        "/blocks/0/accessory",
        "invalid additional property: focus_on_load",
    ),
    "icon that is not trash": (
        MESSAGE,
        {"type": "context_actions", "elements": [{**TRASH, "icon": "star"}]},
        "/blocks/0/elements/0/icon",
        "must be one of trash",
    ),
    "icon for eleven people": (
        MESSAGE,
        {"type": "context_actions", "elements": [{**TRASH, "visible_to_user_ids": ["U1"] * 11}]},
        "/blocks/0/elements/0/visible_to_user_ids",
        "no more than 10 items allowed",
    ),
    "feedback without value": (
        MESSAGE,
        {"type": "context_actions", "elements": [{**FEEDBACK, "negative_button": {"text": p()}}]},
        "/blocks/0/elements/0/negative_button",
        "missing required field: value",
    ),
    # confirm
    "confirm without deny": (
        HOME,
        section({**BUTTON, "confirm": {key: CONFIRM[key] for key in ("title", "text", "confirm")}}),
        "/blocks/0/accessory/confirm",
        "missing required field: deny",
    ),
    "confirm title in mrkdwn": (
        HOME,
        section({**BUTTON, "confirm": {**CONFIRM, "title": m()}}),
        "/blocks/0/accessory/confirm/title/type",
        "unsupported type: mrkdwn",
    ),
    "confirm text of 301": (
        HOME,
        section({**BUTTON, "confirm": {**CONFIRM, "text": p("x" * 301)}}),
        "/blocks/0/accessory/confirm/text/text",
        "must be less than 301 characters",
    ),
    "confirm button of 31": (
        HOME,
        section({**BUTTON, "confirm": {**CONFIRM, "confirm": p("x" * 31)}}),
        "/blocks/0/accessory/confirm/confirm/text",
        "must be less than 31 characters",
    ),
    "confirm with a type": (
        HOME,
        section({**BUTTON, "confirm": {**CONFIRM, "type": "confirm"}}),
        "/blocks/0/accessory/confirm",
        "invalid additional property: type",
    ),
    # options
    "no options": (
        HOME,
        actions({"type": "radio_buttons", "options": []}),
        "/blocks/0/elements/0/options",
        "must provide at least 1 items",
    ),
    "eleven radio buttons": (
        HOME,
        actions({"type": "radio_buttons", "options": [option(str(i)) for i in range(11)]}),
        "/blocks/0/elements/0/options",
        "no more than 10 items allowed",
    ),
    "six in an overflow": (
        HOME,
        section({"type": "overflow", "options": [option(str(i)) for i in range(6)]}),
        "/blocks/0/accessory/options",
        "no more than 5 items allowed",
    ),
    "101 options": (
        HOME,
        section({"type": "static_select", "options": [option(str(i)) for i in range(101)]}),
        "/blocks/0/accessory/options",
        "no more than 100 items allowed",
    ),
    "the same value twice": (
        HOME,
        section({"type": "static_select", "options": [option("1"), option("2"), option("1")]}),
        "/blocks/0/accessory/options/2/value",
        '`value` "1" already exists',
    ),
    "the same value in two groups": (
        HOME,
        section({"type": "static_select", "option_groups": [GROUPS[0], GROUPS[0]]}),
        "/blocks/0/accessory/option_groups/1/options/0/value",
        '`value` "1" already exists',
    ),
    "options and groups": (
        HOME,
        section({"type": "static_select", "options": OPTIONS, "option_groups": GROUPS}),
        "/blocks/0/accessory",
        "must provide exactly one of options, option_groups",
    ),
    "neither options nor groups": (
        HOME,
        section({"type": "static_select"}),
        "/blocks/0/accessory",
        "must provide exactly one of options, option_groups",
    ),
    "initial option not offered": (
        MODAL,
        field({"type": "radio_buttons", "options": OPTIONS, "initial_option": option("4")}),
        "/blocks/0/element/initial_option",
        "`initial_option` must be among the options",
    ),
    "initial option with other words": (
        MODAL,
        field({"type": "static_select", "options": OPTIONS, "initial_option": option("1", "One")}),
        "/blocks/0/element/initial_option",
        "`initial_option` must be among the options",
    ),
    "second initial option not offered": (
        MODAL,
        field({"type": "checkboxes", "options": OPTIONS, "initial_options": [option("1"), option("4")]}),
        "/blocks/0/element/initial_options/1",
        "`initial_options` must be among the options",
    ),
    "initial options empty": (
        MODAL,
        field({"type": "checkboxes", "options": OPTIONS, "initial_options": []}),
        "/blocks/0/element/initial_options",
        "must provide at least 1 items",
    ),
    "more at first than selectable": (
        MODAL,
        field({"type": "multi_users_select", "initial_users": ["U1", "U2"], "max_selected_items": 1}),
        "/blocks/0/element/initial_users",
        "no more than 1 items allowed",
    ),
    "option words of 76": (
        MODAL,
        field({"type": "radio_buttons", "options": [option("1", "x" * 76)]}),
        "/blocks/0/element/options/0/text/text",
        "must be less than 76 characters",
    ),
    "option value of 151": (
        MODAL,
        field({"type": "radio_buttons", "options": [option("1" * 151, "x")]}),
        "/blocks/0/element/options/0/value",
        "must be less than 151 characters",
    ),
    "option description of 76": (
        MODAL,
        field({"type": "radio_buttons", "options": [option(description=p("x" * 76))]}),
        "/blocks/0/element/options/0/description/text",
        "must be less than 76 characters",
    ),
    "option link outside an overflow": (
        MODAL,
        field({"type": "radio_buttons", "options": [option(url="https://example.com")]}),
        "/blocks/0/element/options/0",
        "invalid additional property: url",
    ),
    "mrkdwn in a menu": (
        MODAL,
        field({"type": "static_select", "options": [{"text": m(), "value": "1"}]}),
        "/blocks/0/element/options/0/text/type",
        "unsupported type: mrkdwn",
    ),
    "group without label": (
        MODAL,
        field({"type": "static_select", "option_groups": [{"options": OPTIONS}]}),
        "/blocks/0/element/option_groups/0",
        "missing required field: label",
    ),
    # pickers
    "a day that is not": (
        MODAL,
        field({"type": "datepicker", "initial_date": "2027-02-29"}),
        "/blocks/0/element/initial_date",
        "must be a date written YYYY-MM-DD",
    ),
    "a date written otherwise": (
        MODAL,
        field({"type": "datepicker", "initial_date": "20270228"}),
        "/blocks/0/element/initial_date",
        "must be a date written YYYY-MM-DD",
    ),
    "a time that is not": (
        MODAL,
        field({"type": "timepicker", "initial_time": "24:00"}),
        "/blocks/0/element/initial_time",
        "must be written like 09:30",
    ),
    "a time zone that is not": (
        MODAL,
        field({"type": "timepicker", "timezone": "Europe/Atlantis"}),
        "/blocks/0/element/timezone",
        "must be a time zone of the IANA list",
    ),
    "milliseconds": (
        MODAL,
        field({"type": "datetimepicker", "initial_date_time": 1764000000000}),
        "/blocks/0/element/initial_date_time",
        "must be at most 9999999999",
    ),
    "filter for nothing": (
        MODAL,
        field({"type": "conversations_select", "filter": {}}),
        "/blocks/0/element/filter",
        "must provide at least one of include, exclude_external_shared_channels, exclude_bot_users",
    ),
    # rich text
    "rich text without elements": (HOME, {"type": "rich_text"}, "/blocks/0", "missing required field: elements"),
    "leaf outside a container": (HOME, rich(words()), "/blocks/0/elements/0/type", "unsupported type: text"),
    "leaf empty": (
        HOME,
        rich(line(words(""))),
        "/blocks/0/elements/0/elements/0/text",
        "must be more than 0 characters",
    ),
    "unknown leaf": (
        HOME,
        rich(line({"type": "mention"})),
        "/blocks/0/elements/0/elements/0/type",
        "unsupported type: mention",
    ),
    "unknown style": (
        HOME,
        rich(line(words(style={"blink": True}))),
        "/blocks/0/elements/0/elements/0/style",
        "invalid additional property: blink",
    ),
    "list without style": (
        HOME,
        rich({"type": "rich_text_list", "elements": [line(words())]}),
        "/blocks/0/elements/0",
        "missing required field: style",
    ),
    "broadcast to the world": (
        HOME,
        rich(line({"type": "broadcast", "range": "world"})),
        "/blocks/0/elements/0/elements/0/range",
        "must be one of here, channel, everyone",
    ),
    "mention in preformatted": (
        HOME,
        rich({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U1"}]}),
        "/blocks/0/elements/0/elements/0/type",
        "unsupported type: user",
    ),
    # markdown, tables, charts
    "markdown as an object": (
        MESSAGE,
        {"type": "markdown", "text": p()},
        "/blocks/0/text",
        "must provide a string",
    ),
    "markdown of 12,001 in two blocks": (
        MESSAGE,
        [{"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * 6001}],
        "/blocks",
        "must be less than 12001 characters in all markdown blocks",
    ),
    "table of 101 rows": (MESSAGE, table(*[[cell()]] * 101), "/blocks/0/rows", "no more than 100 items allowed"),
    "table of 21 columns": (MESSAGE, table([cell()] * 21), "/blocks/0/rows/0", "no more than 20 items allowed"),
    "cell empty": (
        MESSAGE,
        table([cell(), cell("")]),
        "/blocks/0/rows/0/1/text",
        "must be more than 0 characters",
    ),
    "cell in mrkdwn": (MESSAGE, table([m()]), "/blocks/0/rows/0/0/type", "unsupported type: mrkdwn"),
    "number cell without words": (
        MESSAGE,
        table([{"type": "raw_number", "value": 3}]),
        "/blocks/0/rows/0/0",
        "missing required field: text",
    ),
    "table of 10,001 characters": (
        MESSAGE,
        table([cell("x" * 5000), rich(line(words("x" * 5001)))]),
        "/blocks/0/rows",
        "must be less than 10001 characters in all cells",
    ),
    "two tables": (
        MESSAGE,
        [table([cell()]), DIVIDER, table([cell()])],
        "/blocks/2",
        "no more than 1 table allowed",
    ),
    "second table in a container": (
        MESSAGE,
        [table([cell()]), container(DIVIDER, table([cell()]))],
        "/blocks/1/child_blocks/1",
        "no more than 1 table allowed",
    ),
    "column aligned oddly": (
        MESSAGE,
        table([cell()], column_settings=[None, {"align": "middle"}]),
        "/blocks/0/column_settings/1/align",
        "must be one of left, center, right",
    ),
    "data table without caption": (
        MESSAGE,
        {"type": "data_table", "rows": [[cell()], [cell()]]},
        "/blocks/0",
        "missing required field: caption",
    ),
    "data table of a header alone": (
        MESSAGE,
        data_table([cell()]),
        "/blocks/0/rows",
        "must provide at least 2 items",
    ),
    "data table of 202 rows": (
        MESSAGE,
        data_table(*[[cell()]] * 202),
        "/blocks/0/rows",
        "no more than 201 items allowed",
    ),
    "data table with a gap": (
        MESSAGE,
        data_table([cell(), cell()], [cell(), cell()], [cell()]),
        "/blocks/0/rows/2",
        "must have 2 cells like the first row",
    ),
    "data table with a rich header": (
        MESSAGE,
        data_table([cell(), rich(line(words()))], [cell(), cell()]),
        "/blocks/0/rows/0/1/type",
        "unsupported type: rich_text",
    ),
    "data table headed by a column it lacks": (
        MESSAGE,
        data_table([cell()], [cell()], row_header_column_index=1),
        "/blocks/0/row_header_column_index",
        "must be at most 0",
    ),
    "data table with a page of 101": (
        MESSAGE,
        data_table([cell()], [cell()], page_size=101),
        "/blocks/0/page_size",
        "must be at most 100",
    ),
    "chart title of 51": (MESSAGE, chart(PIE, "x" * 51), "/blocks/0/title", "must be less than 51 characters"),
    "chart title as an object": (
        MESSAGE,
        {"type": "data_visualization", "title": p(), "chart": PIE},
        "/blocks/0/title",
        "must provide a string",
    ),
    "radar chart": (MESSAGE, chart({"type": "radar"}), "/blocks/0/chart/type", "unsupported type: radar"),
    "pie with a slice of nothing": (
        MESSAGE,
        chart({"type": "pie", "segments": [{"label": "a", "value": 0}]}),
        "/blocks/0/chart/segments/0/value",
        "must be a finite number greater than 0",
    ),
    "pie of 13": (
        MESSAGE,
        chart({"type": "pie", "segments": [{"label": "a", "value": 1}] * 13}),
        "/blocks/0/chart/segments",
        "no more than 12 items allowed",
    ),
    "bars without axis": (
        MESSAGE,
        chart({"type": "bar", "series": [series("Rep", A=1)]}),
        "/blocks/0/chart",
        "missing required field: axis_config",
    ),
    "point without category": (
        MESSAGE,
        chart(bars(series("Rep", A=1, B=2), categories=["A"])),
        "/blocks/0/chart/series/0/data",
        "must have exactly one point for each category",
    ),
    "category without point": (
        MESSAGE,
        chart(bars(series("Rep", A=1, B=2), series("Manager", A=1), categories=["A", "B"])),
        "/blocks/0/chart/series/1/data",
        "must have exactly one point for each category",
    ),
    "series with one name": (
        MESSAGE,
        chart(bars(series("Rep", A=1), series("Rep", A=2), categories=["A"])),
        "/blocks/0/chart/series/1/name",
        '`name` "Rep" already exists',
    ),
    "label of 21": (
        MESSAGE,
        chart(bars(series("Rep", **{"x" * 21: 1}), categories=["x" * 20])),
        "/blocks/0/chart/series/0/data/0/label",
        "must be less than 21 characters",
    ),
    "21 points": (
        MESSAGE,
        chart(
            bars(
                series("Rep", **{f"p{n}": n for n in range(21)}),
                categories=[f"p{n}" for n in range(20)],
            )
        ),
        "/blocks/0/chart/series/0/data",
        "no more than 20 items allowed",
    ),
    "point that is a string": (
        MESSAGE,
        chart(bars({"name": "Rep", "data": [{"label": "A", "value": "3"}]}, categories=["A"])),
        "/blocks/0/chart/series/0/data/0/value",
        "must provide a number",
    ),
    "three charts": (
        MESSAGE,
        [chart(PIE)] * 3,
        "/blocks/2",
        "no more than 2 data_visualization blocks allowed",
    ),
    # cards, containers, plans
    "card with a string": (MESSAGE, card(title="Plan"), "/blocks/0/title", "must provide an object"),
    "card with a string in a carousel": (
        MESSAGE,
        [DIVIDER, {"type": "carousel", "elements": [card(title="Plan")]}],
        "/blocks/1/elements/0/title",
        "must provide an object",
    ),
    "card of a subtitle": (
        HOME,
        card(subtitle=p()),
        "/blocks/0",
        "must provide at least one of hero_image, title, actions, body",
    ),
    "card body of 201": (HOME, card(body=m("x" * 201)), "/blocks/0/body/text", "must be less than 201 characters"),
    "card with four buttons": (
        HOME,
        card(actions=[{**BUTTON, "action_id": str(i)} for i in range(4)]),
        "/blocks/0/actions",
        "no more than 3 items allowed",
    ),
    "card with a menu": (
        HOME,
        card(actions=[{"type": "static_select", "options": OPTIONS}]),
        "/blocks/0/actions/0/type",
        "unsupported type: static_select",
    ),
    "card with two icons": (
        HOME,
        card(title=p(), icon=IMAGE, slack_icon={"type": "icon", "name": "star"}),
        "/blocks/0",
        "must not provide both icon and slack_icon",
    ),
    "icon without name": (
        HOME,
        card(title=p(), slack_icon={"type": "icon"}),
        "/blocks/0/slack_icon",
        "missing required field: name",
    ),
    "eleven cards": (
        HOME,
        {"type": "carousel", "elements": [card(title=p())] * 11},
        "/blocks/0/elements",
        "no more than 10 items allowed",
    ),
    "section in a carousel": (
        HOME,
        {"type": "carousel", "elements": [{"type": "section", "text": p()}]},
        "/blocks/0/elements/0/type",
        "unsupported type: section",
    ),
    "container without title": (
        MESSAGE,
        {"type": "container", "child_blocks": [DIVIDER]},
        "/blocks/0",
        "must provide at least one of title, rich_text_title",
    ),
    "container with blocks": (
        MESSAGE,
        {"type": "container", "title": p(), "child_blocks": [DIVIDER], "blocks": []},
        "/blocks/0",
        "invalid additional property: blocks",
    ),
    "chart in a container": (
        MESSAGE,
        container(DIVIDER, chart(PIE)),
        "/blocks/0/child_blocks/1/type",
        "unsupported type: data_visualization",
    ),
    "container in a container": (
        MESSAGE,
        container(container(DIVIDER)),
        "/blocks/0/child_blocks/0/type",
        "unsupported type: container",
    ),
    "eleven children": (
        MESSAGE,
        container(*[DIVIDER] * 11),
        "/blocks/0/child_blocks",
        "no more than 10 items allowed",
    ),
    "collapsible with a divider": (
        MESSAGE,
        container(DIVIDER, is_collapsible=True, has_header_divider=True),
        "/blocks/0/has_header_divider",
        "only allowed if not collapsible",
    ),
    "alert of 201": (
        MODAL,
        {"type": "alert", "text": p("x" * 201)},
        "/blocks/0/text/text",
        "must be less than 201 characters",
    ),
    "alert of another level": (
        MODAL,
        {"type": "alert", "text": p(), "level": "fatal"},
        "/blocks/0/level",
        "must be one of default, info, warning, error, success",
    ),
    "plan title as an object": (
        MESSAGE,
        {"type": "plan", "title": p(), "tasks": []},
        "/blocks/0/title",
        "must provide a string",
    ),
    "plan of 51": (
        MESSAGE,
        {"type": "plan", "title": "Plan", "tasks": [task(task_id=str(i)) for i in range(51)]},
        "/blocks/0/tasks",
        "no more than 50 items allowed",
    ),
    "plan with a task twice": (
        MESSAGE,
        {"type": "plan", "title": "Plan", "tasks": [task(), task()]},
        "/blocks/0/tasks/1/task_id",
        '`task_id` "t1" already exists',
    ),
    "pending task on its own": (
        MESSAGE,
        task(status="pending"),
        "/blocks/0/status",
        "must be one of in_progress, complete, error",
    ),
    "task with details as words": (
        MESSAGE,
        task(details=p()),
        "/blocks/0/details/type",
        "unsupported type: plain_text",
    ),
    "video over http": (
        MESSAGE,
        {**VIDEO, "video_url": "http://example.com/v"},
        "/blocks/0/video_url",
        "must be written like https://example.com/",
    ),
    "video title of 200": (
        MESSAGE,
        {**VIDEO, "title": p("x" * 200)},
        "/blocks/0/title/text",
        "must be less than 200 characters",
    ),
}


def listed(blocks: Json) -> list[Json]:
    return blocks if isinstance(blocks, list) else [blocks]
