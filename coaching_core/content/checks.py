"""What every field of a questionnaire's file goes through, whatever it is for."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from coaching_core.content.tree import TOLD_MAX, Fields, Items, Node, Problems, Text, shown

KEY_MAX = 40
"""Characters of a key: it travels in the ids of buttons."""

_KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(slots=True)
class Checks:
    """
    Checks of one file's fields.

    Every method notes what is wrong and returns something of the right type all the same, so that reading goes on and
    one run tells everything. What was returned is thrown away then.
    """

    problems: Problems
    seen: dict[tuple[str, str], int] = field(default_factory=dict, init=False)
    """(kind of name, name) -> the line where it stands first."""
    misspelt: set[tuple[int, str]] = field(default_factory=set, init=False)
    """(which fields, name) that stand there under a name much like it: told once, as that."""

    def known(self, fields: Fields, path: str, known: Sequence[str]) -> None:
        """Note each field that has no meaning here."""
        for name, line in fields.lines.items():
            if name not in known:
                meant = self.nearest(name, [each for each in known if each not in fields.values])
                self.misspelt.add((id(fields), meant))
                mend = f"Did you mean “{meant}”?" if meant else f"Remove it; known here are {', '.join(known)}."
                self.problems.add(line, path, f"Unknown field “{shown(name)}”. {mend}")

    def one(self, fields: Fields, path: str, name: str) -> Node | None:
        """A field that must be there."""
        if name not in fields.values and (id(fields), name) not in self.misspelt:
            self.problems.add(fields.line, path, f"The field “{name}” is not there. Add it.")
        return fields.values.get(name)

    def items(self, fields: Fields, path: str, name: str) -> tuple[Node, ...]:
        """A field with at least one item."""
        node = self.one(fields, path, name)
        if isinstance(node, Items):
            if not node.items:
                self.note(fields, path, name, "The list is empty. Add an item.")
            return node.items
        if isinstance(node, Fields):
            self.note(fields, path, name, "A list is expected here, not fields. Begin each item with “- ”.")
        elif node is not None:
            self.note(fields, path, name, "A list is expected here. Begin each item on a line of its own with “- ”.")
        return ()

    def text(self, fields: Fields, path: str, name: str, most: int) -> str:
        node = self.one(fields, path, name)
        return "" if node is None else self.checked(node, f"{path}.{name}".lstrip("."), most)

    def texts(self, nodes: Sequence[Node], path: str, most: int) -> tuple[str, ...]:
        """Texts of a list, no two of them the same."""
        texts = tuple(self.checked(node, f"{path}[{n}]", most) for n, node in enumerate(nodes, 1))
        numbers: dict[str, int] = {}
        for n, (node, text) in enumerate(zip(nodes, texts, strict=True), 1):
            first = numbers.setdefault(text, n)
            if text and first != n:
                self.problems.add(node.line, f"{path}[{n}]", f"The same as number {first}. Change one of them.")
        return texts

    def checked(self, node: Node, path: str, most: int) -> str:
        """One text: on one line, not empty, not too long, and what its author meant."""
        if isinstance(node, Fields):
            mend = "If the text has a colon in it, put it in quotes."
            self.problems.add(node.line, path, f"One text is expected here, and YAML reads fields. {mend}")
            return ""
        if isinstance(node, Items):
            mend = "Write one; put it in quotes if it begins with a bracket."
            self.problems.add(node.line, path, f"One text is expected here, not a list. {mend}")
            return ""
        text = " ".join(node.value.split())
        if not text:
            self.problems.add(node.line, path, "The text is empty. Write one.")
        elif node.read_as is not None:
            says = f"YAML reads {shown(text)} as {node.read_as}, not as text"
            self.problems.add(node.line, path, f'{says}. Put it in quotes: "{shown(text)}".')
        elif any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text):
            self.problems.add(node.line, path, "There is an invisible or damaged sign in this text. Type it again.")
        elif len(text) > most:
            mend = f"Shorten it by {len(text) - most}."
            self.problems.add(node.line, path, f"{len(text)} characters, at most {most}. {mend}")
        return text

    def path(self, fields: Fields, kind: str, otherwise: str) -> str:
        """How a problem names these fields: by their key if it can be used, else by where they stand."""
        key = fields.values.get("key")
        return f"{kind}.{key.value}" if isinstance(key, Text) and _KEY.fullmatch(key.value) else otherwise

    def key(self, fields: Fields, path: str, kind: str) -> str:
        """A key, unique among its kind; empty where there is none that can be used."""
        before = len(self.problems.found)
        key = self.text(fields, path, "key", KEY_MAX)
        if "key" not in fields.values or len(self.problems.found) > before:
            return ""
        if not _KEY.fullmatch(key):
            mend = "Use small letters a to z, digits and underscores, a letter first"
            self.note(fields, path, "key", f"“{shown(key)}” can't be a key. {mend}: first_contact.")
            return ""
        self.unique(fields, path, "key", key, kind)
        return key

    def unique(self, fields: Fields, path: str, name: str, value: str, kind: str) -> None:
        if value:
            self.first(fields.lines[name], f"{path}.{name}".lstrip("."), kind, value)

    def first(self, line: int, path: str, kind: str, value: str) -> bool:
        """Say whether this is the first of its kind with that name, and note it if not."""
        known = (kind, value.casefold())
        if known not in self.seen:
            self.seen[known] = line
            return True
        at = self.seen[known]
        self.problems.add(line, path, f"The {kind} “{shown(value)}” is used twice, first on line {at}. Change one.")
        return False

    def note(self, fields: Fields, path: str, name: str, text: str) -> None:
        """Note a problem of a field, at the line of its name."""
        self.problems.add(fields.lines[name], f"{path}.{name}".lstrip("."), text)

    def nearest(self, name: str, known: Sequence[str]) -> str:
        """A guess at which one was meant; empty if none is near, or enough is told already."""
        if len(self.problems.found) >= TOLD_MAX:
            return ""
        return next(iter(get_close_matches(name[: KEY_MAX * 2], known, n=1)), "")
