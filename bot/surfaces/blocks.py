"""
Small builders of Block Kit: plain dicts, because JSON is Slack's contract and snapshots of it read well.

Whatever words come in, a valid block goes out and nobody is pinged: text is cleaned of what cannot be shown, clipped
to Slack's limits, and never empty. People's own words go into `plain` or `said`, which Slack does not parse, or
through `escape` into `mrkdwn`. How many options, blocks or rows fit is up to the surface that calls; its tests hold it
against Slack's limits. (Over 300 lines, so that a surface finds the whole vocabulary in one place.)
"""

from collections.abc import Collection, Sequence
from datetime import date, time
from typing import Any, Literal

from bot.surfaces.texts import clean as clean
from bot.surfaces.texts import clip as clip
from bot.surfaces.texts import clip_markup, one_line
from bot.surfaces.texts import escape as escape
from bot.surfaces.texts import mention as mention

Block = dict[str, Any]
"""A block, an element, a composition object, a view or a message, as Slack's API takes it."""
Style = Literal["primary", "danger"]

TEXT = 3000
RADIO_MAX = 10
LABEL = 30
"""Characters of a button that a phone shows."""

# Texts


def plain(text: str, limit: int = TEXT) -> Block:
    """Words that Slack shows as they are: `:x:` stays `:x:`, `<@U1>` stays `<@U1>`."""
    return {"type": "plain_text", "text": clip(clean(text), limit), "emoji": False}


def mrkdwn(text: str, limit: int = TEXT) -> Block:
    """Our own markup; people's words only through :func:`escape`."""
    return {"type": "mrkdwn", "text": clip_markup(clean(text), limit), "verbatim": True}


def said(text: str, letters: int = TEXT, *, link: str = "", block_id: str | None = None) -> Block:
    """
    Quote a person's own words, to the letter; shortened, if they are longer than so many letters.

    Args:
        link: an address that belongs to them; it is shown as it is, so that nobody is led astray.
    """
    parts: list[Block] = [_letters(text, letters)]
    if link:
        parts += [{"type": "text", "text": "\n"}, {"type": "link", "url": link}]
    return _some(type="rich_text", elements=[{"type": "rich_text_quote", "elements": parts}], block_id=block_id)


def all_said(quotes: Sequence[tuple[str, str]], letters: int = TEXT) -> Block:
    """As ``said``, several in one block: pairs of what stands before ("" for nothing) and the words."""
    elements: list[Block] = []
    for before, text in quotes:
        if before:
            elements.append({"type": "rich_text_section", "elements": [_letters(before, letters)]})
        elements.append({"type": "rich_text_quote", "elements": [_letters(text, letters)]})
    return {"type": "rich_text", "elements": elements}


# Blocks


def section(text: Block, accessory: Block | None = None, *, block_id: str | None = None) -> Block:
    """One paragraph, with at most one element beside it."""
    return _some(type="section", text=text, accessory=accessory, block_id=block_id)


def fields(*texts: Block, head: Block | None = None, block_id: str | None = None) -> Block:
    """Up to ten short texts in two columns, each at most 2,000 characters, under a line of their own if given."""
    return _some(type="section", text=head, fields=list(texts), block_id=block_id)


def header(text: str, level: Literal[1, 2, 3, 4] | None = None, *, block_id: str | None = None) -> Block:
    return _some(type="header", text=_line(text, 150), level=level, block_id=block_id)


def context(*elements: Block, block_id: str | None = None) -> Block:
    """Up to ten small grey texts."""
    return _some(type="context", elements=list(elements), block_id=block_id)


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Block, block_id: str | None = None) -> Block:
    """Up to 25 buttons or menus, each with its own `action_id`."""
    return _some(type="actions", elements=list(elements), block_id=block_id)


def input_block(
    label: str,
    element: Block,
    block_id: str,
    *,
    optional: bool = False,
    hint: str | None = None,
    dispatch: bool = False,
) -> Block:
    """One question of a form; with `dispatch` each change is sent at once."""
    return _some(
        type="input",
        block_id=str(block_id),
        label=plain(label, 2000),
        element=element,
        hint=plain(hint, 2000) if hint else None,
        optional=optional or None,
        dispatch_action=dispatch or None,
    )


