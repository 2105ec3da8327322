"""What prose says of dosing beside what the library says: contradictions, words that could be quotes, brands without generic."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markup.document import Document
from markup.dosing import contexts
from markup.dosing.attributing import About, Sentence, Topics, sentences, topic_of
from markup.dosing.naming import KnownDrug, Names
from markup.dosing.passages import Passage, passages_of
from markup.dosing.reading import Claim, reading_language
from markup.dosing.stated import Stated, chosen_by, differing_kind, folded_line, says_exactly, verdict
from markup.facts import DrugFact
from markup.issues import Issue

_GIVEN = {"frequency": "how often it is given", "dose": "the dose", "route": "how it is given"}
MOST = 50  # a page with more has one problem, not hundreds


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim about one drug. `verdict` as in stated.verdict; `kind`: the fact it is about."""

    line: int
    words: str
    kind: str
    verdict: str
    claim: Claim
    fact: DrugFact
    regimens: Sequence[Stated]


def lint(document: Document, drugs: Iterable[KnownDrug], *, language: str, title: str = "") -> list[Issue]:
    """The issues of a document, at most MOST. `drugs`: those its prose may name; `title` counts as a mention."""
    names = Names(drugs, language)
    if not names.drugs:
        return []
    passages = passages_of(document)
    found = [_issue(each, language) for each in findings(passages, names)]
    issues = [*(each for each in found if each), *_brands_first(passages, names, title)]
    return sorted(issues, key=lambda each: each.line)[:MOST]


def findings(passages: Iterable[Passage], names: Names) -> Iterator[Finding]:
    """Every claim about a known drug that can be told to be the same as or other than what the library says."""
    for passage in passages:
        if passage.heading:
            continue
        lead = passage.topic
        topic = topic_of(sentences(lead.text, lead.named, names), names.language) if lead else None
        topics = Topics(names, topic)
        for sentence in sentences(passage.text, passage.named, names):
            seen: set[str] = set()
            for claim, about in topics.claims(sentence):
                finding = _finding(passage, sentence, claim, about, names)
                if finding and finding.kind not in seen:
                    if finding.verdict == "otherwise":
                        seen.add(finding.kind)
                    yield finding


def _finding(passage: Passage, sentence: Sentence, claim: Claim, about: About, names: Names) -> Finding | None:
    told: list[tuple[str, str, Sequence[Stated]]] = []
    brands = {mention.key: mention.brand for mention in about.drugs if mention.brand}
    for mention in about.drugs:
        chosen = chosen_by(sentence.text, names.stated(mention.key), brands.get(mention.key, ""))
        if _is_for_something_else(sentence, chosen, names.language):
            return None
        said = verdict(claim, chosen)
        if said:
            told.append((said, mention.key, chosen))
    if not told:
        return None
    said, key, chosen = next((each for each in told if each[0] == "same"), told[-1])
    line = passage.line_at(sentence.shift + sentence.words[claim.first].start)
    kind = differing_kind(claim, chosen) if said == "otherwise" else claim.kind
    return Finding(line, sentence.typed(claim), kind, said, claim, names.drugs[key].fact, chosen)


def _is_for_something_else(sentence: Sentence, chosen: Sequence[Stated], language: str) -> bool:
    """Whether the sentence names a purpose that no regimen has."""
    line = folded_line(sentence.text)
    for purpose in contexts.PURPOSES[reading_language(language)]:
        if purpose in line and not any(purpose in folded_line(each.regimen.indication) for each in chosen):
            return True
    return False


def _issue(finding: Finding, language: str) -> Issue | None:
    token = quote_token(finding.fact, finding.kind, finding.regimens)
    if finding.verdict == "same":
        return _could_be_quoted(finding) if not finding.claim.adjective else None
    fact, words = finding.fact, finding.words
    said = list(dict.fromkeys(each.said[finding.kind] for each in finding.regimens if finding.kind in each.said))
    listed = " or ".join(f"“{each}”" for each in said)
    keep = f"[[despite:{fact.key}|{' '.join(words.split())}]]"
    quote = f"Quote the library with {token}, or" if token else "Correct the words, or"
    return Issue(
        "dosing-differs",
        "warning",
        finding.line,
        f"The text says “{words}” of {fact.name}, but the library says {listed} ({_GIVEN[finding.kind]}).",
        f"{quote} keep them on purpose with {keep}.",
        needs_answer=True,
        words=words,
        instead=token,
        keep=keep,
    )


def _could_be_quoted(finding: Finding) -> Issue | None:
    exact = [each for each in finding.regimens if says_exactly(finding.claim, each)]
    if not exact or (finding.kind == "route" and not _is_spelt_so(finding.words, exact[0].said["route"])):
        return None
    token = quote_token(finding.fact, finding.kind, exact[:1])
    message = f"“{finding.words}” is what the library says of {finding.fact.name}, typed by hand."
    fix = f"Write {token}: a quote stays right when the library changes."
    return Issue("dosing-could-be-quoted", "hint", finding.line, message, fix, words=finding.words, instead=token)


def _is_spelt_so(words: str, stated: str) -> bool:
    """Whether a quote would print about the same: "into a vein" for "into a vein (IV)", but not for "infusion"."""
    return folded_line(words) == folded_line(stated.partition("(")[0])


def quote_token(fact: DrugFact, field: str, chosen: Sequence[Stated]) -> str:
    """The token that prints the field: of the drug where all its regimens agree, else of the one chosen; "" when it is open."""
    if len({getattr(each, field) for each in fact.regimens}) == 1:
        return f"[[drug:{fact.key}#{field}]]"
    if len({each.said.get(field, "") for each in chosen}) != 1:
        return ""
    return f"[[drug:{fact.key}#{field} regimen={chosen[0].regimen.key}]]"


def _brands_first(passages: Iterable[Passage], names: Names, title: str) -> Iterator[Issue]:
    """A hint for each drug whose brand is named before the drug itself."""
    named = {mention.key for each in sentences(title, (), names) for mention in each.mentions}
    for passage in passages:
        for sentence in sentences(passage.text, passage.named, names):
            generic = {mention.key for mention in sentence.mentions if not mention.brand}
            for mention in sentence.mentions:
                if mention.brand and not passage.heading and mention.key not in named | generic:
                    fact = names.drugs[mention.key].fact
                    start = sentence.words[mention.first].start
                    typed = sentence.text[start : sentence.words[mention.last - 1].end]
                    yield _brand_first(fact, typed, passage.line_at(sentence.shift + start))
                    generic.add(mention.key)
            named |= generic


def _brand_first(fact: DrugFact, brand: str, line: int) -> Issue:
    instead = f"{fact.name} ({brand})"
    message = f"The first mention of {fact.name} is only by its brand name, {brand}."
    fix = f"Write {instead}: the same medicine may have another brand at the pharmacy."
    return Issue("brand-before-generic", "hint", line, message, fix, words=brand, instead=instead)
