"""Every block and element as HTML: nothing vanishes, every control has a name, and what was chosen is shown."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from playground.elements import with_ids
from playground.pages.chart_drawings import nice_ticks
from playground.pages.render_blocks import draw
from playground.pages.scene import PlainNames, Scene
from tests.playground.blockkit_examples import VALID

NAMES = PlainNames({"U1": "Ana Sousa"}, {"C1": "general"})
VOID = {"img", "input", "br", "hr"}


class Page(HTMLParser):
    """A drawn page: its elements with attributes and text, and whether every tag is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.unclosed: list[str] = []
        self.texts: dict[str, str] = {}
        self._ids: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.elements.append((tag, given))
        if tag not in VOID:
            self.open.append(tag)
            self._ids.append(given.get("id") or f"label for {given.get('for', '')}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unclosed.append(tag)
        if self._ids:
            self._ids.pop()

    def handle_data(self, data: str) -> None:
        for one in self._ids:
            if one:
                self.texts[one] = self.texts.get(one, "") + data

    def named(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """The attributes of all elements of a kind with these attributes."""
        given = {key.rstrip("_").replace("_", "-"): value for key, value in wanted.items()}
        return [a for name, a in self.elements if name == tag and given.items() <= a.items()]

    def name_of(self, attributes: dict[str, str]) -> str:
        """The accessible name that an element gets from `aria-label`, `aria-labelledby` or a `label`."""
        if attributes.get("aria-label"):
            return attributes["aria-label"]
        by = attributes.get("aria-labelledby", f"label for {attributes.get('id')}")
        names = [a["aria-label"] for _, a in self.elements if a.get("id") == by and a.get("aria-label")]
        return (names or [self.texts.get(by, "")])[0].strip()


def drawn(*blocks: Any, **scene: Any) -> Page:
    return Page(draw(list(blocks), Scene(ref="m C1 1.2", viewer="U1", names=NAMES, **scene)))


def plain(text: str) -> Any:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str, note: str = "") -> Any:
    return {"text": plain(text), "value": value} | ({"description": plain(note)} if note else {})


def field(element: Any, **more: Any) -> Any:
    return {
        "type": "input",
        "block_id": "b",
        "label": plain("Your view"),
        "element": {"action_id": "a", **element},
        **more,
    }


def named(blocks: Any) -> list[Any]:
    """The blocks as they arrive over the wire, with the ids that Slack adds."""
    fresh = iter(map(str, range(1000)))
    return with_ids(json.loads(json.dumps(blocks if isinstance(blocks, list) else [blocks])), lambda: next(fresh))


LEVELS = [option("1", "one", "Waits"), option("2", "two", "Asks")]


@pytest.mark.parametrize("name", VALID)
def test_every_valid_block_is_drawn_whole(name: str) -> None:
    surfaces, blocks = VALID[name]
    blocks = named(blocks)
    for surface in surfaces:
        page = drawn(*blocks, where=surface)
        assert not page.named("p", class_="unknown")
        assert not page.named("span", class_="unknown")
        assert page.unclosed == []
        assert page.open == []
        ids = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
        assert len(ids) == len(set(ids)), "ids must differ"


@pytest.mark.parametrize("name", VALID)
def test_every_control_has_a_name(name: str) -> None:
    surfaces, blocks = VALID[name]
    blocks = named(blocks)
    page = drawn(*blocks, where=surfaces[0])
    fields = [(tag, a) for tag, a in page.elements if tag in ("input", "textarea")]
    groups = [(tag, a) for tag, a in page.elements if a.get("role") in ("radiogroup", "group", "listbox", "menu")]
    for tag, attributes in [*fields, *groups]:
        labels_itself = attributes.get("type") in ("radio", "checkbox") and "disabled" in attributes
        assert page.name_of(attributes) or labels_itself, (tag, attributes)


def test_an_unknown_block_is_named_in_its_place() -> None:
    assert "(hologram block)" in draw([{"type": "hologram"}], Scene())


def test_radio_buttons_are_named_without_their_descriptions() -> None:
    page = drawn(field({"type": "radio_buttons", "options": LEVELS}))
    radios = page.named("input", type="radio")
    assert [page.name_of(radio) for radio in radios] == ["1", "2"]
    assert [page.texts[radio["aria-describedby"]] for radio in radios] == ["Waits", "Asks"]
    assert page.name_of(page.named("div", role="radiogroup")[0]) == "Your view"


def test_what_was_chosen_wins_over_what_the_app_began_with() -> None:
    element = {"type": "radio_buttons", "options": LEVELS, "initial_option": LEVELS[0]}

    def checked(**scene: Any) -> list[str]:
        return [a["value"] for a in drawn(field(element), **scene).named("input", type="radio") if "checked" in a]

    assert checked() == ["one"]
    assert checked(values={"b": {"a": {"type": "radio_buttons", "selected_option": LEVELS[1]}}}) == ["two"]
    assert checked(values={"b": {"a": {"type": "radio_buttons", "selected_option": None}}}) == []


def test_a_group_of_choices_without_a_label_takes_the_text_above_it() -> None:
    section = {"type": "section", "text": plain("How often?")}
    actions = {"type": "actions", "elements": [{"type": "checkboxes", "action_id": "a", "options": LEVELS}]}
    page = drawn(section, actions)
    assert page.name_of(page.named("div", role="group")[0]) == "How often?"


def test_an_error_stands_at_its_field_and_describes_it() -> None:
    page = drawn(field({"type": "plain_text_input"}, hint=plain("In your words")), errors={"b": "Please say more."})
    (box,) = page.named("input")
    assert box["aria-invalid"] == "true"
    assert [page.texts[one] for one in box["aria-describedby"].split()] == ["Please say more.", "In your words"]


def test_optional_is_a_description_and_not_part_of_the_name() -> None:
    page = drawn(field({"type": "plain_text_input", "multiline": True}, optional=True))
    (box,) = page.named("textarea")
    assert page.name_of(box) == "Your view"
    assert page.texts[box["aria-describedby"]] == " (optional)"
    assert "aria-required" not in box


def test_typed_text_is_text() -> None:
    html = draw([field({"type": "plain_text_input", "initial_value": '</textarea>"<b>', "multiline": True})], Scene())
    assert "&lt;/textarea&gt;&#34;&lt;b&gt;" in html


def test_a_select_shows_names_and_a_multi_select_chips() -> None:
    page = drawn(field({"type": "users_select", "initial_user": "U1"}))
    assert page.named("input", role="combobox")[0]["value"] == "Ana Sousa"
    many = drawn(field({"type": "multi_static_select", "options": LEVELS, "initial_options": [LEVELS[1]]}))
    assert many.named("button", aria_label="Remove 2")


def test_a_moment_is_shown_in_the_readers_zone() -> None:
    moment = int(datetime(2026, 7, 1, 8, 30, tzinfo=UTC).timestamp())
    page = drawn(field({"type": "datetimepicker", "initial_date_time": moment}), zone=ZoneInfo("Europe/Lisbon"))
    assert page.named("input", type="datetime-local", value="2026-07-01T09:30")


def test_a_button_for_others_is_not_drawn() -> None:
    button = {"type": "button", "action_id": "a", "text": plain("Yours"), "visible_to_user_ids": ["U2"]}
    assert not drawn({"type": "actions", "elements": [button]}).named("button")


def test_buttons_of_one_name_have_ids_of_their_own() -> None:
    buttons = [{"type": "button", "action_id": "rate", "text": plain(n), "value": n} for n in "123"]
    page = drawn({"type": "actions", "elements": buttons})
    assert len({a["id"] for a in page.named("button")}) == 3
    assert [a["data-value"] for a in page.named("button")] == ["1", "2", "3"]


def test_a_field_that_waits_for_the_submission_says_so() -> None:
    def sends(**more: Any) -> str:
        return next(
            a["data-send"] for _, a in drawn(field({"type": "plain_text_input"}, **more)).elements if "data-send" in a
        )

    assert sends() == "state"
    assert sends(dispatch_action=True) == "enter"


def test_ids_are_the_same_at_each_drawing_and_differ_between_containers() -> None:
    block = field({"type": "plain_text_input"})
    assert draw([block], Scene(ref="v V1")) == draw([block], Scene(ref="v V1"))
    assert draw([block], Scene(ref="v V1")) != draw([block], Scene(ref="v V2"))


# charts and tables


def chart(kind: str, *values: tuple[float, ...]) -> Any:
    names = ["Discovery", "Closing", "Forecasting"]
    series = [
        {"name": f"S{n}", "data": [{"label": c, "value": v} for c, v in zip(names, row, strict=True)]}
        for n, row in enumerate(values)
    ]
    whole = {"type": kind, "series": series, "axis_config": {"categories": names}}
    return {"type": "data_visualization", "title": "Both", "chart": whole}


def test_bars_are_as_high_as_their_values() -> None:
    page = drawn(chart("bar", (1, 2, 4), (3, -2, 0)))
    heights = [float(a["height"]) for a in page.named("rect") if a.get("class", "").startswith("series-")]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert heights[2] == pytest.approx(4 * heights[0], abs=0.4)
    assert heights[4] == pytest.approx(heights[1], abs=0.2)


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
def test_a_chart_says_its_values_in_a_table(kind: str) -> None:
    page = drawn(chart(kind, (1, 2.5, 4)))
    assert page.named("svg", role="img", aria_label=f"{kind.capitalize()} chart: Both")
    assert "2.5" in draw([chart(kind, (1, 2.5, 4))], Scene())


def test_ticks_are_round_and_span_the_values() -> None:
    assert nice_ticks(0, 5) == [0, 1, 2, 3, 4, 5]
    assert nice_ticks(-3, 42)[0] <= -3
    assert nice_ticks(0, 0) == [0, 0.2, 0.4, 0.6, 0.8, 1.0]


def test_a_data_table_shows_its_first_page() -> None:
    rows = [[{"type": "raw_text", "text": "n"}]] + [
        [{"type": "raw_number", "value": n, "text": str(n)}] for n in range(7)
    ]
    page = drawn({"type": "data_table", "caption": "Numbers", "page_size": 3, "rows": rows})
    hidden = [("hidden" in a) for a in page.named("tr")]
    assert hidden == [False] * 4 + [True] * 4
    assert page.name_of(page.named("table")[0]) == "Numbers"
