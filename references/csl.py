"""CSL-JSON records: cleaned once on the way in, and the few things everybody asks of one.

`clean` is strict about what would break a page or a link (types, identifiers, addresses, markup, control characters)
and lenient about the rest: fields it does not know are kept, so that an export gives back what came in.
"""

import datetime
import difflib
import html
import html.entities
import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TYPES = _words(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset "
    "document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard thesis "
    "treaty webpage"
)
# What other formats and services call the same thing; offered as a suggestion, never applied in silence.
TYPE_HINTS = {
    "journal-article": "article-journal",
    "journalarticle": "article-journal",
    "jour": "article-journal",
    "article-review": "article-journal",
    "book-chapter": "chapter",
    "booksection": "chapter",
    "conference-paper": "paper-conference",
    "proceedings-article": "paper-conference",
    "dissertation": "thesis",
    "phdthesis": "thesis",
    "guideline": "report",
    "techreport": "report",
    "misc": "document",
    "monograph": "book",
    "online": "webpage",
    "posted-content": "article",
    "preprint": "article",
    "web": "webpage",
    "website": "webpage",
}
NAME_FIELDS = _words(
    "author chair collection-editor compiler composer container-author contributor curator director editor "
    "editorial-director executive-producer guest host illustrator interviewer narrator organizer original-author "
    "performer producer recipient reviewed-author script-writer series-creator translator"
)
DATE_FIELDS = _words("accessed available-date event-date issued original-date submitted")
LONG_FIELDS = frozenset({"abstract", "annote", "note"})
# Fields this module or the formatter relies on being text; a number written there is turned into text.
TEXT_FIELDS = LONG_FIELDS | _words(
    "archive citation-label collection-number collection-title container-title container-title-short DOI edition "
    "event-place event-title genre ISBN ISSN issue keyword language medium number number-of-pages original-title page "
    "part-number PMCID PMID publisher publisher-place section source status supplement-number title title-short type "
    "URL version volume volume-title"
)
_SPELLINGS = {field.lower(): field for field in TEXT_FIELDS | NAME_FIELDS | DATE_FIELDS} | {
    "journalabbreviation": "container-title-short",  # what citeproc-js and older exports write
}

MAX_TEXT, MAX_LONG_TEXT = 2_000, 20_000
MAX_NAMES, MAX_FIELDS, MAX_DEPTH = 3_000, 200, 6
OLDEST, LATEST = 1000, 2999  # years outside are slips of the hand

_KEY = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,68}[a-z0-9_])?")  # what a citation can name
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")


class Problem(NamedTuple):
    """One thing wrong with a record: the CSL field, a plain sentence, and whether the record cannot be used at all."""

    field: str
    message: str
    fatal: bool


class Cleaned(NamedTuple):
    """`csl`: the cleaned record without its id; `key`: the id, or one made of author and year; `problems`: all."""

    csl: dict[str, Any]
    key: str
    problems: tuple[Problem, ...]


def clean(record: Mapping[str, Any]) -> Cleaned:
    """Check and normalise one CSL-JSON record; the input is not changed, and nothing raises.

    DOI lower case without address, PMID digits, PMCID "PMC…", ISBN digits, dates as `date-parts` of numbers. A value
    that cannot be used is left out and told; without a known type and a title the record has a fatal problem.
    """
    if not isinstance(record, Mapping):
        return Cleaned({}, "", (Problem("", "A reference must be a set of named fields.", True),))
    csl: dict[str, Any] = {}
    problems: list[Problem] = []

    for given_field, value in _spelled(record).items():
        try:
            cleaned = _clean_field(given_field, value)
        except ValueError as refused:
            problems.append(Problem(given_field, str(refused), False))
            continue
        if cleaned.message:
            problems.append(Problem(given_field, cleaned.message, False))
        if cleaned.value not in (None, "", [], {}):
            csl[given_field] = cleaned.value
    if len(csl) > MAX_FIELDS:
        problems.append(Problem("", f"The reference has more than {MAX_FIELDS} fields.", True))
        csl = dict(list(csl.items())[:MAX_FIELDS])

    if not title(csl):
        problems.append(Problem("title", "A reference needs a title.", True))
    if csl.get("type") not in TYPES:
        problems.append(Problem("type", _type_message(csl.pop("type", "")), True))
    key = plain_text(record.get("id")).lower()
    return Cleaned(csl, key if _KEY.fullmatch(key) else suggest_key(csl), tuple(problems))


