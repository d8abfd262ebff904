"""
Slack's own markup (`mrkdwn`) and plain text as safe HTML.

The order matters: code first (nothing inside it is read), then `<…>` tokens, then emoji and bare links, then bold,
italic and strike, then quotes and lines. What is finished is put aside behind a placeholder of two private-use
characters, so that a later step cannot read it again.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from playground.pages.emoji import EMOJI, SHORTCODE, with_emoji
from playground.pages.markup import join, tag
from playground.pages.scene import Json, Scene
from playground.pages.slack_dates import format_date

_OPEN, _SHUT = "\ue000", "\ue001"
_HELD = re.compile(f"{_OPEN}(\\d+){_SHUT}")
_FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_TOKEN = re.compile(r"<([^<>\n]+)>")
_BARE_LINK = re.compile(r"(?<![\w/@])(?:https?://|mailto:)[^\s<>|]+[^\s<>|.,;:!?)\]}'\"*_~]")
_BROADCASTS = {"here": "@here", "channel": "@channel", "everyone": "@everyone"}
_STYLES = {"*": "strong", "_": "em", "~": "s"}
_STYLED = {
    mark: re.compile(
        rf"(?<![\w{re.escape(mark)}]){re.escape(mark)}(?![\s{re.escape(mark)}])([^\n]+?)(?<!\s){re.escape(mark)}(?!\w)"
    )
    for mark in _STYLES
}


def mrkdwn(text: str, scene: Scene, *, verbatim: bool = False) -> Markup:
    """
    Draw Slack's markup.

    Args:
        text: as an app sends it: `&`, `<` and `>` of people are entities, `<…>` are Slack's own tokens.
        scene: gives names to mentions and a time zone to dates.
        verbatim: leave bare web addresses as text.
    Returns:
        inline HTML with `br`, `pre` and `blockquote`; what people wrote is escaped.
    """
    held: list[Markup] = []

    def hold(done: Markup) -> str:
        held.append(done)
        return f"{_OPEN}{len(held) - 1}{_SHUT}"

    text = text.replace(_OPEN, "\ufffd").replace(_SHUT, "\ufffd")
    text = _FENCE.sub(lambda found: hold(tag("pre", _entities(found[1]))), text)
    text = _CODE.sub(lambda found: hold(tag("code", _entities(found[1]))), text)
    text = _TOKEN.sub(lambda found: hold(_token(found[1], scene)), text)
    if not verbatim:
        text = _BARE_LINK.sub(lambda found: hold(link(html.unescape(found[0]), None)), text)
    text = SHORTCODE.sub(lambda found: hold(_emoji(found[1])) if found[1] in EMOJI else found[0], text)
    return _lines(text, held)


def plain(text: str, *, emoji: bool = True) -> Markup:
    """Draw plain text: nothing in it is markup; line ends stay."""
    shown = with_emoji(text) if emoji else text
    return Markup("<br>").join(escape(line) for line in shown.split("\n"))


def text_object(given: Json | str | None, scene: Scene) -> Markup:
    """Draw a text object (`plain_text` or `mrkdwn`), or a bare string as plain text; nothing for None."""
    if given is None:
        return Markup("")
    if isinstance(given, str):
        return plain(given, emoji=False)
    text = str(given.get("text", ""))
    if given.get("type") == "mrkdwn":
        return mrkdwn(text, scene, verbatim=bool(given.get("verbatim")))
    return plain(text, emoji=given.get("emoji") is not False)


def text_of(given: Json | str | None, scene: Scene) -> str:
    """A text object as plain text, for names and labels that cannot hold markup."""
    return " ".join(text_object(given, scene).replace("<br>", Markup(" ")).striptags().split())


def link(url: str, label: str | Markup | None) -> Markup:
    """A link that opens beside the playground. Other schemes than web and mail become plain text."""
    shown = label if label is not None else url.removeprefix("mailto:")
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        scheme = ""
    if scheme not in {"http", "https", "mailto", "tel"}:
        return tag("span", shown)
    return tag("a", shown, href=url, target="_blank", rel="noopener noreferrer", title=url if label else None)


def mention(person_id: str, scene: Scene) -> Markup:
    """`@Name`, marked when it is the reader's own name."""
    name = scene.names.person(person_id)
    own = " mention-me" if person_id == scene.viewer else ""
    return tag("bdi", f"@{name or person_id}", class_=f"mention{own}", data_person=person_id)


