"""
YAML text into texts, lists and fields that know their lines; what a questionnaire doesn't need of YAML is refused.

No tags, no references from one place to another, no deep nesting: so nothing in a file can run, grow or loop. YAML's
guesses at types are kept as remarks (``Text.read_as``), never acted upon.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from yaml.resolver import Resolver

from coaching_core.errors import QuestionnaireError

SIZE_MAX = 256 * 1024
"""Characters of a file: seven times the built-in comprehensive one."""
DEPTH_MAX = 8
"""Levels of nesting; a questionnaire needs seven."""
TOLD_MAX = 50
"""Problems that one error tells; mending these usually mends the rest."""

_CUT = re.compile(r"[ \t]+#(?=[^\s#])")
"""What looks like text and is a comment to YAML: “the first call #2”."""
_RESOLVER = Resolver()
_READ_AS = {
    "bool": "yes or no",
    "int": "a number",
    "float": "a number",
    "null": "nothing",
    "timestamp": "a date",
    "merge": "a sign of its own",
    "value": "a sign of its own",
}
# What PyYAML says (the first that fits) and what to do. Only the pure Python loader is used, so that its words,
# its lines and what it takes are the same everywhere; it reads the comprehensive questionnaire in well under a second.
_MENDS = (
    ("mapping values are not allowed", "A colon splits this text, or the line is indented too far. Quote or align it."),
    ("'\\t' that cannot start", "Here is a tab. Indent with spaces."),
    ("cannot start any token", "A text can't begin with this sign. Put the text in quotes."),
    ("escape", "A backslash has a meaning of its own in double quotes. Put this text in single quotes."),
    ("unexpected end of stream", "A quote opens here and doesn't close. Add the closing quote."),
    ("expected ',' or", "A bracket opens here and doesn't close, or a comma is not there. Add it."),
    ("could not find expected ':'", "A field's name stands here without a colon. Add a colon and a space."),
    ("but found '<scalar>'", "Text goes on after a closing quote. Put the whole text in double quotes."),
    ("expected <", "This line doesn't line up with those above. Indent it like its neighbours."),
    ("alphabetic or numeric", "A text can't begin with this sign. Put the text in quotes."),
    ("chomping or indentation", "A text can't begin with this sign. Put the text in quotes."),
    ("tag", "A text that begins with an exclamation mark needs quotes. Add them."),
)


def shown(value: str) -> str:
    """A piece of the file as it can stand in a sentence: short, on one line, every sign printable."""
    line = "".join(sign if sign.isprintable() else "?" for sign in " ".join(value.split()))
    return line if len(line) <= 40 else f"{line[:39]}…"


@dataclass(frozen=True, slots=True)
class Text:
    """One value. ``read_as`` is ``None``, or what YAML would take it for because it isn't in quotes."""

    line: int
    value: str
    read_as: str | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """Values in a row."""

    line: int
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Named values; ``lines`` says where each name stands."""

    line: int
    values: dict[str, "Node"]
    lines: dict[str, int]


Node = Text | Items | Fields


@dataclass(slots=True)
class Problems:
    """What is to be mended in one file, gathered so that all of it is told at once."""

    file: str
    found: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, line: int, path: str, text: str) -> None:
        """Remember one problem: where (``path`` may be empty: the file itself), what, and the mend."""
        self.found.append((line, path, text))

    def error(self) -> QuestionnaireError:
        """Everything found, one problem a line, in the order of the file."""
        told = [
            f"{self.file}, line {line}{', ' if path else ''}{path}: {text}"
            for line, path, text in sorted(dict.fromkeys(self.found), key=lambda problem: problem[0])
        ]
        if len(told) > TOLD_MAX:
            told[TOLD_MAX:] = [f"… and {len(told) - TOLD_MAX} more. Mend these first, then check again."]
        return QuestionnaireError("\n".join(told))


class _Unreadable(Exception):
    """Reading can't go on; the text says what to do."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


def read_tree(text: str, problems: Problems) -> Fields:
    """
    Read one YAML document whose outermost level has named fields.

    Args:
        text: the file's content, decoded.
        problems: gets what doesn't stop the reading: a doubled field, a tag, a reference.
    Raises:
        QuestionnaireError: the text cannot be read to its end; tells the problems gathered so far too.
    """
    try:
        return _document(text, problems)
    except _Unreadable as problem:
        problems.add(problem.line, "", str(problem))
    except yaml.YAMLError as error:
        line, mend = _told(error, text)
        problems.add(line, "", mend)
    except (ValueError, OverflowError):  # PyYAML lets these through: escapes beyond Unicode, endless version numbers
        problems.add(1, "", "A sign here can't be read. Look for an escape such as \\U… and type the sign itself.")
    raise problems.error()


