"""What messages look like: Slack's markup, rich text, Markdown and dates as safe HTML."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.model import Person
from playground.pages.composing import as_sent, with_ids
from playground.pages.render_markdown import markdown
from playground.pages.render_rich_text import as_rich_text, rich_text, rich_text_as_typed
from playground.pages.render_text import mrkdwn, plain, text_object
from playground.pages.scene import PlainNames, Scene
from playground.pages.slack_dates import format_date

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SCENE = Scene(
    viewer="UME",
    names=PlainNames({"UME": "Me", "UANA": "Ana <Sousa>"}, {"C1": "general"}, {"S1": "sales"}),
    zone=ZoneInfo("Europe/Lisbon"),
    now=NOW,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* _italic_ ~gone~", "<strong>bold</strong> <em>italic</em> <s>gone</s>"),
        ("*_both_*", "<strong><em>both</em></strong>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("* not bold* and *not bold *", "* not bold* and *not bold *"),
        ("`*code*`", "<code>*code*</code>"),
        ("```a\n<b>```", "<pre>a\n&lt;b&gt;</pre>"),
        ("one\ntwo", "one<br>two"),
        ("&gt; said\n&gt; again\nafter", "<blockquote>said<br>again</blockquote>after"),
        ("&gt;&gt;&gt; all\nof it", "<blockquote>all<br>of it</blockquote>"),
        ("&lt;b&gt; &amp; <b>", "&lt;b&gt; &amp; <span>&lt;b&gt;</span>"),
        (":tada: :no_such_thing:", '<span class="emoji" role="img" aria-label="tada">🎉</span> :no_such_thing:'),
        ("<!here>", '<bdi class="mention mention-all">@here</bdi>'),
        ("<!subteam^S1>", '<bdi class="mention">@sales</bdi>'),
        ("<#C1> <#C2|>", '<bdi class="mention">#general</bdi> <bdi class="mention">#private channel</bdi>'),
        ("*<@UME>*", '<strong><bdi class="mention mention-me" data-person="UME">@Me</bdi></strong>'),
        ("<@UANA|ana>", '<bdi class="mention" data-person="UANA">@Ana &lt;Sousa&gt;</bdi>'),
        ("<javascript:alert(1)|click>", "<span>click</span>"),
    ],
)
def test_slacks_markup(text: str, shown: str) -> None:
    assert mrkdwn(text, SCENE) == shown


def test_links_open_beside_the_page_and_keep_their_address() -> None:
    shown = mrkdwn("<https://x.example/?a=1&amp;b=2|the *page*> https://y.example/z.", SCENE)
    assert 'href="https://x.example/?a=1&amp;b=2"' in shown
    assert ">the *page*</a>" in shown
    assert '<a href="https://y.example/z" target="_blank" rel="noopener noreferrer">https://y.example/z</a>.' in shown


def test_verbatim_text_has_no_links_of_its_own() -> None:
    given_ = {"type": "mrkdwn", "text": "https://x.example", "verbatim": True}
    assert text_object(given_, SCENE) == "https://x.example"


def test_plain_text_is_only_text() -> None:
    assert plain("*x* <@UME> & :tada:") == "*x* &lt;@UME&gt; &amp; 🎉"
    assert text_object({"type": "plain_text", "text": ":tada:", "emoji": False}, SCENE) == ":tada:"


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("{date_num} {time}", "2026-03-02 9:05 AM"),
        ("{date_short_pretty} at {time_secs}", "Today at 9:05:00 AM"),
        ("due {date_pretty}", "due today"),
        ("{date_long}", "Monday, March 2nd, 2026"),
        ("{ago}", "2 hours ago"),
    ],
)
def test_dates_are_written_in_the_readers_zone(pattern: str, shown: str) -> None:
    stamp = int(datetime(2026, 3, 2, 9, 5, tzinfo=UTC).timestamp())
    assert format_date(stamp, pattern, SCENE.zone, NOW) == shown
    assert shown in mrkdwn(f"<!date^{stamp}^{pattern}|fallback>", SCENE)


def test_a_date_that_cannot_be_read_shows_its_fallback() -> None:
    assert mrkdwn("<!date^1^{no_such}|2 March>", SCENE) == "<span>2 March</span>"
    assert mrkdwn("<!date^soon^{date}|2 March>", SCENE) == "<span>2 March</span>"


def test_rich_text_leaves_are_never_parsed() -> None:
    leaves = [{"type": "text", "text": "<@UME> *x*\n:tada:"}, {"type": "user", "user_id": "UANA"}]
    shown = rich_text({"elements": [{"type": "rich_text_section", "elements": leaves}]}, SCENE)
    assert "&lt;@UME&gt; *x*<br>:tada:" in shown
    assert "@Ana &lt;Sousa&gt;" in shown


def test_typed_rich_text_comes_back_as_it_was_typed() -> None:
    assert rich_text_as_typed(as_rich_text("a\n*b* & <c>")) == "a\n*b* & <c>"


def test_markdown() -> None:
    shown = markdown("# Title\n\nSome **bold**\n\n1. one\n2. two\n   - deeper\n\n| a | b |\n|---|--:|\n| 1 | <i> |")
    assert "<h3>Title</h3>" in shown
    assert "<strong>bold</strong>" in shown
    assert '<li dir="auto">two<ul><li dir="auto">deeper</li></ul></li></ol>' in shown
    assert '<td class="align-right">&lt;i&gt;</td>' in shown


class Tags(HTMLParser):
    """Collects what a browser would see as elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.names.add(name)
        self.attributes |= {key for key, _ in attributes}


NASTY = st.text(alphabet=st.sampled_from(list("<>&*_~`|@#!^:/.\"' \nabU1\ue000\ue0010")), max_size=60) | st.text(
    max_size=60
)
FINE = {"strong", "em", "s", "code", "pre", "br", "blockquote", "span", "a", "bdi", "time", "p", "ul", "ol", "li", "hr"}
FINE |= {"h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "div", "input"}


@given(NASTY)
def test_nothing_that_anybody_writes_becomes_markup(text: str) -> None:
    seen = Tags()
    for shown in (mrkdwn(text, SCENE), mrkdwn(text.replace("<", "&lt;"), SCENE), markdown(text), plain(text)):
        seen.feed(shown)
    assert seen.names <= FINE
    assert not {name for name in seen.attributes if name.startswith("on") or name == "style"}


ANA, ANA_MARIA = Person("UANA", "ana", "Ana Sousa", "T"), Person("UAM", "anam", "Ana Sousa Reis", "T")


def test_names_in_the_composer_become_ids() -> None:
    people = [ANA, ANA_MARIA]
    assert with_ids("/pair @ana", people) == "/pair <@UANA>"
    assert with_ids("/pair @Ana Sousa Reis, please", people) == "/pair <@UAM>, please"
    assert with_ids("/pair @ANA SOUSA & a@ana.example @nobody", people) == "/pair <@UANA> & a@ana.example @nobody"
    assert as_sent("<@UANA> & @ana", people) == "&lt;@UANA&gt; &amp; <@UANA>"
