"""What a "typo" may change: the spelling of words, and nothing else. Pure functions over text.

Two nets. The first names what patients are harmed by: numbers, units, negations, tokens, care cards, quoted facts. The
second lets through only what looks like mended spelling, because no list of dangerous words is ever complete: "aspirin"
instead of "ibuprofen", or a new sentence, holds no number and no negation.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publishing.confusable import confusable

NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:\s*%)?")
NUMBER_WORDS = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|once|twice|half|double|"
    r"uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|mitad|doble)\b",
    re.IGNORECASE,
)
UNIT = re.compile(
    r"(?<![^\W\d_])(?:mg|g|kg|mcg|µg|mL|ml|l|L|IU|UI|mmol|mEq|"
    r"(?i:micrograms?|microgramos?|milligrams?|miligramos?|grams?|gramos?|litros?|liters?|units?|unidad(?:es)?|"
    r"tablets?|tabletas?|drops?|gotas?|seconds?|segundos?|minutes?|minutos?|hours?|horas?|days?|d[ií]as?|weeks?|semanas?|"
    r"months?|mes(?:es)?|years?|a[ñn]os?|hourly|daily|weekly|monthly|yearly|diari[oa]s?|semanal(?:es)?|mensual(?:es)?))\b"
)
NEGATION = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|stop|avoid|unless|except|only|"
    r"\w+n['’]t|dont|cant|wont|(?:do|did|is|are|was|were|has|have|had|need|must|should|could|would)(?:es)?nt|nunca|ning[uú]n\w*|nadie|nada|tampoco|ni|sin|evite|excepto|solo|s[oó]lo|salvo)\b",
    re.IGNORECASE,
)
A_MARK = r"\[\[[^\]]*\]\]|\[@[^\]]*\]|^[ \t>]*:{3,}.*$|\]\([^)]*\)|<[a-z]+:[^>]*>"
TOKEN = re.compile(A_MARK, re.MULTILINE)
CARE_CARD = re.compile(r"^[ \t]*(:{3,})[ \t]*care\b.*?^[ \t]*\1[ \t]*$", re.MULTILINE | re.DOTALL)

# What must stay in its place besides the words: tokens, headings, cells of tables, borders of sentences and blocks, and
# signs that change a number. A break is a control character, "¶" or "•", and the depth of the list it stands in.
BREAK = "\x1e"
ITEM = re.compile(
    rf"{BREAK}\S+|{A_MARK}|^[ \t]*#+|[|<>≤≥=±~≈+^×÷/%°]|-(?=\d)|(?<=\s)-(?=\s)|[.](?=\d)|([.?!;:,])\1*|[()]|[^\W_]+",
    re.MULTILINE,
)
OWN_LINE = re.compile(r"[ \t>]*(?:#|:{3,}|\|)")
LIST_ITEM = re.compile(r"[ \t>]*(?P<mark>[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
DASHES = str.maketrans({"–": "-", "−": "-", "—": " - "})
# A question mark is not among them: with it or without, "You should take it" is another sentence.
MAY_END_A_BLOCK = frozenset(".,;:!")
MAY_COME_AND_GO = frozenset(("a", "an", "the", "el", "la", "los", "las"))
# Before these an article is part of what is said: "a few days" are some, "few days" are hardly any.
COUNTING = frozenset(
    (
        "few",
        "little",
        "lot",
        "bit",
        "couple",
        "dozen",
        "hundred",
        "thousand",
        "million",
        "poco",
        "pocos",
        "poca",
        "pocas",
    )
)
# After these a letter is a name, even in lower case: hepatitis A, vitamin A, type A flu.
LETTERED = frozenset(
    ("hepatitis", "vitamin", "vitamina", "type", "tipo", "group", "grupo", "influenza", "gripe", "flu", "strep")
)
SHORTEST_MISSPELT = 4  # in a shorter word every letter counts: "or" and "of", "now" and "not"

WATCHED = (("number", NUMBER), ("number", NUMBER_WORDS), ("unit", UNIT), ("negation", NEGATION))


def clinical_differences(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    quoted_before: Mapping[str, str],
    quoted_after: Mapping[str, str],
) -> tuple[str, ...]:
    """What makes the change between two source snapshots more than a typo: any of "number", "unit", "negation", "token"
    (a drug, citation, link or block), "care card", "quoted fact"; or "word" when none of these changed and it is still
    more than the spelling of words. Empty when a typo is all it can be.

    Cautious on purpose: a number that only moved within the text counts as changed.
    """
    found: list[str] = []
    old, new = _text(before), _text(after)
    for name, pattern in WATCHED:
        if _said(pattern, old) != _said(pattern, new) and name not in found:
            found.append(name)
    if TOKEN.findall(old) != TOKEN.findall(new):
        found.append("token")
    if [m.group() for m in CARE_CARD.finditer(old)] != [m.group() for m in CARE_CARD.finditer(new)]:
        found.append("care card")
    if dict(quoted_before) != dict(quoted_after):
        found.append("quoted fact")
    if not found and not only_spelling(list(_items(before)), list(_items(after))):
        found.append("word")
    return tuple(found)


def only_spelling(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether two sequences of words and signs say the same but for mended spelling: a wrong letter, letters in the wrong
    order, accents and capitals, a word written twice, an article, a word split or joined, a mark at the end of a block.
    Linear in their length."""
    i = j = 0
    while i < len(before) or j < len(after):
        old = before[i] if i < len(before) else ""
        new = after[j] if j < len(after) else ""
        if old and old == new:
            i, j = i + 1, j + 1
        elif _is_letter(before, i) or _is_letter(after, j):
            return False
        elif new and _joined(before, i) == _folded(new):
            i, j = i + 2, j + 1
        elif old and _joined(after, j) == _folded(old):
            i, j = i + 1, j + 2
        elif same_word(old, new):
            i, j = i + 1, j + 1
        elif _is_idle(before, i) or (_ends_block(before, i) and _is_end(after, j)):
            i += 1
        elif _is_idle(after, j) or (_ends_block(after, j) and _is_end(before, i)):
            j += 1
        else:
            return False
    return True


