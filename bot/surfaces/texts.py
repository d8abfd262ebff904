"""What must happen to words before Slack shows them. Limits are in characters (code points)."""

import re

NOTHING = "–"
"""Stands where there are no words: Slack refuses an empty text."""

_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, halves of characters, and the marks that reverse the letters of whatever follows."""
_LINE_BREAK = re.compile("\r\n?|\x85|\u2028|\u2029")
_CUT_MARKUP = re.compile(r"(&[a-z]{0,4}|<[^<>]*)…$")
_ANGLED = re.compile(r"<([^<>]*)>")
_USER_ID = re.compile(r"[UW][A-Z0-9]+")


def clean(text: str) -> str:
    """Drop what no screen can show and no JSON should carry; blank text becomes a dash."""
    text = _UNSHOWABLE.sub("", _LINE_BREAK.sub("\n", text)).strip()
    return text if any(letter.isprintable() and not letter.isspace() for letter in text) else NOTHING


def one_line(text: str, limit: int) -> str:
    """Clean, on one line, and no longer than `limit`."""
    return clip(" ".join(clean(text).split()), limit)


def clip(text: str, limit: int) -> str:
    """Shorten to at most `limit` characters, at a word if there is one, with "…" for what is missing."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    space = max(head.rfind(" "), head.rfind("\n"))
    if space >= limit // 2 and not text[limit - 1].isspace():
        head = head[:space]
    return head.rstrip(" \n\t,;:–-\u200d") + "…"


def clip_markup(text: str, limit: int) -> str:
    """Clip `mrkdwn` without leaving half of an entity or of a link behind."""
    return text if len(text) <= limit else _CUT_MARKUP.sub("…", clip(text, limit))


def escape(text: str) -> str:
    """Make people's words safe inside `mrkdwn`: no mention, no link, no broadcast can come of them."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_typed(markup: str) -> str:
    """A message's `mrkdwn` as its author may have typed it: links by their label, people and groups without a name."""
    spoken = _ANGLED.sub(_spoken, markup)
    return spoken.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _spoken(angled: re.Match[str]) -> str:
    to, _, label = angled[1].partition("|")
    if to.startswith("@"):
        return f"@{label.removeprefix('@')}" if label else "@somebody"
    if to.startswith("#"):
        return f"#{label}" if label else "#a-channel"
    if to.startswith("!"):
        return label or f"@{to[1:].partition('^')[0]}"
    return label or to.removeprefix("mailto:")


def mention(user_id: str) -> str:
    """Address a person in `mrkdwn`; this is what pings them."""
    if not _USER_ID.fullmatch(user_id):
        raise ValueError(f"not the id of a Slack user: {user_id!r}")
    return f"<@{user_id}>"
