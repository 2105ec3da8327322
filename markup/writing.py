"""The writer: turns nodes into HTML and keeps count of ids, citations, headings and issues on the way."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from html import escape
from typing import Any, NamedTuple

from markup.citations import CitationBook, Cited, citation_group
from markup.document import Node
from markup.facts import Fact, Missing, PageFact, ReferenceFact, TermFact
from markup.issues import Issue, error, hint, warning
from markup.names import Name, did_you_mean
from markup.phrases import has_phrase, phrase
from markup.plain import plain_line
from markup.quoting import DOSE_FIELDS, quote_drug

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 60
_KIND_WORDS = {"asset": "picture", "class": "drug class", "term": "glossary term"}


class Heading(NamedTuple):
    """A heading in the outline of a page."""

    level: int
    id: str
    text: str


class Writer:
    """Writes one document once, in one language.

    Directives use `fact`, `cite`, `blocks`, `inline`, `new_id`, `phrase` and `report`.
    """

    def __init__(
        self, lookups: Mapping[Name, Fact | Missing], language: str, numbers: Mapping[str, int] | None = None
    ) -> None:
        self.lookups = lookups
        self.language = language
        self.citations = CitationBook(numbers)
        self.issues: list[Issue] = []
        self.outline: list[Heading] = []
        self.level = 1  # of the last heading; the title of the page is 1
        self.depth = 0  # of directives around the current node
        self.places: list[tuple[str, int]] = []  # links to headings of this page, checked at the end
        self.ids: set[str] = set()
        self._counts: dict[str, int] = {}
        self._repeated: dict[str, int] = {}
        self._terms: set[str] = set()
        self._in_link = False
        self._in_heading = False

    # What directives need

    def phrase(self, key: str, **values: object) -> str:
        """Return one of our own phrases in the language of the page, escaped."""
        return escape(phrase(key, self.language, **values), quote=False)

    def report(self, issue: Issue) -> None:
        """Note a problem."""
        self.issues.append(issue)

    def phrase_for(self, kind: str, value: str, line: int) -> str:
        """Return the words for a value of the facts, such as the band "rare"; nothing for one that is not known."""
        if not value:
            return ""
        key = f"{kind} {value}"
        if has_phrase(key):
            return self.phrase(key)
        message = f"The library has a {kind} '{value[:40]}' that this site has no words for."
        self.report(error("fact-not-understood", line, message, "Ask for the facts to be corrected."))
        return ""

    def new_id(self, prefix: str) -> str:
        """Return the prefix with the next number: "dt1", "dt2" …"""
        self._counts[prefix] = self._counts.get(prefix, 0) + 1
        return f"{prefix}{self._counts[prefix]}"

    def fact(self, name: Name, line: int) -> Any:
        """Return what a name stands for, or None after reporting that there is no such thing."""
        found = self.lookups.get(name, Missing())
        if not isinstance(found, Missing):
            return found
        kind = _KIND_WORDS.get(name.kind, name.kind)
        message = f"There is no {kind} '{name.key}'{did_you_mean(found.near) or '.'}"
        fix = "Correct the key, or add it to the library first."
        self.report(error(f"unknown-{name.kind}", line, message, fix))
        return None

    def cite(self, cited: Iterable[Cited], line: int, anchor: str = "", *, typed: bool = False) -> str:
        """Return a citation group for those of the references that exist.

        Without `anchor` the group gets an id of its own to link back to; with it, the uses lead to that id. `typed`: the keys
        stand in the text, where another may take their place.
        """
        known: list[Cited] = []
        unknown: list[str] = []
        for each in cited:
            fact = self.fact(Name("reference", each.key), line)
            if fact is None:
                unknown.append(each.key)
            else:
                # A record that was merged into another is cited by that one's key and number.
                known.append(Cited(fact.key, each.locator))
                if fact.key != each.key:
                    self.report(_merged(each.key, fact.key, line, typed=typed))
                self._check_status(fact, line, each if typed else None)
        html = ""
        if known:
            own = "" if anchor else self.new_id("c")
            numbered = [(self.citations.use(each, anchor or own, line), each.locator) for each in known]
            html = citation_group(numbered, self.language, own)
        problems = (self.problem(key) for key in unknown)
        return " ".join(part for part in (html, *problems) if part)

    def cite_facts(self, keys: Iterable[str], line: int, source: str, anchor: str = "") -> str:
        """Return a citation group for references cited inside facts, with a space before it.

        One that is missing prints nothing, because the editor of this text did not write it, but is an issue.
        """
        known: list[Cited] = []
        for key in dict.fromkeys(keys):
            fact = self.lookups.get(Name("reference", key), Missing())
            if isinstance(fact, Missing):
                message = f"The facts of '{source}' cite the reference '{key}', which is not in the library."
                self.report(error("unknown-reference", line, message, "Add the reference, or correct the facts."))
            else:
                known.append(Cited(fact.key))
        return f" {self.cite(known, line, anchor)}" if known else ""

    def problem(self, words: str) -> str:
        """Return the plain words that stand for something unresolved."""
        return f'<span class="problem">{escape(words, quote=False)}</span>' if words else ""

    def drug_link(self, fact: Any, words: str = "") -> str:
        """Return a link to the page of a drug or class, or only its name when it has none."""
        shown = escape(words or fact.name, quote=False)
        if not fact.url or self._in_link:
            return shown
        return f'<a class="drug" href="{escape(fact.url)}">{shown}</a>'

    def quotes(self, stated: Iterable[tuple[Name, str]], *, doses: bool = False) -> str:
        """Return the attributes of an element that states facts: which field of what ("drug:denosumab#dose"; without a
        field all of it), and whether it says how much, how often, how long or how a medicine is given. Readers can then be
        kept from what is no longer certain, without compiling anew."""
        tokens = (f"{name.kind}:{name.key}" + (f"#{field}" if field else "") for name, field in stated)
        return f' data-facts="{escape(" ".join(dict.fromkeys(tokens)))}"' + (' data-dose="1"' if doses else "")

    # Blocks

    def blocks(self, nodes: Iterable[Node]) -> str:
        """Return the HTML of block nodes, each followed by a line end."""
        return "".join(self._block(node) for node in nodes)

    def inside(self, nodes: Iterable[Node]) -> str:
        """Return the HTML of the contents of a directive; headings after it go on from the level before it."""
        self.depth += 1
        level = self.level
        html = self.blocks(nodes)
        self.level = level
        self.depth -= 1
        return html

    def heading(self, node: Node, *, own_id: str = "", before: str = "") -> str:
        """Return a heading; with `own_id` it has that id, and `before` is HTML put in front of its words."""
        level = self._checked_level(node)
        self._in_heading = True
        html = self.inline(node.children).strip()
        self._in_heading = False
        words = plain_line(html)
        if not words and not before:
            self.report(error("empty-heading", node.line, "This heading has no words.", "Write them after the ##."))
            return ""
        self.level = level
        heading_id = own_id or self._slug(words)
        if level <= 3 and not self.depth:
            self.outline.append(Heading(level, heading_id, words))
        return f'<h{level} id="{heading_id}">{before}{html}</h{level}>\n'

    def below(self) -> int:
        """Return the level of a heading under the last one."""
        return min(self.level + 1, 6)

    def _checked_level(self, node: Node) -> int:
        if node.value == 1:
            message = "A single # is the title of the page, which is written in its own field."
            self.report(error("top-heading", node.line, message, "Begin headings in the text with ##."))
            return 2
        if node.value > self.level + 1:
            message = f"This heading has {node.value} # signs, but the one before it has {self.level}."
            if self.level == 1:
                message = f"The first heading has {node.value} # signs; it should have two."
            fix = f"Write {'#' * (self.level + 1)}: people who listen to a page move from level to level."
            self.report(error("skipped-heading", node.line, message, fix))
        return node.value

    def _slug(self, words: str) -> str:
        folded = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
        slug = _NOT_IN_SLUG.sub("-", folded)[:_LONGEST_SLUG].strip("-") or "section"
        unique = f"s-{slug}"
        while unique in self.ids:
            self._repeated[slug] = self._repeated.get(slug, 1) + 1
            unique = f"s-{slug}-{self._repeated[slug]}"
        self.ids.add(unique)
        return unique

    def _block(self, node: Node) -> str:
        match node.kind:
            case "paragraph":
                html = self.inline(node.children).strip()
                return f"<p>{html}</p>\n" if html else ""
            case "tight":
                return f"{self.inline(node.children).strip()}\n"
            case "heading":
                return self.heading(node)
            case "bullets":
                return f"<ul>\n{self.blocks(node.children)}</ul>\n"
            case "numbers":
                start = f' start="{node.value}"' if node.value != 1 else ""
                return f"<ol{start}>\n{self.blocks(node.children)}</ol>\n"
            case "item":
                return f"<li>{self.blocks(node.children).strip()}</li>\n"
            case "quote":
                return f"<blockquote>\n{self.blocks(node.children)}</blockquote>\n"
            case "code":
                return f"<pre><code>{escape(node.text, quote=False)}</code></pre>\n"
            case "rule":
                return "<hr>\n"
            case "table":
                return self._table(node)
            case "directive":
                return node.value.directive.render(self, node)
            case "contents":
                return self.inside(node.children)
        raise ValueError(f"no way to write a block of kind {node.kind}")

    def _table(self, node: Node) -> str:
        number = self.new_id("table")[len("table") :]
        label = self.phrase("table") if number == "1" else f"{self.phrase('table')} {number}"
        head, *rows = node.children
        cells = [self._cell(cell, "th", aligned) for cell, aligned in zip(head.children, node.value, strict=True)]
        html = f"<thead>\n<tr>{''.join(cells)}</tr>\n</thead>\n"
        if rows:
            html += f"<tbody>\n{''.join(self._row(row, node.value) for row in rows)}</tbody>\n"
        opening = f'<div class="table" role="region" tabindex="0" aria-label="{label}">'
        return f"{opening}<table>\n{html}</table></div>\n"

    def _row(self, row: Node, aligned: list[str]) -> str:
        cells = [self._cell(cell, "td", how) for cell, how in zip(row.children, aligned, strict=False)]
        return f"<tr>{''.join(cells)}{'<td></td>' * (len(aligned) - len(cells))}</tr>\n"

    def _cell(self, cell: Node, tag: str, aligned: str) -> str:
        html = self.inline(cell.children).strip()
        if tag == "th" and not html:
            return "<td></td>"  # an empty heading would be announced with every cell below it
        attributes = (' scope="col"' if tag == "th" else "") + (f' class="align-{aligned}"' if aligned else "")
        return f"<{tag}{attributes}>{html}</{tag}>"

    # Words inside a block

    def inline(self, nodes: Iterable[Node]) -> str:
        """Return the HTML of inline nodes."""
        return "".join(self._inline(node) for node in nodes)

    def _inline(self, node: Node) -> str:
        match node.kind:
            case "text":
                return escape(node.text, quote=False)
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "<br>\n"
            case "code":
                return f"<code>{escape(node.text, quote=False)}</code>"
            case "strong" | "em":
                return f"<{node.kind}>{self.inline(node.children)}</{node.kind}>"
            case "problem":
                return self.problem(node.text)
            case "link":
                return self._link(node)
            case "citation":
                return " " if self._in_link else self.cite(node.value, node.line, typed=True)
            case "token":
                return _TOKEN_WRITERS[node.value.kind](self, node)
        raise ValueError(f"no way to write words of kind {node.kind}")

    def _link(self, node: Node) -> str:
        self._in_link = True
        words = self.inline(node.children)
        self._in_link = False
        if node.value.startswith("#"):
            self.places.append((node.value[1:], node.line))
        return f'<a href="{escape(node.value)}">{words}</a>'

    def _page(self, node: Node) -> str:
        token = node.value
        fact: PageFact | None = self.fact(Name("page", token.key), node.line)
        if fact is None:
            return self.problem(token.plain)
        words = escape(token.words or fact.title, quote=False)
        if not fact.url:
            message = f"The page '{token.key}' is not live, so that its link is shown as plain words."
            self.report(warning("page-not-live", node.line, message, "It becomes a link when that page is published."))
        return f'<a href="{escape(fact.url)}">{words}</a>' if fact.url and not self._in_link else words

    def _term(self, node: Node) -> str:
        token = node.value
        fact: TermFact | None = self.fact(Name("term", token.key), node.line)
        if fact is None:
            return self.problem(token.plain)
        words = escape(token.words or fact.name, quote=False)
        if self._in_link:
            return words
        html = f'<a class="term" href="{escape(fact.url)}">{words}</a>' if fact.url else words
        # A definition inside a heading would end up in the outline; the first use in the text gets it.
        if self._in_heading or token.key in self._terms:
            return html
        self._terms.add(token.key)
        definition = fact.definition.strip().removesuffix(".")
        quoted = self.quotes([(Name("term", token.key), "")])
        words = f" ({escape(definition, quote=False)})"
        meaning = f'<span class="term-definition"{quoted}>{words}</span>' if definition else ""
        return f'<dfn class="term">{html}</dfn>{meaning}'

    def _drug(self, node: Node) -> str:
        token = node.value
        fact = self.fact(Name("drug", token.key), node.line)
        if fact is None:
            return self.problem(token.plain)
        if not token.field:
            return self.drug_link(fact, token.words)
        words, issue = quote_drug(fact, token, node.line, self.language)
        if issue:
            self.report(issue)
            return self.problem(token.plain)
        quoted = self.quotes([(Name("drug", token.key), token.field)], doses=token.field in DOSE_FIELDS)
        return f'<span class="fact"{quoted}>{escape(words, quote=False)}</span>'

    def _despite(self, node: Node) -> str:
        """Words that say otherwise than the library on purpose: printed as they are, and named to whoever approves."""
        token = node.value
        fact = self.fact(Name("drug", token.key), node.line)
        if fact is None:
            return self.problem(token.plain)
        self.report(_on_purpose(token.words, fact.name, node.line))
        return escape(token.words, quote=False)

    def _check_status(self, fact: ReferenceFact, line: int, typed: Cited | None) -> None:
        if fact.status == "retracted":
            message = f"The reference '{fact.key}' has been retracted: its findings cannot be relied on."
            self.report(error("retracted-reference", line, message, "Cite another source, or take the claim out."))
        elif fact.status == "concern":
            message = f"There is an expression of concern about the reference '{fact.key}': its findings may not hold."
            self.report(
                warning("doubtful-reference", line, message, "Check whether the claim can rest on another source.")
            )
        elif fact.status == "superseded":
            newer = f" by '{fact.superseded_by}'" if fact.superseded_by else ""
            message = f"The reference '{fact.key}' has been replaced{newer}."
            self.report(_superseded(fact, message, line, typed))


def _superseded(fact: ReferenceFact, message: str, line: int, typed: Cited | None) -> Issue:
    if not fact.instead or typed is None:
        return warning("superseded-reference", line, message, "Check the newer source and cite that.")
    if typed.locator:  # a place in the old source is no place in the new one
        fix = f"Check that the newer source says it too, and where; then write [@{fact.instead}] with that place."
        return warning("superseded-reference", line, message, fix)
    found = warning(
        "superseded-reference", line, message, f"Check that the newer source says it too, then write [@{fact.instead}]."
    )
    return replace(found, words=f"@{typed.key}", instead=f"@{fact.instead}")


def _merged(key: str, kept: str, line: int, *, typed: bool) -> Issue:
    message = f"The reference '{key}' was entered twice and is now '{kept}'."
    found = hint("merged-reference", line, message, f"Write [@{kept}].")
    return replace(found, words=f"@{key}", instead=f"@{kept}") if typed else found


def _on_purpose(words: str, name: str, line: int) -> Issue:
    message = f"“{words}” is kept on purpose, whatever the library says of {name}."
    return hint("differs-on-purpose", line, message, "Whoever approves the page answers for these words.")


_TOKEN_WRITERS: dict[str, Callable[[Writer, Node], str]] = {
    "drug": Writer._drug,
    "page": Writer._page,
    "term": Writer._term,
    "despite": Writer._despite,
}