# What everybody asks of a record. These take any mapping, cleaned or not.


def title(csl: Mapping[str, Any]) -> str:
    """The title as one line of plain text, "" when there is none."""
    return text_field(csl, "title")


def year(csl: Mapping[str, Any]) -> int | None:
    """The year of publication; the first one of a range; None when it is not known."""
    issued, _message = read_date(csl.get("issued"))
    if issued.get("date-parts"):
        return issued["date-parts"][0][0]
    found = re.search(r"\b(1[5-9]|20)\d\d\b", issued.get("literal", ""))
    return int(found[0]) if found else None


def authors_text(csl: Mapping[str, Any]) -> str:
    """All authors as PubMed lists them ("Himelstein AL, Foster JC"), for search and lists; without any, the editors."""
    names = name_texts(csl.get("author")) or name_texts(csl.get("editor"))
    return ", ".join(names)


def suggest_key(csl: Mapping[str, Any]) -> str:
    """A key such as "himelstein2017" or "who2018"; without authors from the title; else "reference"."""
    stem = ""
    for field in ("author", "editor"):
        for name in _name_list(csl.get(field))[:1]:
            literal = plain_text(name.get("literal")) or plain_text(name.get("name"))
            stem = stem or (_acronym(literal) if literal else _folded(_family(name)))
    words = [word for word in map(_folded, title(csl).split()) if len(word) > 3]
    stem = stem or (words[0] if words else _folded(title(csl)))
    published = year(csl)
    return f"{stem[:60]}{published or ''}" if stem else f"reference{published or ''}"


# Text.

_SILENT_TAGS = (
    "a abbr b big bold cite code em font i img inline-formula italic mark math q s sc scp script section small span "
    "strike strong style sub sup svg tt u"
).replace(" ", "|")
_BREAKING_TAGS = "blockquote br dd div dl dt h[1-6] hr li ol p pre sec table tbody td th title tr ul".replace(" ", "|")
# A tag needs a name we know, and attributes need "=": "p <b and c> d" and "<0.05" are left alone.
_TAIL = r"(?:\s[^<>=]*=[^<>]*|\s*/?)>"
_SILENT = re.compile(
    rf"</?(?:(?:mml|m|xlink):[a-z-]+|(?:jats:)?(?:{_SILENT_TAGS})){_TAIL}|<!--[^<>]*-->", re.IGNORECASE
)
_BREAKING = re.compile(rf"</?(?:jats:)?(?:{_BREAKING_TAGS}){_TAIL}", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31}\d{0,2});", re.IGNORECASE)
_JOINERS = "\u200c\u200d"  # invisible, but needed to write Persian and several Indian languages


