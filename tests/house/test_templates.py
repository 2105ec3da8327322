"""Rules for templates: one place prints compiled HTML, nothing inline, and every word can be translated."""

import re

import pytest

from tests.house.files import findings, name_of, ours

THE_ONE_SAFE_PLACE = "templates/_components/body.html"
# Stands alone when nothing works, the translations included; it says everything in both languages.
STANDS_ALONE = "templates/500.html"
# Mail programs fetch no style sheet, and no policy of ours reaches them.
STYLE_OF_MAILS = "templates/mail/base.html"

COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}", re.DOTALL)
TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?%}.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
# Names of classes, as Django's admin templates ask for them.
CLASSES = re.compile(r"{%\s*block (?:bodyclass|coltype)\s*%}.*?{%\s*endblock\b.*?%}", re.DOTALL)
TEMPLATE_CODE = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
UNESCAPED = re.compile(r"\|\s*(?:safe|safeseq)\b|{%\s*autoescape\s+off\b")
INLINE = re.compile(
    r"""<style\b | \sstyle\s*=\s*["'] | \son[a-z]{3,}\s*=\s*["'] | javascript:
        | <script\b(?![^>]*\b(?:src\s*=|type\s*=\s*["']application/(?:ld\+)?json["']))""",
    re.VERBOSE | re.IGNORECASE,
)
ELEMENT = re.compile(
    r"<!--.*?-->|<(?:script|style|svg)\b.*?</(?:script|style|svg)>|</?[a-z][^>]*>|<!doctype[^>]*>", re.DOTALL | re.I
)
SPOKEN_ATTRIBUTE = re.compile(
    r"""\s(?:alt|title|placeholder|label|aria-label|aria-description)\s*=\s*(["'])(.*?)\1""", re.DOTALL
)
WORD = re.compile(r"[^\W\d_]{2,}")
NOT_WORDS = re.compile(r"&#?\w+;|\b(?:DOI|PubMed|PMC)\b")  # entities, and names that are the same in every language


def blank(pattern: re.Pattern[str], text: str, by: str = " ") -> str:
    """The text without what the pattern matches, every line still on its line."""
    return pattern.sub(lambda match: by + "\n" * match.group().count("\n"), text)


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def unescaped(text: str) -> list[str]:
    """Places that print a value without escaping it."""
    text = blank(COMMENT, text)
    return [f"line {line_of(text, match.start())}: {match.group()}" for match in UNESCAPED.finditer(text)]


def inline_code(text: str) -> list[str]:
    """Styles and scripts that the content security policy would refuse."""
    text = blank(TEMPLATE_CODE, blank(COMMENT, text), by="x")
    return [f"line {line_of(text, match.start())}: {match.group().strip()}" for match in INLINE.finditer(text)]


def untranslatable_words(text: str) -> list[str]:
    """Words that a Spanish reader would see in English, because no translation tag holds them."""
    text = blank(TEMPLATE_CODE, blank(CLASSES, blank(TRANSLATED, blank(COMMENT, text))))
    spoken = [(match.start(), match.group(2)) for match in SPOKEN_ATTRIBUTE.finditer(text)]
    plain = blank(ELEMENT, text)
    lines = [(number, line) for number, line in enumerate(plain.splitlines(), start=1)]
    lines += [(line_of(text, position), words) for position, words in spoken]
    return [
        f"line {number}: {words.strip()}" for number, words in sorted(lines) if WORD.search(NOT_WORDS.sub("", words))
    ]


def test_only_the_body_component_prints_html_as_it_is() -> None:
    places = [path for path in ours(".html", ".txt", ".xml", under="templates") if name_of(path) != THE_ONE_SAFE_PLACE]
    assert findings(unescaped, iter(places)) == []


def test_templates_hold_no_style_and_no_script() -> None:
    places = [path for path in ours(".html", under="templates") if name_of(path) != STYLE_OF_MAILS]
    assert findings(inline_code, iter(places)) == []


def test_every_word_in_a_template_can_be_translated() -> None:
    places = [path for path in ours(".html", under="templates") if name_of(path) != STANDS_ALONE]
    assert findings(untranslatable_words, iter(places)) == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ body|safe }}",
        "{{ body | safe }}",
        "{{ rows|safeseq|join:'' }}",
        "{% autoescape off %}",
        "{{ a|upper|safe }}",
    ],
)
def test_unescaped_printing_is_found(text: str) -> None:
    assert len(unescaped(text)) == 1


@pytest.mark.parametrize("text", ["{{ body }}", "{# {{ body|safe }} #}", "{{ site.safety|default:'-' }}", "safe"])
def test_escaped_printing_is_left_alone(text: str) -> None:
    assert unescaped(text) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p { }</style>",
        "<script>go()</script>",
        '<script type="module">go()</script>',
        '<button onclick="go()">',
        "<body class='a' onload='go()'>",
        '<a href="javascript:go()">',
        '<td style="width: {{ percent }}%">',
    ],
)
def test_inline_code_is_found(text: str) -> None:
    assert len(inline_code(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<link rel="stylesheet" href="{% static \'css/base.css\' %}">',
        '<script src="/static/js/menu.js" defer></script>',
        '<script type="application/ld+json">{}</script>',
        "{# <p style='x'> #}",
        '<p class="style" data-one="1">',
        '{% include "x.html" with onward="yes" %}',
    ],
)
def test_linked_styles_and_scripts_are_left_alone(text: str) -> None:
    assert inline_code(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<h1>Welcome</h1>", ["line 1: Welcome"]),
        ("<p>\n  {{ count }} results\n</p>", ["line 2: results"]),
        ('<nav aria-label="Main menu"></nav>', ["line 1: Main menu"]),
        ('<img src="a.png"\n alt="A bone">', ["line 2: A bone"]),
        ("{% block title %}Home{% endblock %}", ["line 1: Home"]),
        ("{% if a %}Yes{% else %}No{% endif %}", ["line 1: Yes No"]),
    ],
)
def test_words_outside_translation_tags_are_found(text: str, found: list[str]) -> None:
    assert [re.sub(r" +", " ", line) for line in untranslatable_words(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "<h1>{% translate 'Welcome' %}</h1>",
        "<p>{% blocktranslate with n=count %}{{ n }} results{% endblocktranslate %}</p>",
        '<nav aria-label="{% translate "Main menu" %}"></nav>',
        "<p>1 · 2 – &nbsp; &rarr; x</p>",
        '<a class="button primary" href="/drugs/">{{ title }}</a>',
        "<!-- words for us --><!doctype html>",
        "{% block bodyclass %}{{ block.super }} dashboard{% endblock %}",
        "{# words for us #}{% comment %}more words{% endcomment %}",
        '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',
    ],
)
def test_translated_words_and_code_are_left_alone(text: str) -> None:
    assert untranslatable_words(text) == []