def _document(text: str, problems: Problems) -> Fields:
    if len(text) > SIZE_MAX:
        raise _Unreadable(1, "The file is larger than 256 KB, many times a full questionnaire. Choose another file.")
    events = yaml.parse(text, Loader=yaml.SafeLoader)
    next(events)  # the stream's start
    if isinstance(next(events), yaml.StreamEndEvent):
        raise _Unreadable(1, "The file is empty. Begin with “key: …” and “title: …”.")
    root = _Nodes(text, events, problems).read(next(events), depth=1)
    next(events)  # the document's end
    after = next(events)
    if not isinstance(after, yaml.StreamEndEvent):
        raise _Unreadable(_line(after), "A second document begins here. Give each questionnaire a file of its own.")
    if not isinstance(root, Fields):
        raise _Unreadable(root.line, "The file has no fields. Begin with “key: …” and “title: …”.")
    return root


@dataclass(frozen=True, slots=True)
class _Nodes:
    """PyYAML's events, put together."""

    text: str
    events: Iterator[yaml.Event]
    problems: Problems

    def read(self, event: yaml.Event, depth: int) -> Node:
        """The node that begins with this event; its further events are taken."""
        line = _line(event)
        if depth > DEPTH_MAX:
            raise _Unreadable(line, f"More than {DEPTH_MAX} levels of nesting. Remove indentation or brackets.")
        if isinstance(event, yaml.AliasEvent):
            name = shown(event.anchor or "")
            self.problems.add(line, "", f"“*{name}” points to another place. Write the text out, or quote it.")
            return Text(line, "?")
        assert isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent)  # all there are
        if event.anchor is not None:
            name = shown(event.anchor)
            self.problems.add(line, "", f"“&{name}” marks a place to point to. Remove it, or quote the text.")
        if event.tag is not None:
            self.problems.add(line, "", f"The tag “{shown(event.tag)}” is not used here. Remove it, or quote the text.")
        if isinstance(event, yaml.ScalarEvent):
            return self.text_of(event, line)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self.read(event, depth + 1))
            return Items(line, tuple(items))
        return self.fields(line, depth)

    def text_of(self, event: yaml.ScalarEvent, line: int) -> Text:
        if event.style is not None:
            return Text(line, event.value)
        if event.end_mark is not None and _CUT.match(self.text, event.end_mark.index):
            mend = "Put the text in quotes; if it is a comment, put a space after the sign."
            self.problems.add(line, "", f"YAML drops what follows “#”. {mend}")
        return Text(line, event.value, _guess(event.value))

    def fields(self, line: int, depth: int) -> Fields:
        values: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            name = self.read(event, depth + 1)
            value = self.read(next(self.events), depth + 1)
            if not isinstance(name, Text):
                self.problems.add(name.line, "", "A field's name is a single word. Write it as “name: …”.")
            elif name.value in values:
                first = lines[name.value]
                self.problems.add(
                    name.line, "", f"“{shown(name.value)}” stands twice, first on line {first}. Keep one."
                )
            else:
                values[name.value], lines[name.value] = value, name.line
        return Fields(line, values, lines)


def _guess(value: str) -> str | None:
    """What YAML takes a text without quotes for, if not for a text."""
    tag = _RESOLVER.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]  # not in the stubs
    return _READ_AS.get(str(tag).rpartition(":")[2])


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _told(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """PyYAML's complaint as a line and what to do there."""
    if not isinstance(error, yaml.MarkedYAMLError):
        before = text[: getattr(error, "position", 0)]
        return before.count("\n") + 1, "An invisible control character stands here. Delete it and type the text again."
    said = f"{error.context or ''}: {error.problem or ''}"
    opened = "end of stream" in said or "expected ',' or" in said  # the mend is where it opens, not where reading ended
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    for words, mend in _MENDS:
        if words in said:
            return line, mend
    return (
        line,
        f"This isn't YAML ({shown(error.problem or 'unknown')}). Check quotes, colons, indentation.",
    )
