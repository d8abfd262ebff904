"""What is wrong with a form, collected field by field, so that everything can be said at once."""

from datetime import date

from coaching_core.domain.assessment import checked_words
from coaching_core.errors import BadInput


class Problems:
    """Collects what is wrong, field by field, so that a form can say everything at once."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.found: dict[str, str] = {}
        self._field = ""

    def at(self, field_name: str) -> "Problems":
        here = Problems(self.today)
        here.found, here._field = self.found, field_name
        return here

    def add(self, text: str) -> None:
        self.found.setdefault(self._field, text)

    def sentence(self, words: str, due: date | None, *, needed: bool = True) -> str:
        if needed and not words.strip():
            self.add("Please write one sentence.")
        if due is not None and due < self.today:
            self.add("That date has passed. Please choose today or later.")
        try:
            return checked_words(words, self._field)
        except BadInput as problem:
            self.add(str(problem))
            return ""

    def raise_if_any(self) -> None:
        if self.found:
            raise BadInput(next(iter(self.found.values())), self.found)
