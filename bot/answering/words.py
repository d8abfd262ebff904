"""The guard's own sentences, and the small modals that carry a sentence."""

from collections.abc import Sequence

from bot.answering.answers import Json

TITLE = "Common Ground"
ONE_MOMENT = "One moment…"
SAVING = "Saving…"
DONE = "Done."
SAVED = "Saved. You can close this."
OUT_OF_DATE = "This message is out of date, so nothing happened. The app's Home tab shows where things stand."
TOO_SLOW = "That took too long, so nothing was saved. Please try again."
TOO_LATE_TO_OPEN = "That took a moment too long to open. Please click again."
NOT_INSTALLED = "Common Ground isn't installed in this workspace any more. Your administrator can install it again."
UNREACHABLE = "Slack didn't answer in time. Please try again in a minute."


def went_wrong(reference: str) -> str:
    return (
        "Something went wrong on our side, and it may not have been saved. Please try again. "
        f"If it happens again, give your administrator this reference: {reference}"
    )


def not_shown(reference: str) -> str:
    return (
        "Slack didn't show what you asked for. Nothing is lost; please try again. "
        f"If it happens again, give your administrator this reference: {reference}"
    )


def note(text: str, blocks: Sequence[Json] | None = None) -> Json:
    """A modal that says one thing. ``blocks``: what is shown in place of the plain sentence."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": TITLE},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": [sentence(text)] if blocks is None else list(blocks),
    }


def sentence(text: str) -> Json:
    """A block with one sentence, cut to what Slack takes."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:3000]}}
