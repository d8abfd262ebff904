"""Blocks as HTML: one function for each type. `draw(blocks, scene)` is the door."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from playground.pages.markup import icon, join, tag
from playground.pages.render_charts import chart
from playground.pages.render_elements import draw_element, picture
from playground.pages.render_markdown import markdown
from playground.pages.render_panels import alert, card, carousel, plan, task_card
from playground.pages.render_rich_text import rich_text
from playground.pages.render_slots import Slot, control_id, is_group
from playground.pages.render_tables import data_table, table
from playground.pages.render_text import link, text_object, text_of
from playground.pages.scene import Json, Scene

FOLD_ABOVE = 700
"""Characters of a section's text in a message above which it is folded, unless the app says `expand`."""


def draw(blocks: Sequence[Json], scene: Scene) -> Markup:
    """Draw blocks in their order. A type that we do not know is named in its place, so that nothing vanishes."""
    parts = []
    heading: str | None = None
    for position, block in enumerate(blocks):
        kind = str(block.get("type"))
        block_id = str(block.get("block_id") or f"#{position}")
        block = {**block, "block_id": block_id}
        render = _DRAW.get(kind)
        if render is None:
            shown: Markup = tag("p", f"({kind} block)", class_="unknown")
        elif kind == "actions":
            shown = _actions(block, scene, named_by=heading)
        else:
            shown = render(block, scene)
        # A group of choices in an actions block has no label of its own: the text above it names it.
        heading = scene.dom_id(block_id, "text") if kind in {"section", "header"} and block.get("text") else None
        parts.append(
            tag("div", shown, class_=f"block block-{kind}", id=scene.dom_id(block_id, "block"), data_block=block_id)
        )
    return join(parts)


def _section(block: Json, scene: Scene) -> Markup:
    block_id = str(block["block_id"])
    text_id = scene.dom_id(block_id, "text")
    accessory = block.get("accessory")
    text, fields = block.get("text"), block.get("fields") or ()
    drawn = None
    if text:
        words = text_object(text, scene)
        folds = scene.where == "message" and len(str(text.get("text", ""))) > FOLD_ABOVE and not block.get("expand")
        drawn = tag(
            "div", words, id=text_id, class_="text" + (" folded" if folds else ""), dir="auto", data_keep="class"
        )
        if folds:
            drawn += tag("button", "Show more", type="button", class_="link-button", data_unfold=text_id)
    grid = tag(
        "div", [tag("div", text_object(one, scene), class_="text", dir="auto") for one in fields], class_="fields"
    )
    side = None
    if accessory:
        group = is_group(accessory)
        slot = Slot(
            block_id,
            label="Options",
            named_by=text_id if group and text else None,
            described_by=None if group or not text else text_id,
        )
        side = tag("div", draw_element(accessory, slot, scene), class_=f"accessory accessory-{accessory.get('type')}")
    return tag("div", tag("div", drawn, grid if fields else None, class_="section-text"), side, class_="section")


def _header(block: Json, scene: Scene) -> Markup:
    level = min(max(int(block.get("level") or 2), 1), 4)
    # The page has its own h1 (the conversation), so an app's headings begin one deeper.
    words = text_object(block.get("text"), scene)
    return tag(
        f"h{level + 1}", words, class_=f"header-{level}", dir="auto", id=scene.dom_id(str(block["block_id"]), "text")
    )


def _actions(block: Json, scene: Scene, named_by: str | None = None) -> Markup:
    slot_of = _slot_maker(str(block["block_id"]), named_by)
    return tag("div", [draw_element(one, slot_of(one), scene) for one in block.get("elements") or ()], class_="actions")


def _slot_maker(block_id: str, named_by: str | None) -> Callable[[Json], Slot]:
    def make(element: Json) -> Slot:
        group = is_group(element)
        return Slot(block_id, label="Options", named_by=named_by if group else None)

    return make


def _context(block: Json, scene: Scene) -> Markup:
    parts = [
        picture(one, class_="context-image")
        if one.get("type") == "image"
        else tag("span", text_object(one, scene), class_="text", dir="auto")
        for one in block.get("elements") or ()
    ]
    return tag("div", parts, class_="context")


def _divider(block: Json, scene: Scene) -> Markup:
    return tag("hr")


def _image(block: Json, scene: Scene) -> Markup:
    title = tag("figcaption", text_object(block.get("title"), scene)) if block.get("title") else None
    return tag("figure", title, picture(block, class_="picture"), class_="image")


