"""What a review goes through: a short fixed list, so that reviews of different people and years can be compared. Pure.

Stored as [{"key", "answer"}]; the words belong here, the keys to the record: a key is never given another meaning.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

QUESTIONS = {
    "facts": _("What it says matches its sources"),
    "doses": _("Doses and timing checked against the label"),
    "care": _("It says when to get help, and whom to call"),
    "plain": _("Plain language, easy to follow"),
    "links": _("Links lead where they should"),
    "pictures": _("Pictures and tables are right"),
}
CHECKED, NOT_CHECKED = "checked", "not-checked"
ANSWERS = {CHECKED: _("checked"), NOT_CHECKED: _("not checked")}


def as_stored(checked: Iterable[str]) -> list[dict[str, str]]:
    """The whole list with an answer to each question. `checked`: keys of what was looked at; a wrong key is a ValueError."""
    checked = set(checked)
    if unknown := checked - set(QUESTIONS):
        raise ValueError(f"no such question: {', '.join(sorted(map(str, unknown)))}")
    return [{"key": key, "answer": CHECKED if key in checked else NOT_CHECKED} for key in QUESTIONS]


def checked_in_words(stored: Iterable[Mapping[str, str]]) -> list[str]:
    """What was checked, as people read it."""
    return [question for question, _answer in in_words(row for row in stored if row["answer"] == CHECKED)]


def in_words(stored: Iterable[Mapping[str, str]]) -> list[tuple[str, str]]:
    """(question, answer) as people read them; what is no longer asked keeps its key."""
    return [
        (str(QUESTIONS.get(row["key"], row["key"])), str(ANSWERS.get(row["answer"], row["answer"]))) for row in stored
    ]