def plain_text(value: object, *, markup: bool = True) -> str:
    """The text or number as one line: no control characters, single spaces, composed accents; "" for anything else.

    With `markup` HTML and JATS tags go and character references are decoded; addresses and DOIs are read without,
    because a DOI may contain "<".
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float):
        return (
            str(int(value))
            if value.is_integer() and abs(value) < 1e15
            else (repr(value) if math.isfinite(value) else "")
        )
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else ""
    text = value[: MAX_LONG_TEXT * 2]
    if markup and ("<" in text or "&" in text):
        text = _without_markup(text)
    if not (text.isascii() and text.isprintable()):
        text = "".join(_visible(character) for character in text)
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def text_field(csl: Mapping[str, Any], field: str) -> str:
    """The field as plain text; the first entry when a service sent a list, as Crossref does for titles."""
    value = csl.get(field)
    if isinstance(value, list | tuple) and value:
        value = value[0]
    return plain_text(value, markup=field not in ("DOI", "URL"))


def _without_markup(text: str) -> str:
    for _ in range(10):  # tags hidden in character references, hidden in others
        before = text
        text = re.sub(r"&(?:amp;)+", "&", text, flags=re.IGNORECASE)
        text = _ENTITY.sub(_character, text)
        text = _BREAKING.sub(" ", _SILENT.sub("", text))
        if text == before:
            break
    return text


def _character(reference: re.Match[str]) -> str:
    """The character a whole reference names; html.unescape alone would read "&notes;" as "¬es;"."""
    name = reference[0][1:]
    return html.unescape(reference[0]) if name[0] == "#" else html.entities.html5.get(name, reference[0])


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Zl", "Zp", "Zs") or character in "\t\n\r\v\f\x85":
        return " "
    return "" if category in ("Cc", "Cf", "Cs") and character not in _JOINERS else character


def _quoted(value: object) -> str:
    text = plain_text(value, markup=False)
    return f"“{text[:60]}{'…' if len(text) > 60 else ''}”"


_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def _folded(text: str) -> str:
    """Lower-case ASCII letters and digits only: "Pérez-Fidalgo" → "perezfidalgo"."""
    text = text.lower().translate(_UNDECOMPOSED)
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text))


def _acronym(literal: str) -> str:
    """ "World Health Organization" → "who", "Cancer.org" → "cancerorg"."""
    capitals = [word[0] for word in literal.split() if word[0].isupper() and word.lower() != "the"]
    return _folded("".join(capitals)) if len(capitals) >= 3 else _folded(literal)


# Names.

_RANKS = {"jr": "Jr", "sr": "Sr", "ii": "2nd", "2nd": "2nd", "iii": "3rd", "3rd": "3rd", "iv": "4th", "4th": "4th"}
_FAMILY_RANK = re.compile(r"^(.+?),?\s+(Jr|Sr|II|III|IV|2nd|3rd|4th)\.?$")


def name_texts(names: object) -> list[str]:
    """The names of a CSL name field as NLM writes them, in order; unusable ones left out."""
    return [text for text in map(name_text, _name_list(names)) if text]


def is_organisation(name: object) -> bool:
    """Whether a CSL name is a group's (it then stands after a semicolon)."""
    return isinstance(name, str) or (isinstance(name, Mapping) and not (name.get("family") or name.get("given")))


def name_text(name: object) -> str:
    """ "Van Poznak C", "Velasco MR Jr", "World Health Organization"; "" when there is no name.

    Citing Medicine's rules: at most two initials, hyphens and periods of given names dropped, particles and capitals of
    surnames kept, ranks written Jr, 2nd, 3rd, degrees and a leading "The" left out. Accents stay: a name is spelled as
    its owner spells it, and PubMed prints them too.
    """
    if isinstance(name, str):
        name = {"literal": name}
    if not isinstance(name, Mapping):
        return ""
    if is_organisation(name):
        literal = plain_text(name.get("literal")) or plain_text(name.get("name"))
        return re.sub(r"^The\s+(?=\w)", "", literal).strip(" ,;:")
    family, suffix = _family(name), plain_text(name.get("suffix"))
    in_family = _FAMILY_RANK.match(family)
    if in_family and not suffix:
        family, suffix = in_family[1], in_family[2]
    rank = _RANKS.get(suffix.strip(" .,").lower(), "")
    parts = [family, _initials(plain_text(name.get("given"))), rank] if family else [plain_text(name.get("given"))]
    return " ".join(part for part in parts if part).strip(" ,;:")


def _family(name: Mapping[str, Any]) -> str:
    family = plain_text(name.get("family"))
    for field in ("non-dropping-particle", "dropping-particle"):
        particle = plain_text(name.get(field))
        if particle and family:
            family = particle + ("" if particle[-1] in "'’ʼ-" else " ") + family
    return family.strip(" ,;:")


def _initials(given: str) -> str:
    letters = []
    for word in re.split(r"[\s.\-‐‑–]+", given):
        word = re.sub(r"^\W+|\W+$", "", word)
        if not word or (letters and word.islower() and word in _LITTLE_WORDS):
            continue
        # "DA" and "JB" are initials already written together; "Al" and "Jo" are names.
        letters.extend(word if word.isupper() and word.isalpha() and len(word) <= 3 else word[0].upper()[:1])
    return "".join(letters[:2])


_LITTLE_WORDS = _words("a al da das de del den der di do dos du e el la las le los of san st van von y zu")


def _name_list(names: object) -> list[Mapping[str, Any]]:
    if isinstance(names, str | Mapping):
        names = [names]
    if not isinstance(names, list | tuple):
        return []
    names = [{"literal": name} if isinstance(name, str) else name for name in names[:MAX_NAMES]]
    return [name for name in names if isinstance(name, Mapping)]