def _is_letter(items: Sequence[str], at: int) -> bool:
    """A letter that is a name: a capital inside a sentence, or any after a word such as "vitamin"."""
    item = items[at] if at < len(items) else ""
    if len(item) != 1 or not item.isalpha() or not at or not items[at - 1].isalnum():
        return False
    return (item.isupper() and item != "I") or _folded(items[at - 1]) in LETTERED


def _is_idle(items: Sequence[str], at: int) -> bool:
    """An article that nothing hangs on, or a word written twice."""
    item = items[at] if at < len(items) else ""
    if not item.isalpha():
        return False
    if at > 0 and item == items[at - 1]:
        return True
    following = items[at + 1] if at + 1 < len(items) else ""
    return item.casefold() in MAY_COME_AND_GO and following.casefold() not in COUNTING


def _ends_block(items: Sequence[str], at: int) -> bool:
    """A mark that is the last thing in its paragraph, item, heading or cell."""
    return at < len(items) and items[at] in MAY_END_A_BLOCK and _is_end(items, at + 1)


def _is_end(items: Sequence[str], at: int) -> bool:
    return at >= len(items) or items[at].startswith((BREAK, "|"))


def same_word(old: str, new: str) -> bool:
    """Whether one may be a misspelling of the other. The first letter never changes, but may trade places with the second:
    one letter there makes "safe" of "unsafe" and "typical" of "atypical"."""
    if not (old.isalpha() and new.isalpha()):
        return False
    old, new = _folded(old), _folded(new)
    if old == new:
        return True
    if confusable(old, new):
        return False
    short, long = sorted((old, new), key=len)
    same = next((i for i, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), len(short))
    if len(short) == len(long):
        if old[same : same + 2] == new[same : same + 2][::-1] and old[same + 2 :] == new[same + 2 :]:
            return True
        one_letter = old[same + 1 :] == new[same + 1 :]
    else:
        one_letter = short[same:] == long[same + 1 :]
    return one_letter and same > 0 and len(long) >= SHORTEST_MISSPELT


def _folded(word: str) -> str:
    """Without accents and capitals."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def _joined(items: Sequence[str], at: int) -> str | None:
    """Two words as one; None when the first is so short that it may turn the second round ("a typical", "in active")."""
    pair = items[at : at + 2]
    if len(pair) < 2 or len(pair[0]) < 3 or not all(item.isalpha() for item in pair):
        return None
    return _folded("".join(pair))


def _items(value: Any) -> Iterator[str]:
    """Every word and sign of a snapshot, with marks where one text ends and the next begins."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value.replace(BREAK, " ").translate(DASHES))
        for match in ITEM.finditer("\n".join(_with_breaks(text.split("\n")))):
            yield match.group(1) or match.group().strip(" \t\r")  # a bare strip takes the break off too
        yield BREAK
    elif isinstance(value, Mapping):
        for key in sorted(value):
            yield f"{key}:"
            yield from _items(value[key])
    elif isinstance(value, list | tuple):
        for item in value:
            yield "•"
            yield from _items(item)
    else:
        yield f"={value!r}"


def _with_breaks(lines: Sequence[str]) -> Iterator[str]:
    """The lines with a break before each block and list item, which names how deep in lists it stands. A line that only
    goes on with its paragraph gets none, so that wrapping lines changes nothing."""
    contents: list[int] = []  # the columns at which the open list items' own text starts
    new_block = True
    for line in lines:
        line = line.expandtabs(4)
        if not line.strip(" \r>"):
            new_block = True
            continue
        item = LIST_ITEM.match(line)
        alone = OWN_LINE.match(line)
        if item or alone or new_block:
            indent = len(line) - len(line.lstrip(" "))
            while contents and indent < contents[-1]:
                contents.pop()
            yield f"{BREAK}{'•' if item else '¶'}{len(contents)}"
        if item:
            contents.append(item.end())
            line = f"{item['mark'].rstrip('-*+.)')} {line[item.end() :]}"
        yield line
        new_block = bool(alone)


def _said(pattern: re.Pattern[str], text: str) -> list[str]:
    return [" ".join(match.split()).casefold() for match in pattern.findall(text)]


def _text(value: Any) -> str:
    """Every text of a snapshot, in a fixed order, so that a table of facts is watched like prose."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "\n".join(
            f"{key}\n{_text(value[key])}" if _is_leaf(value[key]) else _text(value[key]) for key in sorted(value)
        )
    if isinstance(value, list | tuple):
        return "\n".join(_text(item) for item in value)
    return "" if value is None else str(value)


def _is_leaf(value: Any) -> bool:
    return isinstance(value, int | float)
