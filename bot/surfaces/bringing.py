"""The offer, on one's own invitation alone, to begin with the answers of a review that closed unopened."""

from bot.slack_ids import Act
from bot.surfaces import blocks as b
from bot.surfaces import words
from bot.surfaces.packing import pack
from coaching_core.domain.seen import Seen


def offer(seen: Seen) -> list[b.Block]:
    """One's own answers from a review that closed before anything opened; nobody else learns of them."""
    if not seen.to_bring:
        return []
    count = words.count(seen.to_bring, "answer", "answers")
    return [
        b.section(
            b.mrkdwn(
                f"Last time it closed before anything opened. Your {count} from then can stand here as a draft, for "
                "you to change or to send. Nobody else sees this, or whether you do."
            ),
            b.button(f"Bring over my {count}", Act.BRING_OVER, pack(r=seen.view.id)),
        )
    ]
