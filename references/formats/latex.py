"""LaTeX's way of writing letters and signs, as plain text. What we do not know stays as it was written."""

import re
import unicodedata

from references.formats.latex_words import ACCENTS, KEEP_INSIDE, SIGNS, SUBSCRIPTS, SUPERSCRIPTS

# What was written with a backslash stands aside while commands and brackets go, and comes back at the end.
_ESCAPED = {"{": "\ue000", "}": "\ue001", "$": "\ue002", "(": "$", ")": "$"}
_ESCAPED |= {sign: sign for sign in "&%#_ "} | dict.fromkeys("\\,;:\n", " ") | dict.fromkeys("-/!@", "")
_BACK = str.maketrans({"\ue000": "{", "\ue001": "}", "\ue002": "$", "\ue003": "~"})
_DOTLESS = r"\\([ij])(?![A-Za-z])(?:\{\})?"
_LETTER = r"([^\W\d_])"
_IN_BRACES = r"\s{0,3}\{\s{0,3}(?:\\([ij])|([^\W\d_]|\\[a-zA-Z]{1,2}))\s{0,3}(?:\{\})?\s{0,3}\}"
_SIGN_ACCENT = re.compile(rf"\\(['`^\"~=.])\s{{0,3}}(?:{_IN_BRACES}|{_DOTLESS}|{_LETTER})")
_LETTER_ACCENT = re.compile(rf"\\([cvuHkrdbt])(?![A-Za-z])(?:{_IN_BRACES}|{_DOTLESS}|\s{{1,3}}{_LETTER})")
_MATH = re.compile(r"\$([^\s$](?:[^$\n]{0,60}[^\s$])?)\$")
_RAISED = re.compile(r"(?:\\textsuperscript|\^)(?:\{([^{}]{1,20})\}|([0-9+n]))")
_LOWERED = re.compile(r"(?:\\textsubscript|_)(?:\{([^{}]{1,20})\}|([0-9+n]))")
_COMMAND = re.compile(r"\\([A-Za-z]{1,30})\*?(?:\{\}|[ \t]{0,3}(?=\{)|[ \t]{0,3})")
_ESCAPE = re.compile(r"\\([{}$\\&%#_ \-/,;:!()@\n])")


def plain(text: str) -> str:
    r""" "M{\"u}ller" → "Müller", "{DNA} in $\beta$-cells" → "DNA in β-cells", "5\% -- 10\%" → "5% – 10%"."""
    if not any(sign in text for sign in "\\{}$~`'-"):
        return text
    if "\\" in text:
        text = text.replace("\\~{}", "\ue003").replace("\\^{}", "^")
        text = re.sub(r"\\(?:url|href)\s{0,3}(?=\{)", "", text)
        text = _ESCAPE.sub(lambda found: _ESCAPED[found[1]], text)
        for _ in range(3):  # an accent on an accented letter
            text = _LETTER_ACCENT.sub(_accented, _SIGN_ACCENT.sub(_accented, text))
    if "$" in text:
        text = _MATH.sub(lambda found: _mathematics(found[1]), text)
    if "\\" in text:
        text = _RAISED.sub(_raised, text) if "\\textsup" in text else text
        text = _LOWERED.sub(_lowered, text) if "\\textsub" in text else text
        text = _COMMAND.sub(_command, text)
    text = text.replace("~", " ").replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    text = text.replace("{", "").replace("}", "").translate(_BACK)
    return unicodedata.normalize("NFC", text)


def _accented(found: re.Match[str]) -> str:
    letter = next((group for group in found.groups()[1:] if group), "")
    letter = SIGNS.get(letter[1:], letter) if letter.startswith("\\") else letter
    return "{" + unicodedata.normalize("NFC", letter + ACCENTS[found[1]]) + "}"


def _mathematics(text: str) -> str:
    text = _LOWERED.sub(_lowered, _RAISED.sub(_raised, text))
    return "{" + (text.replace("-", "−", 1) if re.match(r"-\d", text) else text) + "}"


def _raised(found: re.Match[str]) -> str:
    return _moved(found[1] or found[2], SUPERSCRIPTS)


def _lowered(found: re.Match[str]) -> str:
    return _moved(found[1] or found[2], SUBSCRIPTS)


def _moved(text: str, table: dict[str, str]) -> str:
    return "".join(table[sign] for sign in text) if all(sign in table for sign in text) else text


def _command(found: re.Match[str]) -> str:
    name = found[1]
    if name in SIGNS:
        return SIGNS[name]
    return "" if name in KEEP_INSIDE else found[0]