def chart_bars(title: str, categories: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]) -> Block:
    """
    Draw groups of bars; for messages only, two in each.

    Args:
        categories: up to 20, in order of display; 20 characters are shown.
        series: pairs of a name and one value for each category, in the same order; two people may share a name.
    """
    labels = _distinct(categories, 20)
    names = _distinct([name for name, _ in series], 20)
    return {
        "type": "data_visualization",
        "title": one_line(title, 50),
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": name,
                    "data": [{"label": label, "value": value} for label, value in zip(labels, values, strict=True)],
                }
                for name, (_, values) in zip(names, series, strict=True)
            ],
            "axis_config": {"categories": labels},
        },
    }


def data_table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str | float]]) -> Block:
    """A table to sort and to leaf through; for messages only. A number sorts as a number."""
    return {
        "type": "data_table",
        "caption": one_line(caption, 150),
        "rows": [[_cell(name) for name in header], *([_cell(value) for value in row] for row in rows)],
    }


# Elements


def button(
    label: str,
    action_id: str,
    value: str | None = None,
    *,
    style: Style | None = None,
    accessibility_label: str | None = None,
    confirm: Block | None = None,
    url: str | None = None,
) -> Block:
    """A button; `accessibility_label` is what a screen reader says instead of the label."""
    spoken = one_line(accessibility_label, 75) if accessibility_label else None
    return _some(
        type="button",
        action_id=str(action_id),
        text=_line(label, 75),
        value=value,
        style=style,
        accessibility_label=spoken,
        confirm=confirm,
        url=url,
    )


def button_to(verb: str, name: str, action_id: str, value: str, *, style: Style | None = None) -> Block:
    """A button that names a person: "Nudge Ana". A long name is shortened to see, not to hear."""
    whole = f"{verb} {name}"
    return button(one_line(whole, LABEL), action_id, value, style=style, accessibility_label=whole)


def option(text: str, value: str, description: str | None = None) -> Block:
    """One choice; `value` (up to 150 characters) is what comes back."""
    return _some(text=_line(text, 75), value=value, description=_line(description, 75) if description else None)


def group(label: str, options: Sequence[Block]) -> Block:
    """Options of a menu under a heading."""
    return {"label": _line(label, 75), "options": list(options)}


def radio(action_id: str, options: Sequence[Block], initial: str | None = None) -> Block:
    """Choose one of up to ten; an `initial` value that is not offered (any more) chooses nothing."""
    return _some(
        type="radio_buttons", action_id=str(action_id), options=list(options), initial_option=_one(initial, options)
    )


def checkboxes(action_id: str, options: Sequence[Block], initial: Collection[str] = ()) -> Block:
    """Choose any of up to ten; `initial` are values."""
    return _some(
        type="checkboxes", action_id=str(action_id), options=list(options), initial_options=_many(initial, options)
    )


def select(
    action_id: str,
    options: Sequence[Block] = (),
    *,
    groups: Sequence[Block] = (),
    initial: str | None = None,
    placeholder: str | None = None,
) -> Block:
    """Choose one from a menu of options or of groups of options."""
    return _some(
        type="static_select",
        action_id=str(action_id),
        **_menu(options, groups, placeholder),
        initial_option=_one(initial, _offered(options, groups)),
    )


def one_of(action_id: str, options: Sequence[Block], initial: str | None = None) -> Block:
    """Radio buttons; a menu where there are more options than radio buttons take (ten)."""
    if len(options) > RADIO_MAX:
        return select(action_id, options, initial=initial, placeholder="Choose one")
    return radio(action_id, options, initial)


def multi_select(
    action_id: str,
    options: Sequence[Block] = (),
    *,
    groups: Sequence[Block] = (),
    initial: Collection[str] = (),
    placeholder: str | None = None,
    most: int | None = None,
) -> Block:
    """Choose up to `most` from a menu of options or of groups of options."""
    return _some(
        type="multi_static_select",
        action_id=str(action_id),
        **_menu(options, groups, placeholder),
        initial_options=_many(initial, _offered(options, groups)),
        max_selected_items=most,
    )


def users_select(action_id: str, *, initial: str | None = None, placeholder: str | None = None) -> Block:
    """Choose a person; bots and guests are offered too, so check what comes back."""
    return _some(
        type="users_select", action_id=str(action_id), initial_user=initial, placeholder=_placeholder(placeholder)
    )


def datepicker(action_id: str, *, initial: date | None = None, placeholder: str | None = None) -> Block:
    return _some(
        type="datepicker",
        action_id=str(action_id),
        initial_date=initial.isoformat() if initial else None,
        placeholder=_placeholder(placeholder),
    )