def channel_mention(channel_id: str, scene: Scene) -> Markup:
    """`#name`, or a word for a conversation that the reader cannot see."""
    name = scene.names.channel(channel_id)
    return tag("bdi", f"#{name}" if name else "#private channel", class_="mention")


def group_mention(group_id: str, scene: Scene) -> Markup:
    """`@handle` of a user group."""
    return tag("bdi", f"@{scene.names.group(group_id) or group_id}", class_="mention")


def broadcast(range_: str) -> Markup:
    """`@here`, `@channel` or `@everyone`."""
    return tag("bdi", _BROADCASTS.get(range_, f"@{range_}"), class_="mention mention-all")


def date(timestamp: int, pattern: str, url: str | None, fallback: str, scene: Scene) -> Markup:
    """A moment in the reader's time zone, or the fallback if the pattern cannot be read."""
    written = format_date(timestamp, pattern, scene.zone, scene.now)
    if written is None:
        return tag("span", fallback)
    shown = tag("time", written, title=f"{format_date(timestamp, '{date_long} at {time}', scene.zone, scene.now)}")
    return link(url, shown) if url else shown


def _token(body: str, scene: Scene) -> Markup:
    inner, _, label = body.partition("|")
    if inner.startswith("@"):
        return mention(inner[1:], scene)
    if inner.startswith("#"):
        return channel_mention(inner[1:], scene)
    if inner.startswith("!subteam^"):
        return group_mention(inner.removeprefix("!subteam^"), scene)
    if inner.startswith("!date^"):
        _, stamp, *rest = inner.split("^")
        if not stamp.lstrip("-").isdigit() or not rest:
            return tag("span", _entities(label))
        return date(int(stamp), _unescaped(rest[0]), rest[1] if len(rest) > 1 else None, html.unescape(label), scene)
    if inner.startswith("!"):
        return broadcast(inner[1:].split("^")[0])
    if re.match(r"[a-z]+:", inner):
        return link(html.unescape(inner), plain(html.unescape(label)) if label else None)
    return tag("span", f"<{html.unescape(body)}>")


def _emoji(code: str) -> Markup:
    return tag("span", EMOJI[code], class_="emoji", role="img", aria_label=code.replace("_", " "))


def _entities(text: str) -> Markup:
    """Text that holds Slack's three entities, as HTML."""
    return escape(_unescaped(text))


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _lines(text: str, held: list[Markup]) -> Markup:
    parts: list[Markup] = []
    quote: list[Markup] = []
    pending_break = False
    rest_is_quote = False
    for line in text.split("\n"):
        quoted = rest_is_quote
        if line.startswith(("&gt;&gt;&gt;", ">>>")):
            quoted = rest_is_quote = True
            line = line.removeprefix("&gt;&gt;&gt;").removeprefix(">>>").lstrip()
        elif not rest_is_quote and line.startswith(("&gt;", ">")):
            quoted = True
            line = line.removeprefix("&gt;").removeprefix(">").removeprefix(" ")
        done = _styled(line, held, tuple(_STYLES))
        if quoted:
            quote.append(done)
            continue
        if quote:
            parts.append(tag("blockquote", Markup("<br>").join(quote)))
            quote, pending_break = [], False
        if pending_break:
            parts.append(Markup("<br>"))
        parts.append(done)
        block = _HELD.fullmatch(line.strip())
        pending_break = not (block and held[int(block[1])].startswith("<pre"))
    if quote:
        parts.append(tag("blockquote", Markup("<br>").join(quote)))
    return join(parts)


def _styled(text: str, held: list[Markup], marks: tuple[str, ...]) -> Markup:
    """Bold, italic and strike, one inside the other; then the placeholders are filled."""
    for position, mark in enumerate(marks):
        pieces: list[Markup] = []
        last = 0
        for found in _STYLED[mark].finditer(text):
            pieces.append(_styled(text[last : found.start()], held, marks[position + 1 :]))
            pieces.append(tag(_STYLES[mark], _styled(found[1], held, marks[:position] + marks[position + 1 :])))
            last = found.end()
        if pieces:
            pieces.append(_styled(text[last:], held, marks[position:]))
            return join(pieces)
    return _filled(text, held)


def _filled(text: str, held: list[Markup]) -> Markup:

    return Markup(_HELD.sub(lambda found: str(held[int(found[1])]), str(_entities(text))))
