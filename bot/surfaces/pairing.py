"""Asking the rep whether somebody may coach them, telling the one who asked, and ending it."""

from bot.slack_ids import Act, Modal
from bot.surfaces import blocks as b
from bot.surfaces.drawn import Message
from bot.surfaces.packing import of, pack
from coaching_core.domain.people import Pairing, PairingState, Person
from coaching_core.domain.seen import PairingSeen
from coaching_core.ids import PairingId, QuestionnaireKey


def offer(rep: Person, form: QuestionnaireKey | None = None) -> tuple[str, list[b.Block]]:
    """The answer to a manager who is not paired with the rep yet: a text and blocks. ``form``: the one they chose."""
    name = b.escape(rep.name)
    text = f"{name} hasn't said yet that you coach them here."
    return text, [
        b.section(
            b.mrkdwn(
                f"*{name}* hasn't said yet that you coach them here. Shall we ask? "
                "If they say yes, the review starts right away."
            )
        ),
        b.actions(
            b.button_to("Ask", rep.name, Act.ASK_REP, pack(rep=rep.id, form=form), style="primary"),
        ),
    ]


def offer_modal(rep: Person, form: QuestionnaireKey | None) -> b.Block:
    """The same, in place of the form in which the rep was named."""
    return b.modal("Start a review", offer(rep, form)[1], callback_id=Modal.NOTE)


def asked(rep: Person) -> str:
    return f"{b.escape(rep.name)} has been asked. You'll hear from us when they answer; nothing is sent before."


def request(seen: PairingSeen) -> Message:
    """The question, in the rep's DM."""
    manager = b.escape(seen.manager.name)
    state = seen.pairing.state
    if state is PairingState.PROPOSED:
        blocks = [
            b.section(b.mrkdwn(f"*{manager}* would like to plan your coaching with you here.")),
            b.section(
                b.mrkdwn(
                    "If you say yes, you both answer the same questions, separately; it takes a few minutes. "
                    "Then you talk about it, and *you speak first*. You agree on a plan together, or on none."
                )
            ),
            b.context(
                b.mrkdwn(
                    f"Only you and {manager} read what you write, a piece at a time as you talk. Say yes only if "
                    f"{manager} coaches you. A yes isn't for ever: you can say *not now* to each review."
                )
            ),
            b.actions(
                b.button("Accept", Act.PAIRING_ACCEPT, pack(pairing=seen.pairing.id), style="primary"),
                b.button("Not now", Act.PAIRING_DECLINE, pack(pairing=seen.pairing.id)),
            ),
        ]
        return Message("Somebody would like to plan coaching with you.", blocks)
    said = {
        PairingState.ACCEPTED: f"You said that *{manager}* coaches you here.",
        PairingState.DECLINED: f"You said *not now* to {manager}. They learn that, and no reason.",
        PairingState.ENDED: f"*{manager}* no longer coaches you here.",
    }[state]
    return Message("Your answer about coaching is saved.", [b.section(b.mrkdwn(said))])


def answer(seen: PairingSeen) -> Message | None:
    """What the manager learns; nothing while the rep has not answered."""
    rep = b.escape(seen.rep.name)
    if seen.pairing.state is PairingState.ACCEPTED:
        said = f"*{rep}* said yes. Your review has started: you'll find your questions here in this chat."
    elif seen.pairing.state is PairingState.DECLINED:
        said = f"*{rep}* said *not now*. Nothing was started. You can ask again in a month, or talk in person."
    else:
        return None
    return Message("There is an answer about coaching.", [b.section(b.mrkdwn(said))])


def end_menu(pairing: Pairing, other: Person) -> b.Block:
    """Beside the time that the two have logged."""
    said = "A review that is under way closes, and nothing opens. What you have opened stays with you two."
    return b.overflow(
        f"{Act.PAIR_END}#{pairing.id}",
        [b.option(b.clip(f"End coaching with {other.name}", 75), pack(pairing=pairing.id))],
        confirm=b.confirm("End this coaching?", said, "End it", "Go on"),
    )


def ended(other: str) -> str:
    return f"Your coaching with {b.escape(other)} has ended here. What you two opened stays with you two."


def pairing_of(value: str | None) -> PairingId:
    return PairingId(of(value, "pairing"))