# Dates.

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep set", "oct", "nov", "dec dic"),
        start=1,
    )
    for name in names.split()
}
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_SEASONS |= {"primavera": 1, "verano": 2, "otoño": 3, "invierno": 4}
_WORD = r"([^\W\d_]{3,10})\.?"
_ISO = re.compile(r"(\d{4})(?:-(\d\d?|[XxUu]{2}))?(?:-(\d\d?|[XxUu]{2}))?([~?%])?(?:T[\d:.+Z-]*)?")
_RIS = re.compile(r"(\d{4})/(\d{0,2})(?:/(\d{0,2}))?(?:/.*)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_YEAR_FIRST = re.compile(
    rf"(\d{{4}})[\s,]+{_WORD}(?:\s*[-–/]\s*{_WORD})?(?:[\s,]+(\d{{1,2}})(?:\s*[-–]\s*\d{{1,2}})?)?"
)
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:\s+de)?\s+{_WORD}(?:\s+de)?[\s,]+(\d{{4}})")
_MONTH_FIRST = re.compile(rf"{_WORD}(?:\s+(\d{{1,2}})(?:st|nd|rd|th)?,?)?(?:\s+de)?\s+(\d{{4}})")


def read_date(value: object) -> tuple[dict[str, Any], str]:
    """A CSL date with `date-parts` of whole numbers, and a sentence about what was left out ("" when nothing was).

    Reads CSL's own forms, EDTF ("2017-01", "2017-21" a season, "2017/2018"), RIS ("2017/01//"), MEDLINE ("2017
    Jan-Feb") and dates in words. Text that cannot be read is kept as `literal`.
    """
    if isinstance(value, datetime.date):
        return {"date-parts": [[value.year, value.month, value.day]]}, ""
    if not isinstance(value, Mapping):
        text = plain_text(value)
        if text:
            return _date_from_text(text)
        return {}, "" if value in (None, "") else "This is not a date; it was left out."
    date: dict[str, Any] = {}
    message = ""
    parts = value.get("date-parts")
    if isinstance(parts, list | tuple) and parts:
        date, message = _date_from_parts(parts if isinstance(parts[0], list | tuple) else [parts])
    for field in ("raw", "edtf", "literal"):
        text = plain_text(value.get(field))
        if text and not date:
            date, message = _date_from_text(text)
    if date:
        season = plain_text(value.get("season")).lower()
        if season in ("1", "2", "3", "4") or season in _SEASONS:
            date["season"] = _SEASONS.get(season) or int(season)
        if value.get("circa"):
            date["circa"] = True
    return date, message


def _date_from_text(text: str) -> tuple[dict[str, Any], str]:
    ends = [_ISO.fullmatch(end) for end in text.split("/")]
    if len(ends) <= 2 and all(ends):
        date, message = _date_from_parts([[end[1], end[2], end[3]] for end in ends if end])
        return (date | {"circa": True} if date and ends[0] and ends[0][4] else date), message
    if found := _RIS.fullmatch(text) or _COMPACT.fullmatch(text):
        return _date_from_parts([list(found.groups())])
    if found := _YEAR_FIRST.fullmatch(text):
        published, first, last, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, first, published = found.groups()
        last = None
    elif found := _MONTH_FIRST.fullmatch(text):
        first, day, published = found.groups()
        last = None
    else:
        return {"literal": text[:100]}, f"{_quoted(text)} could not be read as a date; it is shown as it is."
    if first.lower() in _SEASONS:
        return _date_from_parts([[published, 20 + _SEASONS[first.lower()]]])
    months = [_MONTHS.get(word[:3].lower()) for word in (first, last) if word]
    if None in months:
        return {"literal": text[:100]}, f"{_quoted(text)} could not be read as a date; it is shown as it is."
    if len(months) == 2:
        return _date_from_parts([[published, months[0]], [published, months[1]]])
    return _date_from_parts([[published, months[0], day]])


