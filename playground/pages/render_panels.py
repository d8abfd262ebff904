"""Blocks that frame something: cards and carousels, alerts, plans and their tasks."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from playground.pages.markup import icon, join, tag
from playground.pages.render_elements import draw_element, picture
from playground.pages.render_rich_text import rich_text
from playground.pages.render_slots import Slot
from playground.pages.render_text import link, text_object
from playground.pages.scene import Json, Scene


def card(block: Json, scene: Scene) -> Markup:
    """Draw a `card` block, also one of a carousel."""
    slot = Slot(str(block.get("block_id", "")))
    own_icon = None
    if block.get("icon"):
        own_icon = picture(block["icon"], class_="card-icon")
    elif block.get("slack_icon"):
        own_icon = tag("span", icon(str(block["slack_icon"].get("name"))), class_="card-icon")
    lines = [
        tag("p", text_object(block.get(part), scene), class_=f"card-{part}", dir="auto")
        for part in ("title", "subtitle", "body", "subtext")
        if block.get(part)
    ]
    head = tag("div", own_icon, tag("div", lines[:2], class_="card-names"), class_="card-head")
    hero = picture(block["hero_image"], class_="card-hero") if block.get("hero_image") else None
    if not own_icon:
        head = join(lines[:2])
    rest = lines[2:]
    buttons = [draw_element(one, slot, scene) for one in block.get("actions") or ()]
    return tag(
        "article", hero, tag("div", head, rest, class_="card-text"),
        tag("div", buttons, class_="actions") if buttons else None, class_="card",
    )  # fmt: skip


def carousel(block: Json, scene: Scene) -> Markup:
    """Draw a `carousel` block: cards in a row that scrolls."""
    cards = [
        tag("li", card({"block_id": f"{block['block_id']}#{n}", **one}, scene), data_block=one.get("block_id"))
        for n, one in enumerate(block.get("elements") or ())
    ]
    return tag(
        "div",
        tag("ul", cards, class_="carousel-cards", tabindex="0", aria_label=f"{len(cards)} cards"),
        tag(
            "div",
            tag(
                "button",
                icon("left"),
                type="button",
                class_="button icon-only",
                data_scroll="-1",
                aria_label="Previous",
            ),
            tag("button", icon("right"), type="button", class_="button icon-only", data_scroll="1", aria_label="Next"),
            class_="carousel-buttons",
        ),
        class_="carousel",
    )


_ALERTS = {"default": "info", "info": "info", "warning": "warning", "error": "error", "success": "check"}


def alert(block: Json, scene: Scene) -> Markup:
    """Draw an `alert` block; its level is said in words, too."""
    level = str(block.get("level") or "default")
    mark = icon(_ALERTS.get(level, "info"), label=None if level == "default" else level)
    words = tag("div", text_object(block.get("text"), scene), class_="text", dir="auto")
    return tag("div", mark, words, class_=f"alert {level}", role="alert" if level == "error" else "note")


_STATUS = {"pending": "ring", "in_progress": "half", "complete": "check", "error": "error"}
_STATUS_WORDS = {"pending": "to do", "in_progress": "in progress", "complete": "done", "error": "failed"}


def plan(block: Json, scene: Scene) -> Markup:
    """Draw a `plan` block: its title, how much is done, its tasks."""
    tasks = [tag("li", _task(task, scene)) for task in block.get("tasks") or ()]
    done = sum(1 for task in block.get("tasks") or () if task.get("status") == "complete")
    count = tag("span", f"{done} of {len(tasks)} done", class_="note")
    head = tag("div", tag("strong", str(block.get("title", "")), dir="auto"), count, class_="plan-head")
    return tag("section", head, tag("ul", tasks, class_="tasks"), class_="plan")


def task_card(block: Json, scene: Scene) -> Markup:
    """Draw a `task_card` block."""
    return tag("section", _task(block, scene), class_="plan")


def _task(task: Json, scene: Scene) -> Markup:
    status = str(task.get("status") or "pending")
    mark = icon(_STATUS.get(status, "ring"), label=_STATUS_WORDS.get(status, status))
    title = tag("span", str(task.get("title", "")), dir="auto", class_="task-title")
    more: list[Markup] = [rich_text(task[part], scene) for part in ("details", "output") if task.get(part)]
    sources = task.get("sources") or ()
    if sources:
        links: list[Any] = [tag("li", link(str(one.get("url", "")), str(one.get("text", "")))) for one in sources]
        more.append(tag("ul", links, class_="sources"))
    if not more:
        return tag("div", mark, title, class_=f"task-row {status}")
    return tag(
        "details",
        tag("summary", mark, title, icon("down"), class_=f"task-row {status}"),
        tag("div", more, class_="task-more"),
        id=scene.dom_id(str(task.get("task_id", "")), "task"),
        data_keep="open",
    )
