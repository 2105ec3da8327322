"""What stands inside `[[…]]`: a drug, one of its facts, a page or a glossary term."""

import re
from dataclasses import dataclass

from markup.issues import Issue, error
from markup.names import did_you_mean, suggest

TOKEN_KINDS = ("drug", "page", "term", "despite")
DRUG_FIELDS = (
    "brand", "frequency", "route", "dose", "indication", "duration", "population", "infusion-time", "max-daily-dose",
    "kidney", "monitoring", "supplements",
)  # fmt: skip
# What a token of another kind names: words kept in spite of a drug's facts rest on that drug.
NAMED_BY = {"despite": "drug"}
DRUG_OPTIONS = ("indication", "product", "regimen")

LOOKS_LIKE_TOKEN = re.compile(r"\s*([^\W\d][\w-]*)\s*:")
KEY = re.compile(r"[A-Za-z0-9](?:[\w.-]*[\w])?", re.ASCII)
_OPTION = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\"=]+))\s*")
_SHAPES = {
    "drug": "[[drug:denosumab]], [[drug:denosumab#frequency]] or [[drug:denosumab#dose indication=bone-metastases]]",
    "page": "[[page:bone-metastases]] or [[page:bone-metastases|other words]]",
    "term": "[[term:hypercalcemia]] or [[term:hypercalcemia|other words]]",
    "despite": "[[despite:denosumab|every 6 weeks]]",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A well-formed `[[kind:key#field option=value|words]]`; absent parts are empty."""

    kind: str
    key: str
    field: str = ""
    options: tuple[tuple[str, str], ...] = ()
    words: str = ""

    @property
    def plain(self) -> str:
        """What is printed when the token cannot be resolved."""
        return self.words or (f"{self.key}: {self.field}" if self.field else self.key)


def read_token(raw: str, line: int) -> tuple[Token | None, list[Issue]]:
    """Read what stands between `[[` and `]]`; on a problem return no token and what is wrong."""
    shown = f"[[{_shorten(raw)}]]"
    before, bar, words = raw.replace("\\|", "|").partition("|")
    words = " ".join(words.split())
    named = LOOKS_LIKE_TOKEN.match(before)
    if not named:
        return None, [_unknown_kind(shown, "", line)]
    kind = named[1].lower()
    if kind not in TOKEN_KINDS:
        return None, [_unknown_kind(shown, kind, line)]
    rest = before[named.end() :].strip()
    key, hash_sign, tail = rest.partition("#")
    key = key.strip()
    if not KEY.fullmatch(key):
        return None, [_malformed(shown, kind, key, line)]
    if bar and not words:
        return None, [error("malformed-token", line, f"{shown} has no words after the |.", _write(kind))]
    if kind == "despite" and not words:
        return None, [error("malformed-token", line, f"{shown} does not say which words are meant.", _write(kind))]
    if not hash_sign:
        return Token(kind, key, words=words), []
    if kind != "drug":
        message = f"{shown}: only a drug has facts to quote with #; a {kind} has none."
        return None, [error("field-not-allowed", line, message, _write(kind))]
    return _read_field(shown, key, tail, words, line)


def _read_field(shown: str, key: str, tail: str, words: str, line: int) -> tuple[Token | None, list[Issue]]:
    field, _, options_text = tail.strip().partition(" ")
    field = field.strip().lower()
    if field not in DRUG_FIELDS:
        near = did_you_mean(suggest(field, DRUG_FIELDS)) if field else ""
        message = f"{shown}: a drug has no fact '{field}'{near or '.'}" if field else f"{shown} names no fact after #."
        return None, [error("unknown-field", line, message, f"The facts are {', '.join(DRUG_FIELDS)}.")]
    if words:
        message = f"{shown}: a quoted fact cannot be given other words."
        return None, [error("words-not-allowed", line, message, "Take away the | and what follows it.")]
    options, problems = read_options(options_text, DRUG_OPTIONS, shown, line)
    if problems:
        return None, problems
    return Token("drug", key, field, tuple(options.items())), []


def read_options(text: str, known: tuple[str, ...], shown: str, line: int) -> tuple[dict[str, str], list[Issue]]:
    """Read `name=value name="two words"`, allowing only known names, each once."""
    options: dict[str, str] = {}
    problems: list[Issue] = []
    text = text.strip()
    position = 0
    while position < len(text):
        match = _OPTION.match(text, position)
        if not match:
            bad = text[position:].split()[0]
            message = f"{shown}: '{bad}' is not a choice that is understood here."
            fix = "Choices are written name=value, without spaces."
            return options, [*problems, error("malformed-option", line, message, fix)]
        name = match[1].lower()
        if name not in known:
            message = f"{shown}: there is no choice '{name}'{did_you_mean(suggest(name, known)) or '.'}"
            fix = f"The choices are {', '.join(known)}." if known else "Nothing is chosen here; take it away."
            problems.append(error("unknown-option", line, message, fix))
        elif name in options:
            problems.append(error("repeated-option", line, f"{shown}: '{name}=' is written twice.", "Keep one."))
        else:
            options[name] = match[2] if match[2] is not None else match[3]
        position = match.end()
    return options, problems


def plain_words(raw: str) -> str:
    """Return what to print of a token that could not be read: its words, or what it names."""
    before, _, words = raw.replace("\\|", "|").partition("|")
    shown = words if words.strip() else before
    return " ".join(re.sub(r"\[+|\]+|:{3,}|@", " ", shown).split())


def _unknown_kind(shown: str, kind: str, line: int) -> Issue:
    near = did_you_mean(suggest(kind, TOKEN_KINDS)) if kind else ""
    what = f"there is no kind '{kind}'{near or '.'}" if kind else "it does not say what it names."
    fix = "Write [[drug:…]], [[page:…]] or [[term:…]]; to show two brackets as they are, write \\[\\[."
    return error("unknown-token", line, f"{shown} is not understood: {what}", fix)


def _malformed(shown: str, kind: str, key: str, line: int) -> Issue:
    if not key:
        return error("malformed-token", line, f"{shown} does not say which {kind}.", _write(kind))
    if " " in key and "=" in key:
        message = f"{shown}: a choice such as indication=… needs a fact before it, written with #."
        return error("malformed-token", line, message, _write(kind))
    tidy = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")
    fix = f"Keys have hyphens instead of spaces: write [[{kind}:{tidy}]]." if tidy else _write(kind)
    return error("malformed-token", line, f"{shown}: '{_shorten(key)}' is not a key.", fix)


def _write(kind: str) -> str:
    return f"Write {_SHAPES[kind]}."


def _shorten(raw: str) -> str:
    text = " ".join(raw.split())
    return text if len(text) <= 60 else f"{text[:57]}…"