def _date_from_parts(ends: list[Any]) -> tuple[dict[str, Any], str]:
    """One or two ends of [year, month, day], numbers or digits; months 13–16 (CSL) and 21–24 (EDTF) are seasons."""
    date: dict[str, Any] = {}
    messages = []
    for end in ends[:2]:
        words = [plain_text(part) for part in end] if isinstance(end, list | tuple) else []
        numbers = [int(word) if re.fullmatch(r"[0-9]{1,4}", word) else 0 for word in (*words, "", "", "")[:3]]
        if set("".join(words)) <= {"0"}:
            continue  # Crossref's [[null]] and the like mean no date
        if not OLDEST <= numbers[0] <= LATEST:
            messages.append(f"{_quoted(words[0])} is not a year; the date was left out.")
            continue
        parts = [numbers[0]]
        month, day = numbers[1:]
        if 13 <= month <= 16 or 21 <= month <= 24:
            date["season"] = month - (12 if month <= 16 else 20)
        elif 1 <= month <= 12:
            parts.append(month)
            if day and _exists(numbers[0], month, day):
                parts.append(day)
            elif day:
                messages.append(f"There is no day {day} in that month; it was left out.")
        elif month:
            messages.append(f"There is no month {month}; it was left out.")
        date.setdefault("date-parts", []).append(parts)
    return (date if "date-parts" in date else {}), " ".join(messages)


def _exists(published: int, month: int, day: int) -> bool:
    try:
        datetime.date(published, month, day)
    except ValueError:
        return False
    return True


# Fields.


class _Field(NamedTuple):
    value: Any
    message: str = ""


