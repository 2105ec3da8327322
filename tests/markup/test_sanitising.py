"""The sanitiser is the last step: whatever facts, editors or our own code put in, only the allow-list comes out."""

import nh3
import pytest

from markup import AssetFact, DrugFact, Name, PageFact, SideEffectFact, TermFact, parse, render, rendering, sanitise
from markup.directive import Directive
from markup.directives import DIRECTIVES
from markup.document import Document, Node
from markup.sanitising import ALLOWED_ATTRIBUTES, ALLOWED_TAGS, is_allowed_address

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>' onclick='alert(1)"
PAGE = Name("page", "a")


def _with_page(url):
    return render(parse("[[page:a|words]]"), {PAGE: PageFact("a", "A page", url)}).html


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "http://example.org/",
        "https://user:password@evil.example/",
        "file:/etc/passwd",
        "x.html",
    ],
)
def test_a_hostile_address_in_a_fact_leaves_no_link(url):
    assert _with_page(url) == "<p><a>words</a></p>\n"


@pytest.mark.parametrize(
    "url", ["/articles/a/", "/", "https://example.org/a?b=c#d", "mailto:a@example.org", "tel:+1-800"]
)
def test_an_allowed_address_in_a_fact_is_a_link(url):
    assert _with_page(url) == f'<p><a href="{url}">words</a></p>\n'


def test_without_the_sanitiser_a_hostile_address_would_come_through(monkeypatch):
    monkeypatch.setattr(rendering, "sanitise", lambda html: html)
    assert 'href="javascript:alert(1)"' in _with_page("javascript:alert(1)")


def test_raw_html_from_a_directive_is_removed_by_the_last_step(monkeypatch):
    raw = '<script>alert(1)</script><svg onload="x"></svg><p onclick="x" style="y" id="cookie" class="evil">text</p>'
    careless = Directive("careless", closes=False, read=DIRECTIVES["figure"].read, render=lambda writer, node: raw)
    document = parse("::: figure spine")
    document.nodes[0].value = type(document.nodes[0].value)(careless, None, "")
    assert render(document, {}).html == '<p class="">text</p>'
    monkeypatch.setattr(rendering, "sanitise", lambda html: html)
    assert render(document, {}).html == raw


def test_what_is_returned_is_what_the_sanitiser_returned(monkeypatch):
    monkeypatch.setattr(rendering, "sanitise", lambda html: "<p>only this</p>")
    rendered = render(parse("anything [@a]"), {})
    assert (rendered.html, rendered.plain_text) == ("<p>only this</p>", "only this")


def test_the_sanitiser_asks_nh3(monkeypatch):
    monkeypatch.setattr(nh3, "clean", lambda html, **options: "cleaned")
    assert sanitise("<p>x</p>") == "cleaned"


def test_hostile_words_in_every_fact_are_shown_as_words():
    text = (
        "[[drug:d]] [[drug:d#brand]] [[term:t]] [[page:p]]\n\n"
        "::: side-effects d\n::: precautions d\n::: drug-table d rows=brand,side-effects,dose\n::: figure f"
    )
    effect = SideEffectFact("e", HOSTILE, HOSTILE, HOSTILE, HOSTILE, band=HOSTILE, what_to_do=HOSTILE)
    lookups = {
        Name("drug", "d"): DrugFact("d", HOSTILE, HOSTILE, brands=(HOSTILE,), side_effects=(effect,)),
        Name("term", "t"): TermFact("t", HOSTILE, HOSTILE, HOSTILE),
        Name("page", "p"): PageFact("p", HOSTILE, HOSTILE),
        Name("asset", "f"): AssetFact("f", HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),
    }
    html = render(parse(text), lookups).html
    assert "<script" not in html
    assert "onerror=" not in html.replace("onerror=alert(1)&gt;", "").replace("onerror=alert(1)>", "")
    assert "&lt;script&gt;" in html
    assert html == sanitise(html)


def test_markup_in_facts_is_not_read():
    facts = {PAGE: PageFact("a", "**A** [[drug:b]] [@c] `d`", "/a/")}
    assert render(parse("[[page:a]]"), facts).html == '<p><a href="/a/">**A** [[drug:b]] [@c] `d`</a></p>\n'


@pytest.mark.parametrize(
    "html", ["<svg></svg>", "<math></math>", "<style>p{}</style>", "<script>x</script>", "<!-- x -->"]
)
def test_dangerous_elements_leave_nothing_behind(html):
    assert sanitise(html) == ""


def test_dangerous_elements_are_on_no_list():
    assert not ALLOWED_TAGS & {"svg", "math", "script", "style", "iframe", "object", "form", "input", "base", "meta"}
    names = set().union(*ALLOWED_ATTRIBUTES.values())
    assert not {name for name in names if name.startswith("on")} | (
        names & {"style", "srcset", "target", "title", "name"}
    )


@pytest.mark.parametrize(
    "html", ['<a id="x">a</a>', '<p class="evil">a</p>', '<div role="alert">a</div>', '<p lang="x">a</p>']
)
def test_values_that_are_not_ours_are_dropped(html):
    assert sanitise(html) in ("<a>a</a>", "<p>a</p>", '<p class="">a</p>', "<div>a</div>")


def test_lone_surrogates_in_facts_do_not_fail():
    assert "a�b" in render(parse("[[page:a]]"), {PAGE: PageFact("a", "a\ud800b", "/a/")}).html


@pytest.mark.parametrize("address", ["#s-what", "/a/b", "https://example.org", "https://ejemplo.org/ñ", "tel:911"])
def test_these_addresses_are_allowed(address):
    assert is_allowed_address(address)


@pytest.mark.parametrize(
    "address", ["", "a", "#", "# x", "//x", "/ a", "https://", "https:/x", "mailto:x", "tel:", "tel:x"]
)
def test_these_addresses_are_not_allowed(address):
    assert not is_allowed_address(address)


def test_a_node_of_unknown_kind_is_a_programming_error():
    with pytest.raises(ValueError, match="raw"):
        render(Document((Node("raw", 1, text="<b>"),), (), ()), {})
