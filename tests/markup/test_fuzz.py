"""Whatever is written: compiling it never fails, and lets through nothing that is not allowed."""

import re
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from markup import parse, render
from markup.sanitising import ALLOWED_ATTRIBUTES, ALLOWED_CLASSES, ALLOWED_TAGS
from tests.markup.samples import sample_facts

FACTS = {language: sample_facts(language) for language in ("en", "es")}
EMPTY_TAGS = {"br", "hr", "img"}
ADDRESS = re.compile(r"#[a-z0-9-]+|/(?![/\\]).*|https://[^\s/]+.*|mailto:[^\s]+|tel:[0-9+().-]+", re.I)
# What must not be seen outside code: these are never plain text.
OURS = re.compile(r"\[@|\[\[\s*(?:drug|page|term)\s*:|:::")

FRAGMENTS = [
    "[", "]", "[[", "]]", "[@", "![", "(", ")", "](", "|", "\\|", "#", ";", "@", ", p. 3", "=", "\"", "'", "<",
    ">", "&", "*", "**", "_", "`", "``", "```\n", "~~~\n", "- ", "1. ", "> ", "    ", "  ", "\t", "\n", "\n\n",
    "\r\n", "---\n", ":", ":::", "::::", "\n:::\n", "\n::::\n", "\n::: ", "\n:::: ", "word ", "two words ", "é",
    "ñ", "¿", "😀", "drug:", "page:", "term:", "denosumab", "zoledronic-acid", "ibandronate", "nobody",
    "bone-metastases", "fracture", "#dose", "#frequency", "#brand", " indication=osteoporosis", " product=Xgeva",
    "rows=dose,side-effects", "serious", "[@a2001]", "[@a2001; @b2002, p. 1]", "[@nobody]", "[[drug:denosumab]]",
    "[[drug:pamidronate#dose]]", "[[page:bone-metastases|words]]", "[[term:fracture]]", "[words](/a/)",
    "[x](https://example.org)", "![x](/y.png)", "\n## Heading\n", "\n# Top\n", "\n#### Deep\n", "Title\n===\n",
    "| a | b |\n|---|:-:|\n| 1 | 2 |\n", "|---|\n", "::: care emergency\n### Call if:\n- a\n:::\n",
    "\n::: warning Hot\n", "\n:::: details T\n", "\n::: do\n- a\n:::\n",
    "\n::: drug-table denosumab pamidronate\n", "\n::: side-effects denosumab\n", "\n::: figure spine\n",
    "\n::: sidebar\n", "\n::: key-points\n", "\n- ::: dont\n  - x\n  :::\n", "\n> ::: callout\n> x\n> :::\n",
    "\n::: precautions denosumab\n", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "javascript:alert(1)", "<!--", "-->", "</p>", "&#x3c;", "&lt;", "\x00", "\ufeff", "\ud800", "\u202e", "\x0b",
    "\u2028",
]  # fmt: skip
PIECES = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=40).map("".join)
ANY_TEXT = st.text(st.characters(), max_size=300)


class Page(HTMLParser):
    """Reads compiled HTML as a browser would, and notes everything that should not be there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.wrong: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in ALLOWED_TAGS:
            self.wrong.append(f"<{tag}>")
            return
        for name, value in attrs:
            if name not in ALLOWED_ATTRIBUTES[tag]:
                self.wrong.append(f"{tag} {name}")
            elif name == "class" and not set(value.split()) <= ALLOWED_CLASSES[tag]:
                self.wrong.append(f"{tag} class={value}")
            elif name in ("href", "src") and not ADDRESS.fullmatch(value):
                self.wrong.append(f"{tag} {name}={value}")
            elif name == "id":
                self.ids.append(value)
            elif name == "aria-labelledby":
                self.labels.append(value)
        if tag not in EMPTY_TAGS:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def handle_data(self, data):
        if "code" not in self.open:
            self.words.append(data)

    def handle_comment(self, data):
        self.wrong.append("a comment")

    handle_decl = unknown_decl = handle_pi = handle_comment


def problems_of(html: str) -> list[str]:
    """Return everything wrong with compiled HTML."""
    page = Page()
    page.feed(html)
    page.close()
    found = page.wrong + [f"<{tag}> is left open" for tag in page.open]
    found += [f"id {each} twice" for each in {each for each in page.ids if page.ids.count(each) > 1}]
    found += [f"label {each} leads nowhere" for each in page.labels if each not in page.ids]
    return found


def shown_signs(html: str) -> list[str]:
    """Return our own signs that a reader would see outside code."""
    page = Page()
    page.feed(html)
    return [match for words in page.words for match in OURS.findall(words)]


def compile_both_ways(text):
    document = parse(text)
    yield render(document, {})
    for language, facts in FACTS.items():
        yield render(document, facts, language=language)


COMMON = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@COMMON
@given(PIECES | ANY_TEXT)
def test_any_text_gives_only_what_is_allowed(text):
    for rendered in compile_both_ways(text):
        assert problems_of(rendered.html) == []


@COMMON
@given(PIECES)
def test_our_signs_never_reach_a_reader(text):
    # Backslashes and character references are how an editor asks to see the signs themselves.
    text = text.replace("\\", "").replace("&", "")
    for rendered in compile_both_ways(text):
        assert shown_signs(rendered.html) == []


@COMMON
@given(PIECES, st.integers(1, 500))
def test_lines_are_those_of_the_file(text, first_line):
    lines = len(re.split(r"\r\n?|\n", text))
    document = parse(text, first_line=first_line)
    rendered = render(document, FACTS["en"])
    for each in (*rendered.issues, *document.mentions):
        assert first_line <= each.line < first_line + lines
    assert [each.line for each in rendered.issues] == sorted(each.line for each in rendered.issues)


@COMMON
@given(PIECES)
def test_no_citation_leads_nowhere(text):
    rendered = render(parse(text), FACTS["en"])
    targets = set(re.findall(r'href="#ref-(\d+)"', rendered.html))
    numbers = [each.number for each in rendered.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert targets <= {str(number) for number in numbers}
    anchors = set(re.findall(r' id="([^"]+)"', rendered.html))
    assert {use.anchor for each in rendered.citations for use in each.uses} <= anchors


@COMMON
@given(st.lists(st.sampled_from(FRAGMENTS) | st.integers(0, 9999).map(lambda n: f" word{n:04} "), max_size=40))
def test_no_word_is_lost_without_an_issue(pieces):
    text = "".join(pieces)
    rendered = render(parse(text), FACTS["en"])
    if not rendered.issues:
        missing = set(re.findall(r"word\d{4}", text)) - set(re.findall(r"word\d{4}", rendered.html))
        assert not missing


@COMMON
@given(PIECES)
def test_compiling_twice_gives_the_same(text):
    document = parse(text)
    assert render(document, FACTS["en"]) == render(document, FACTS["en"]) == render(parse(text), FACTS["en"])