def _input(block: Json, scene: Scene) -> Markup:
    """A labelled field. The label names it alone; "optional", hint and error are its description."""
    block_id, element = str(block["block_id"]), block.get("element") or {}
    label_id, notes = scene.dom_id(block_id, "label"), []
    optional = bool(block.get("optional"))
    error, hint = scene.errors.get(block_id), block.get("hint")
    described: list[str] = []
    if error:
        described.append(scene.dom_id(block_id, "error"))
        notes.append(tag("p", icon("error"), tag("span", error), id=described[-1], class_="field-error"))
    if hint:
        described.append(scene.dom_id(block_id, "hint"))
        notes.append(tag("p", text_object(hint, scene), id=described[-1], class_="hint", dir="auto"))
    if optional:
        described.append(scene.dom_id(block_id, "optional"))
    slot = Slot(
        block_id,
        named_by=label_id,
        described_by=" ".join(described) or None,
        sends=bool(block.get("dispatch_action")),
        required=not optional,
        is_input=True,
        invalid=bool(error),
    )
    name = text_object(block.get("label"), scene)
    group = is_group(element)
    label = tag(
        "div" if group else "label",
        name,
        id=label_id,
        for_=None if group else control_id(element, block_id, scene),
        dir="auto",
        class_="label",
    )
    mark = tag("span", " (optional)", class_="optional", id=scene.dom_id(block_id, "optional")) if optional else None
    heading = tag("div", label, mark, class_="label-row")
    return tag(
        "div", heading, draw_element(element, slot, scene), notes, class_="input" + (" has-error" if error else "")
    )


def _markdown(block: Json, scene: Scene) -> Markup:
    return tag("div", markdown(str(block.get("text", ""))), class_="markdown")


def _context_actions(block: Json, scene: Scene) -> Markup:
    slot = Slot(str(block["block_id"]), label="Options")
    return tag("div", [draw_element(one, slot, scene) for one in block.get("elements") or ()], class_="actions small")


def _container(block: Json, scene: Scene) -> Markup:
    title = rich_text(block["rich_text_title"], scene) if block.get("rich_text_title") else None
    if title is None:
        title = tag("strong", text_object(block.get("title"), scene), dir="auto")
    subtitle = tag("span", text_object(block.get("subtitle"), scene), class_="note") if block.get("subtitle") else None
    own_icon = picture(block["icon"], class_="card-icon") if block.get("icon") else None
    names = [own_icon, tag("span", title, subtitle, class_="container-names")]
    inside = tag("div", draw(block.get("child_blocks") or (), scene), class_="container-body")
    classes = f"container {block.get('width') or 'standard'}"
    if not block.get("is_collapsible"):
        ruled = " ruled" if block.get("has_header_divider") else ""
        return tag("section", tag("div", names, class_="container-head" + ruled), inside, class_=classes)
    return tag(
        "details",
        tag("summary", icon("right"), names, class_="container-head"),
        inside,
        class_=classes,
        open=not block.get("default_collapsed"),
        id=scene.dom_id(str(block["block_id"]), "container"),
        data_keep="open",
    )


def _video(block: Json, scene: Scene) -> Markup:
    title = text_of(block.get("title"), scene)
    url = str(block.get("title_url") or block.get("video_url") or "")
    shown = picture({"image_url": block.get("thumbnail_url"), "alt_text": block.get("alt_text", "")}, class_="picture")
    author = tag("p", str(block["author_name"]), class_="note") if block.get("author_name") else None
    words = tag("p", text_object(block.get("description"), scene)) if block.get("description") else None
    return tag("figure", tag("figcaption", author, link(url, title), words), shown, class_="image")


def _file(block: Json, scene: Scene) -> Markup:
    return tag("p", icon("file"), str(block.get("external_id") or block.get("file_id") or "File"), class_="file")


_DRAW: dict[str, Callable[[Json, Scene], Markup]] = {
    "section": _section,
    "header": _header,
    "actions": _actions,
    "context": _context,
    "context_actions": _context_actions,
    "divider": _divider,
    "image": _image,
    "input": _input,
    "rich_text": rich_text,
    "markdown": _markdown,
    "table": table,
    "data_table": data_table,
    "data_visualization": chart,
    "card": card,
    "carousel": carousel,
    "container": _container,
    "alert": alert,
    "plan": plan,
    "task_card": task_card,
    "video": _video,
    "file": _file,
}
