"""Names as BibTeX writes them. They are taken apart first and decoded after: "{Barnes and Noble}" is one, and so is
"Garc{\\'i}a and M{\\"u}ller" two."""

import re

from references.formats.latex import plain
from references.formats.values import is_institution, is_rank

_EXTENDED = re.compile(r"\s{0,9}(?:family|given|prefix|suffix)(?:-i)?\s{0,9}=", re.IGNORECASE)
MAX_NAMES = 20_000


def names(text: str) -> tuple[list[dict[str, str]], bool]:
    """The names of a field, and whether it ends in "and others"."""
    parts = split_outside(text, r"\s+and(?=\s)", ignore_case=True)[:MAX_NAMES]
    others = bool(parts) and parts[-1].strip().lower() == "others"
    found = [_name(part) for part in (parts[:-1] if others else parts)]
    return [name for name in found if name], others


def split_outside(text: str, separator: str, *, ignore_case: bool = False) -> list[str]:
    """Cut where the separator stands outside all braces."""
    sign = re.compile(rf"\\.|[{{}}]|{separator}", re.DOTALL | (re.IGNORECASE if ignore_case else 0))
    parts, depth, begun = [], 0, 0
    for found in sign.finditer(text):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth = max(0, depth - 1)
        elif found[0][0] != "\\" and not depth:
            parts.append(text[begun : found.start()])
            begun = found.end()
    return [*parts, text[begun:]]


def _name(text: str) -> dict[str, str]:
    text = text.strip()
    if _in_one_brace(text):
        literal = _clean(text)
        return {"literal": literal} if literal else {}
    commas = [part.strip() for part in split_outside(text, ",")]
    if _EXTENDED.match(text):
        return _extended(commas)
    if len(commas) > 1 and any(commas[1:]):
        family, *middle, given = commas if len(commas) < 4 else [commas[0], commas[1], " ".join(commas[2:])]
        suffix = middle[0] if middle else ""
        if is_rank(given) and not is_rank(suffix):  # the order of other formats
            given, suffix = suffix, given
        return _made(*_particle(_words(family)), given, suffix)
    words = _words(commas[0])
    if not words:
        return {}
    if len(words) > 1 and is_institution(_clean(text)):
        return {"literal": _clean(text)}
    small = next((place for place, word in enumerate(words[:-1]) if _is_small(word)), None)
    if small is None:
        return _made("", words[-1], " ".join(words[:-1]), "")
    return _made(*_particle(words[small:]), " ".join(words[:small]), "")


def _particle(words: list[str]) -> tuple[str, str]:
    """The small words up to the last small one, and the name after them: "de la Cruz", "van Poznak"."""
    last_small = max((place for place, word in enumerate(words[:-1]) if _is_small(word)), default=-1)
    if last_small < 0 or not _is_small(words[0]):
        return "", " ".join(words)
    return " ".join(words[: last_small + 1]), " ".join(words[last_small + 1 :])


def _extended(parts: list[str]) -> dict[str, str]:
    """BibLaTeX's "family=Poznak, given=Catherine, prefix=van"."""
    given = {}
    for part in parts:
        name, _equals, value = part.partition("=")
        given[name.strip().lower()] = value.strip().strip('"')
    return _made(given.get("prefix", ""), given.get("family", ""), given.get("given", ""), given.get("suffix", ""))


def _made(particle: str, family: str, given: str, suffix: str) -> dict[str, str]:
    name = {"non-dropping-particle": particle, "family": family, "given": given, "suffix": suffix}
    return {part: text for part, text in ((part, _clean(text)) for part, text in name.items()) if text}


def _words(text: str) -> list[str]:
    return [word for word in split_outside(text, r"[\s~]+") if word]


def _is_small(word: str) -> bool:
    """Whether BibTeX takes a word for a particle: written small, and not in braces, which protect."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    letters = [sign for sign in _clean(word) if sign.isalpha()]
    return bool(letters) and letters[0].islower()


def _in_one_brace(text: str) -> bool:
    if not (text.startswith("{") and text.endswith("}")) or text.startswith("{\\"):
        return False
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "{") - (sign == "}")
        if not depth:
            return place == len(text) - 1
    return False


def _clean(text: str) -> str:
    return " ".join(plain(text).split())