def timepicker(action_id: str, *, initial: time | None = None) -> Block:
    """Choose a time of day."""
    return _some(
        type="timepicker", action_id=str(action_id), initial_time=initial.isoformat("minutes") if initial else None
    )


def channel_select(action_id: str, *, initial: str | None = None, placeholder: str | None = None) -> Block:
    """Choose a channel of the workspace's own; whether the app is in it is not known."""
    return _some(
        type="conversations_select",
        action_id=str(action_id),
        initial_conversation=initial,
        placeholder=_placeholder(placeholder),
        filter={"include": ["public", "private"], "exclude_external_shared_channels": True, "exclude_bot_users": True},
    )


def text_input(
    action_id: str,
    *,
    initial: str | None = None,
    multiline: bool = False,
    max_length: int = TEXT,
    placeholder: str | None = None,
) -> Block:
    """A field to write in; what stands there at first is people's own words, to the letter."""
    return _some(
        type="plain_text_input",
        action_id=str(action_id),
        initial_value=clip(clean(initial), max_length) if initial and not initial.isspace() else None,
        multiline=multiline or None,
        max_length=max_length,
        placeholder=_placeholder(placeholder),
    )


def overflow(action_id: str, options: Sequence[Block], *, confirm: Block | None = None) -> Block:
    """A "…" menu of up to five."""
    return _some(type="overflow", action_id=str(action_id), options=list(options), confirm=confirm)


def confirm(title: str, text: str, yes: str, no: str, *, style: Style | None = None) -> Block:
    """Ask again before an action."""
    return _some(
        title=_line(title, 100), text=plain(text, 300), confirm=_line(yes, 30), deny=_line(no, 30), style=style
    )


# Whole surfaces


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str,
    submit: str | None = None,
    close: str = "Close",
    private_metadata: str | None = None,
    notify_on_close: bool = False,
) -> Block:
    """A modal view of 1 to 100 blocks; one with inputs needs `submit`. Title and buttons show 24 characters."""
    return _some(
        type="modal",
        callback_id=str(callback_id),
        title=_line(title, 24),
        submit=_line(submit, 24) if submit else None,
        close=_line(close, 24),
        blocks=list(blocks),
        private_metadata=private_metadata,
        notify_on_close=notify_on_close or None,
    )


def home(blocks: Sequence[Block]) -> Block:
    """A Home view of 1 to 100 blocks."""
    return {"type": "home", "blocks": list(blocks)}


def message(text: str, blocks: Sequence[Block]) -> Block:
    """
    A message of up to 50 blocks.

    Args:
        text: plain words, no markup: what notifications and screen readers say. An update takes 4,000 characters.
    """
    return {"text": clip_markup(escape(text), 4000), "blocks": list(blocks)}


def _letters(text: str, letters: int) -> Block:
    return {"type": "text", "text": clip(clean(text), letters)}


def _some(**parts: Any) -> Block:
    """Only what is there: Slack refuses null."""
    return {name: part for name, part in parts.items() if part is not None}


def _line(text: str, limit: int) -> Block:
    return plain(one_line(text, limit), limit)


def _placeholder(text: str | None) -> Block | None:
    return _line(text, 150) if text else None


def _menu(options: Sequence[Block], groups: Sequence[Block], placeholder: str | None) -> Block:
    offered = {"option_groups": list(groups)} if groups else {"options": list(options)}
    return {**offered, "placeholder": _placeholder(placeholder)}


def _offered(options: Sequence[Block], groups: Sequence[Block]) -> list[Block]:
    return [one for group in groups for one in group["options"]] if groups else list(options)


def _one(value: str | None, options: Sequence[Block]) -> Block | None:
    return next((one for one in options if one["value"] == value), None)


def _many(values: Collection[str], options: Sequence[Block]) -> list[Block] | None:
    return [one for one in options if one["value"] in values] or None


def _cell(value: str | float) -> Block:
    if isinstance(value, str):
        return {"type": "raw_text", "text": one_line(value, 500)}
    return {"type": "raw_number", "value": value, "text": f"{value:.10g}"}


def _distinct(names: Sequence[str], limit: int) -> list[str]:
    """Shorten each name, and number those that would then be the same: Slack refuses two of a name."""
    distinct: list[str] = []
    for name in names:
        short, count = one_line(name, limit), 1
        while short in distinct:
            count += 1
            short = f"{one_line(name, limit - len(str(count)) - 1)} {count}"
        distinct.append(short)
    return distinct
