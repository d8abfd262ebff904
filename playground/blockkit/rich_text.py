"""The `rich_text` block: its four containers and the leaves that Slack documents for sending."""

from playground.blockkit.objects import LINK, block_id
from playground.blockkit.shapes import (
    Check,
    array,
    boolean,
    either,
    integer,
    one_of,
    shape,
    string,
    typed,
    written_as,
)

_STYLE = {
    "style": shape(
        {},
        dict.fromkeys(
            ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean
        ),
    )
}
_BORDER = {"border": integer(0, 1)}

LEAVES: dict[str, Check] = {
    "text": typed({"text": string(1)}, _STYLE),
    "link": typed({"url": LINK}, {"text": string(), "unsafe": boolean, **_STYLE}),
    "emoji": typed({"name": string(1)}, {"unicode": string(1), "skin_tone": integer(1, 6), **_STYLE}),
    "user": typed({"user_id": string(1)}, _STYLE),
    "usergroup": typed({"usergroup_id": string(1)}, _STYLE),
    "channel": typed({"channel_id": string(1)}, _STYLE),
    "team": typed({"team_id": string(1)}, _STYLE),
    "broadcast": typed({"range": one_of("here", "channel", "everyone")}, _STYLE),
    "date": typed(
        {"timestamp": integer(0), "format": string(1)},
        {"url": LINK, "fallback": string(1), **_STYLE},
    ),
    "color": typed({"value": written_as("#[0-9a-f]{6}", "#1d9bd1")}, _STYLE),
}

_leaves = array(either(LEAVES))
_section = typed({"elements": _leaves})

CONTAINERS: dict[str, Check] = {
    "rich_text_section": _section,
    "rich_text_list": typed(
        {"style": one_of("bullet", "ordered"), "elements": array(either({"rich_text_section": _section}))},
        {"indent": integer(0), "offset": integer(0), **_BORDER},
    ),
    "rich_text_quote": typed({"elements": _leaves}, _BORDER),
    "rich_text_preformatted": typed(
        {"elements": array(either({name: LEAVES[name] for name in ("text", "link")}))}, _BORDER
    ),
}

RICH_TEXT_BLOCK = typed({"elements": array(either(CONTAINERS), 1)}, {"block_id": block_id})
RICH_TEXT = either({"rich_text": RICH_TEXT_BLOCK})
"""A `rich_text` block as the value of a field."""
