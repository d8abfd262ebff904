"""Each builder makes what Slack accepts; and whatever people write, nothing breaks and nobody is pinged."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.surfaces import blocks
from bot.surfaces.blocks import Block
from playground.blockkit import validate_message, validate_view
from playground.blockkit.problems import Surface

YES, NO = blocks.option("Yes", "y", "I do"), blocks.option("No", "n")
GROUPS = [blocks.group("First", [YES]), blocks.group("Then", [NO])]
CONFIRM = blocks.confirm("Sure?", "This goes to both of you.", "Send", "Not yet", style="danger")


def refusals(block: Block, surface: Surface) -> list[str]:
    if surface == "message":
        problems = validate_message(blocks.message("Hello", [block]))
    elif surface == "modal":
        problems = validate_view(blocks.modal("Title", [block], callback_id="c", submit="Send"))
    else:
        problems = validate_view(blocks.home([block]))
    return [str(problem) for problem in problems]


def asked(element: Block) -> Block:
    return blocks.input_block("Question", element, "question", optional=True, hint="Both will read it")


EVERYWHERE = {
    "a section": blocks.section(blocks.mrkdwn("*Hello* <@U1>"), block_id="s"),
    "a section with a button": blocks.section(blocks.plain("Hello"), blocks.button("Go", "go")),
    "fields": blocks.fields(blocks.plain("You"), blocks.mrkdwn("*3*")),
    "a header": blocks.header("Your plan"),
    "a small header": blocks.header("Your plan", 3),
    "a context": blocks.context(blocks.plain("3 of 12"), block_id="c"),
    "a divider": blocks.divider(),
    "a quote": blocks.said("I'd like\nto listen more"),
    "several quotes": blocks.all_said([("", "I listen"), ("Ana:", "More")]),
    "a row of actions": blocks.actions(
        blocks.button("Yes", "yes", "1", style="primary", accessibility_label="Yes, send it", confirm=CONFIRM),
        blocks.button("Read on", "read", url="https://example.com/"),
        blocks.overflow("more", [YES, NO], confirm=CONFIRM),
        blocks.datepicker("due", initial=date(2027, 2, 28), placeholder="When?"),
        block_id="a",
    ),
    "radio buttons": asked(blocks.radio("r", [YES, NO], "n")),
    "radio buttons, an answer no longer offered": asked(blocks.radio("r", [YES, NO], "gone")),
    "checkboxes": asked(blocks.checkboxes("c", [YES, NO], ["y", "n", "gone"])),
    "checkboxes, none": asked(blocks.checkboxes("c", [YES, NO])),
    "a menu": asked(blocks.select("s", [YES, NO], initial="y", placeholder="Choose")),
    "a menu of groups": asked(blocks.select("s", groups=GROUPS, initial="n")),
    "a menu for several": asked(blocks.multi_select("m", [YES, NO], initial=["n"], most=1)),
    "a menu of groups for several": asked(blocks.multi_select("m", groups=GROUPS, initial=["y", "n"])),
    "people": asked(blocks.users_select("u", initial="U1", placeholder="Whom?")),
    "a date": asked(blocks.datepicker("d")),
    "words": asked(blocks.text_input("t", initial="So far", multiline=True, max_length=300, placeholder="Say it")),
    "words, none yet": asked(blocks.text_input("t", initial=" ")),
    "a question that asks at once": blocks.input_block("Who?", blocks.users_select("u"), "who", dispatch=True),
}
IN_MESSAGES = {
    "a chart": blocks.chart_bars("Two views", ["Listening", "Closing"], [("Ana", [3, 4]), ("Ben", [4, 2.5])]),
    "a chart of two people of one name": blocks.chart_bars("Two views", ["A"], [("Ana", [3]), ("Ana", [4])]),
    "a table": blocks.data_table("Open actions", ["Action", "Days left"], [["Shadow two calls", 8], ["", -1.5]]),
}


@pytest.mark.parametrize("name", EVERYWHERE)
@pytest.mark.parametrize("surface", ["message", "modal", "home"])
def test_what_is_built_is_accepted(name: str, surface: Surface) -> None:
    assert refusals(EVERYWHERE[name], surface) == []


@pytest.mark.parametrize("name", IN_MESSAGES)
def test_what_is_built_for_messages_is_accepted_there(name: str) -> None:
    assert refusals(IN_MESSAGES[name], "message") == []


def test_a_modal_says_everything_about_itself() -> None:
    view = blocks.modal(
        "A title that is far longer than a phone could show",
        [blocks.divider()],
        callback_id="assessment.submit",
        submit="Submit",
        close="Later",
        private_metadata='{"v": 1}',
        notify_on_close=True,
    )
    assert validate_view(view) == []
    assert view["title"]["text"] == "A title that is far…"
    assert view["close"]["text"] == "Later"


def test_what_was_not_asked_for_is_not_there() -> None:
    assert blocks.button("Go", "go") == {
        "type": "button",
        "action_id": "go",
        "text": {"type": "plain_text", "text": "Go", "emoji": False},
    }


@pytest.mark.parametrize(
    ("text", "limit", "clipped"),
    [
        ("short", 5, "short"),
        ("one two three", 9, "one two…"),
        ("one two, three", 9, "one two…"),
        ("one two", 4, "one…"),
        ("unbreakable", 5, "unbr…"),
        ("a unbreakable", 8, "a unbre…"),
        ("🙂🙂🙂", 2, "🙂…"),
        ("ab", 1, "…"),
    ],
)
def test_clipping_is_at_a_word_where_there_is_one(text: str, limit: int, clipped: str) -> None:
    assert blocks.clip(text, limit) == clipped


def test_markup_is_never_cut_in_half() -> None:
    assert blocks.mrkdwn("&amp;" * 3, 8)["text"] == "&amp;…"
    assert blocks.mrkdwn("Hello there, <https://example.com|our page>", 30)["text"] == "Hello there, …"


def test_text_is_cleaned_of_what_cannot_be_shown() -> None:
    assert blocks.clean("a\x00b\ud800c\r\nd\u202ee\x1b[31m") == "abc\nde[31m"
    assert blocks.clean(" \n\u200b ") == "–"
    assert blocks.clean("👩‍👩‍👧 שלום") == "👩‍👩‍👧 שלום"


def test_escaped_words_read_as_they_were_written() -> None:
    assert blocks.escape("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"


def test_a_mention_is_of_a_person() -> None:
    assert blocks.mention("U012ABC") == "<@U012ABC>"
    with pytest.raises(ValueError):
        blocks.mention("channel>")


AWKWARD = [
    "<!channel> <!here> <!everyone>",
    "<@U1> <@U1|ana> <#C1|general> <!subteam^S1>",
    "<https://example.com|click> &lt;!channel&gt; &amp;lt;",
    "*bold* _it_ ~no~ `code` ```block``` > quote :tada: @here @channel",
    "שלום \u202e reversed \u2067 عربى",
    "\x00\x01\x1b[31m\x7f\ud83d\udc00\ud800",
    "&" * 10_000,
    "<@U1>" * 2000,
    "word " * 2000,
    "🙂" * 10_000,
    "\u200b\u200d",
    "",
    " \n\t",
]
BUILDERS: dict[str, tuple[Surface, Callable[[str], Block]]] = {
    "plain": ("home", lambda words: blocks.section(blocks.plain(words))),
    "escaped": ("message", lambda words: blocks.section(blocks.mrkdwn(f"*{blocks.escape(words)}* said"))),
    "said": ("message", blocks.said),
    "fields": (
        "home",
        lambda words: blocks.fields(blocks.plain(words, 2000), blocks.mrkdwn(blocks.escape(words), 2000)),
    ),
    "header": ("modal", blocks.header),
    "context": ("home", lambda words: blocks.context(blocks.plain(words))),
    "button": (
        "message",
        lambda words: blocks.actions(
            blocks.button(words, "a", accessibility_label=words, confirm=blocks.confirm(words, words, words, words))
        ),
    ),
    "input": (
        "modal",
        lambda words: blocks.input_block(
            words, blocks.text_input("t", initial=words, placeholder=words, max_length=500), "b", hint=words
        ),
    ),
    "option": ("modal", lambda words: asked(blocks.radio("r", [blocks.option(words, "1", words)], "1"))),
    "menu": (
        "modal",
        lambda words: asked(
            blocks.select(
                "s", groups=[blocks.group(words, [blocks.option(words, "1")])], placeholder=words, initial="1"
            )
        ),
    ),
    "chart": (
        "message",
        lambda words: blocks.chart_bars(words, [words, words + "2"], [(words, [1, 2]), (words, [2, 3])]),
    ),
    "table": ("message", lambda words: blocks.data_table(words, [words, "n"], [[words, 3], [words, words]])),
}


def awkward_examples(test: Callable[..., None]) -> Callable[..., None]:
    for words in AWKWARD:
        test = example(words)(test)
    return test


# Half characters too: JSON can carry them, and people's clients have.
WORDS = st.text(st.characters(exclude_categories=[]), max_size=200) | st.lists(
    st.sampled_from([*AWKWARD[:6], "&", "<", ">", "*", "\n", "ה", "a", "\ud800"]), max_size=40
).map("".join)


@pytest.mark.parametrize("name", BUILDERS)
def test_whatever_people_write_nothing_breaks_and_nobody_is_pinged(name: str) -> None:
    surface, build = BUILDERS[name]

    @awkward_examples
    @given(WORDS)
    def holds(words: str) -> None:
        block = build(words)
        assert refusals(block, surface) == []
        assert live(block) == []
        json.dumps(block, ensure_ascii=False).encode()

    holds()


@awkward_examples
@given(WORDS)
def test_whatever_stands_in_a_notification_or_a_title_nobody_is_pinged(words: str) -> None:
    told = blocks.message(words, [blocks.divider()])
    assert validate_message(told, updating=True) == []
    assert live({"type": "mrkdwn", "text": told["text"], "verbatim": True}) == []
    assert validate_view(blocks.modal(words, [blocks.divider()], callback_id="c", submit=words, close=words)) == []


def live(value: object) -> list[object]:
    """Everything in a block that Slack would turn into a mention or a link."""
    found: list[object] = []
    for part in parts(value):
        kind = part.get("type")
        if kind in ("user", "usergroup", "channel", "team", "broadcast", "link"):
            found.append(part)
        elif kind == "mrkdwn":
            if part.get("verbatim") is not True or re.search(r"<[^<>]*>?", str(part["text"])):
                found.append(part)
        elif kind == "plain_text" and part.get("emoji") is not False:
            found.append(part)
    return found


def parts(value: object) -> Iterator[Block]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)