def _spelled(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields under CSL's spelling ("doi" → "DOI"); one spelled right wins. The id is the key, kept beside them."""
    fields: dict[str, Any] = {}
    for given_field, value in record.items():
        name = plain_text(given_field, markup=False)[:100]
        known = _SPELLINGS.get(name.lower(), name)
        if known == name:
            fields[name] = value
        else:
            fields.setdefault(known, value)
    fields.pop("id", None)
    fields.pop("", None)
    return fields


def _clean_field(field: str, value: object) -> _Field:
    """The cleaned value, with a sentence when something was lost. Raises ValueError with one when all of it was."""
    if value is None or value == "":
        return _Field(None)
    if field in _IDENTIFIERS:
        return _Field(_IDENTIFIERS[field](value))
    if field in NAME_FIELDS:
        return _clean_names(value)
    if field in DATE_FIELDS:
        return _Field(*read_date(value))
    if field in TEXT_FIELDS:
        return _clean_text(field, value)
    return _Field(_plain_json(value))


def _clean_text(field: str, value: object) -> _Field:
    several = isinstance(value, list | tuple) and len(value) > 1
    text = text_field({field: value}, field)
    if not text and not isinstance(value, str):
        raise ValueError("This must be text; it was left out.")
    limit = MAX_LONG_TEXT if field in LONG_FIELDS else MAX_TEXT
    if len(text) > limit:
        return _Field(text[:limit].rstrip(), f"Text longer than {limit:,} characters was cut.")
    return _Field(text, "Only the first of several values was kept." if several else "")


def _clean_names(value: object) -> _Field:
    entries = value if isinstance(value, list | tuple) else [value]
    names, messages = [], []
    for entry in entries[:MAX_NAMES]:
        if isinstance(entry, str):
            messages.append(
                "A name was given as one text; give family and given names apart, or an organization as literal."
            )
            entry = {"literal": entry}
        name = _plain_json(entry) if isinstance(entry, Mapping) else {}
        if name.get("name") and not name.get("literal"):  # Crossref's word for an organization
            name["literal"] = name.pop("name")
        if name_text(name):
            names.append(name)
        else:
            messages.append("An entry without a name was left out.")
    if len(entries) > MAX_NAMES:
        messages.append(f"Only the first {MAX_NAMES:,} names were kept.")
    return _Field(names, " ".join(dict.fromkeys(messages)))


def _plain_json(value: object, depth: int = 0) -> Any:
    """The value as JSON can hold it, its texts made plain; None for what it cannot hold or is nested too deep."""
    if isinstance(value, str):
        return plain_text(value)[:MAX_LONG_TEXT]
    if isinstance(value, bool) or (isinstance(value, int | float) and plain_text(value)):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if depth >= MAX_DEPTH:
        return None
    if isinstance(value, Mapping):
        cleaned = {
            plain_text(name)[:100]: _plain_json(inner, depth + 1) for name, inner in list(value.items())[:MAX_FIELDS]
        }
        return {name: inner for name, inner in cleaned.items() if name and inner is not None}
    if isinstance(value, list | tuple):
        return [inner for inner in (_plain_json(inner, depth + 1) for inner in value[:MAX_TEXT]) if inner is not None]
    return None


def _type_message(given_type: object) -> str:
    text = plain_text(given_type)
    if not text:
        return "A reference needs a type, such as article-journal, book, report or webpage."
    near = difflib.get_close_matches(text.lower(), sorted(TYPES), n=1, cutoff=0.7)
    hint = TYPE_HINTS.get(text.lower().replace(" ", "")) or (near[0] if near else "")
    advice = f"did you mean “{hint}”?" if hint else "use one such as article-journal, book, report or webpage."
    return f"{_quoted(text)} is not a CSL type; {advice}"


# Identifiers. Each reader raises ValueError with a sentence for what it cannot use.


def bare_doi(value: object) -> str:
    """The DOI without address or prefix, in the case given; "" when the value is none."""
    text = plain_text(value, markup=False)
    address = re.match(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/", text, re.IGNORECASE)
    text = (
        unquote(text[address.end() :]) if address else re.sub(r"^doi:?\s*(?:10\.)?", "10.", text, flags=re.IGNORECASE)
    )
    text = plain_text(text, markup=False).rstrip(".,;")
    return text if _DOI.fullmatch(text) and len(text) <= 200 else ""


def _doi(value: object) -> str:
    if doi := bare_doi(value):
        return doi.lower()
    raise ValueError(f"{_quoted(value)} is not a DOI (one looks like 10.1001/jama.2016.19425); it was left out.")


def _pmid(value: object) -> str:
    text = re.sub(r"^https?://[a-z.]*nlm\.nih\.gov/(?:pubmed/)?", "", plain_text(value), flags=re.IGNORECASE)
    if found := re.fullmatch(r"(?:PMID:?\s*)?0*([1-9][0-9]{0,8})/?", text, re.IGNORECASE):
        return found[1]
    raise ValueError(f"{_quoted(value)} is not a PubMed number; it was left out.")


def _pmcid(value: object) -> str:
    text = re.sub(r"^https?://[a-z./]*/(?=PMC)", "", plain_text(value), flags=re.IGNORECASE)
    if found := re.fullmatch(r"(?:PMCID:?\s*)?(?:PMC)?([1-9][0-9]{0,8})(?:\.[0-9]+)?/?", text, re.IGNORECASE):
        return f"PMC{found[1]}"
    raise ValueError(f"{_quoted(value)} is not a PubMed Central number; it was left out.")


def _isbn(value: object) -> str:
    """The ISBNs in the value as digits, those with a right check digit, separated by a space."""
    text = re.sub(r"[‐‑–]", "-", plain_text(value))
    candidates = re.findall(r"(?<![0-9])(?:97[89][- ]?)?(?:[0-9][- ]?){9}[0-9Xx](?![0-9])", text)
    numbers = [re.sub(r"[- ]", "", candidate).upper() for candidate in candidates]
    if right := list(dict.fromkeys(number for number in numbers if _checks(number))):
        return " ".join(right)
    why = "has a wrong check digit" if numbers else "is not an ISBN"
    raise ValueError(f"{_quoted(value)} {why}; it was left out.")


def _checks(isbn: str) -> bool:
    digits = [10 if digit == "X" else int(digit) for digit in isbn]
    if len(digits) == 10:
        return sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0
    return "X" not in isbn and sum(digits[0::2]) % 10 == -3 * sum(digits[1::2]) % 10


def web_address(value: object) -> str:
    """The http or https address; "" for anything else (javascript:, file:, a password in front of the host …)."""
    text = plain_text(value, markup=False)
    try:
        address = urlsplit(text)
    except ValueError:
        return ""
    usable = address.scheme in ("http", "https") and address.hostname and "@" not in address.netloc
    return text if usable and " " not in text and len(text) <= MAX_TEXT else ""


def _url(value: object) -> str:
    if address := web_address(value):
        return address
    raise ValueError(f"{_quoted(value)} is not a web address starting with https:// or http://; it was left out.")


_IDENTIFIERS = {"DOI": _doi, "PMID": _pmid, "PMCID": _pmcid, "ISBN": _isbn, "URL": _url}
