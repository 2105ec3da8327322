"""Which drug a claim of prose is about, and whether it is advice at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markup.dosing import contexts
from markup.dosing.naming import Mention, Names
from markup.dosing.reading import Claim, claims_in, reading_language
from markup.dosing.splitting import Word, sentences_of, words_of
from markup.dosing.stated import folded_line
from markup.dosing.vocabulary import NUMBERS

_STRONG = frozenset({",", ";", ":", "–", "—", "(", ")", "but", "while", "whereas", "pero", "mientras"})
_STRENGTH = frozenset(
    "tablet tablets pill pills capsule capsules patch patches tableta tabletas pastilla pastillas comprimido comprimidos "
    "capsula capsulas parche parches".split()
)
_FARTHEST = 3  # sentences for which a drug stays the topic of a paragraph


@dataclass(frozen=True, slots=True)
class About:
    """The drugs a claim is about (several when they are named together), with the brand by which each is named."""

    drugs: tuple[Mention, ...]


@dataclass(slots=True)
class Sentence:
    """A sentence with what it claims. `shift`: where it begins in its passage."""

    text: str
    shift: int
    words: list[Word]
    claims: list[Claim] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    def typed(self, claim: Claim) -> str:
        """The claim as it was typed."""
        return self.text[self.words[claim.first].start : self.words[claim.last - 1].end]


def sentences(text: str, named: Sequence[tuple[int, int, str]], names: Names) -> Iterator[Sentence]:
    """The sentences of a passage with their claims and the drugs they name."""
    for start, end in sentences_of(text):
        part = text[start:end]
        words = words_of(part)
        tokens = [(first - start, last - start, key) for first, last, key in named if start <= first < end]
        sentence = Sentence(part, start, words, mentions=names.mentions(words, part, tokens))
        inside = {place for mention in sentence.mentions for place in range(mention.first, mention.last)}
        claims = claims_in(words, part, names.language)
        sentence.claims = [claim for claim in claims if claim.first not in inside]
        yield sentence


class Topics:
    """Goes through the sentences of one passage and says what each claim is about."""

    def __init__(self, names: Names, topic: About | None = None) -> None:
        self.language = reading_language(names.language)
        self.topic, self.age = topic, 0
        self.in_study = False

    def claims(self, sentence: Sentence) -> Iterator[tuple[Claim, About]]:
        """The claims of the next sentence that are advice about a drug, each with the drug."""
        groups = _groups(sentence, self.language)
        keys = {mention.key for group in groups for mention in group.drugs}
        told = self._is_told(sentence)
        if not told:
            anchors = self._anchors(sentence, groups)
            clauses = _clauses(sentence.words, contexts.CLAUSE_ENDS[self.language])
            strong = _clauses(sentence.words, _STRONG)
            for claim in sentence.claims:
                if not self._is_no_advice(sentence, claim, strong):
                    about = self._about(sentence, claim, anchors, clauses)
                    if about:
                        yield claim, about
        self._go_on(sentence, groups, keys)

    def _go_on(self, sentence: Sentence, groups: list[About], keys: set[str]) -> None:
        """Where a sentence speaks of several drugs apart, "it" in the next could be either."""
        self.age += 1
        others = {word.text for word in sentence.words} & contexts.OTHER_MEDICINES[self.language]
        alone = (len(groups) == 1 or len(keys) == 1) and not others
        if groups:
            self.topic, self.age = (groups[-1] if alone else None), 0
        elif self.age > _FARTHEST:
            self.topic = None

    # Is it advice?

    def _is_told(self, sentence: Sentence) -> bool:
        """Whether the sentence asks, tells what happened, or is about a special case."""
        # Not the I of "I.V."
        after = [*(word.text for word in sentence.words[1:]), ""]
        words = {
            word.text
            for word, next_one in zip(sentence.words, after, strict=True)
            if (word.text, next_one) != ("i", ".")
        }
        if sentence.text.rstrip('"”’»)]*_ ').endswith("?"):
            return True
        if words & contexts.STUDIES[self.language]:
            self.in_study = True
        elif words & contexts.READER[self.language] or sentence.mentions:
            self.in_study = False
        line = folded_line(sentence.text)
        return (
            self.in_study
            or bool(words & (contexts.HISTORY[self.language] | contexts.SPECIAL[self.language]))
            or any(phrase in line for phrase in contexts.HISTORY_PHRASES[self.language])
        )

    def _is_no_advice(self, sentence: Sentence, claim: Claim, strong: list[int]) -> bool:
        words = sentence.words
        before = [words[place].text for place in range(claim.first) if strong[place] == strong[claim.first]]
        stops = contexts.NEGATIONS[self.language] | contexts.CONDITIONS[self.language]
        if stops & set(before) or any(word.endswith("n't") for word in before):
            return True
        last = " ".join(before[-3:])
        if any(last == limit or last.endswith(f" {limit}") for limit in contexts.LIMITS[self.language]):
            return True
        after = words[claim.last].text if claim.last < len(words) else ""
        if claim.kind == "dose":
            # "200 mg tablets" and "tablets of 200 mg" are strengths.
            of_these = len(before) > 1 and before[-2] in _STRENGTH and before[-1] in contexts.OF[self.language]
            # "two 250 mg shots" are 500 mg.
            several = bool(before) and (before[-1].isdecimal() or before[-1] in NUMBERS[self.language])
            return after in _STRENGTH or of_these or several
        if before and before[-1] in contexts.OF[self.language]:
            return True  # "the pain of every day"
        return claim.adjective and after in contexts.AFTER_ADJECTIVE[self.language]

    # About what?

    def _anchors(self, sentence: Sentence, groups: list[About]) -> list[tuple[int, int, About | None]]:
        """What claims can be about, in order: drugs, and other things that happen so often or are measured."""
        anchors: list[tuple[int, int, About | None]] = []
        taken: set[int] = set()
        for group in groups:
            for mention in group.drugs:
                compared = _is_compared(sentence, mention, self.language)
                anchors.append((mention.first, mention.last, None if compared else group))
                taken |= set(range(mention.first, mention.last))
        claimed = {place for claim in sentence.claims for place in range(claim.first, claim.last)}
        things = contexts.OTHER_THINGS[self.language] | contexts.OTHER_MEDICINES[self.language]
        for place, word in enumerate(sentence.words):
            if place in taken or place in claimed:
                continue
            if word.text in things or (len(word.text) > 6 and word.text.endswith(contexts.ENDINGS)):
                anchors.append((place, place + 1, None))
        return sorted(anchors, key=lambda each: each[0])

    def _about(self, sentence: Sentence, claim: Claim, anchors, clauses: list[int]) -> About | None:
        if claim.kind == "dose":
            said, about = self._of(sentence, claim, anchors)
            if said:
                return about
        if claim.adjective and any(
            about is None and claim.last <= first <= claim.last + 2 for first, _, about in anchors
        ):
            return None
        here = clauses[claim.first]
        before = [each for each in anchors if each[1] <= claim.first]
        after = [each for each in anchors if each[0] >= claim.last and (each[2] or claim.kind == "frequency")]
        near = [each for each in before if clauses[each[0]] == here]
        if near:
            return near[-1][2]
        near = [each for each in after if clauses[each[0]] == here]
        if near:
            return near[0][2]
        if before:
            # "…, and get a drip": another thing that happens to be said in the same sentence
            opening = next((place for place in range(claim.first, -1, -1) if clauses[place] != here), -1)
            if claim.kind == "route" and opening >= 0 and sentence.words[opening].text in ("and", "y"):
                return None
            return before[-1][2]
        if after:
            return after[0][2]
        return self.topic

    def _of(self, sentence: Sentence, claim: Claim, anchors) -> tuple[bool, About | None]:
        """Whether words after an amount say what it is of, and the drug if it is one."""
        words, place = sentence.words, claim.last
        if place >= len(words) or words[place].text not in contexts.OF[self.language]:
            return False, None
        for first, _last, about in anchors:
            if place < first <= place + 2:
                return True, about
        following = words[place + 1].text if place + 1 < len(words) else ""
        return following not in contexts.OF_IT[self.language], None


def topic_of(lead_sentences: Iterator[Sentence], language: str) -> About | None:
    """What a paragraph that leads into a list, or the head of a row, is about: a drug if it names just one."""
    groups = [group for sentence in lead_sentences for group in _groups(sentence, reading_language(language))]
    keys = {mention.key for group in groups for mention in group.drugs}
    return groups[-1] if groups and (len(keys) == 1 or len(groups) == 1) else None


def _groups(sentence: Sentence, language: str) -> list[About]:
    """Mentions that stand together ("denosumab and zoledronic acid") as one."""
    groups: list[list[Mention]] = []
    for mention in sentence.mentions:
        if groups:
            between = sentence.words[groups[-1][-1].last : mention.first]
            if len(between) <= 3 and all(word.text in contexts.JOINING for word in between):
                groups[-1].append(mention)
                continue
        groups.append([mention])
    return [About(tuple(group)) for group in groups]


def _clauses(words: Sequence[Word], ends: frozenset[str]) -> list[int]:
    """The number of the clause in which each word stands; a word that begins a clause belongs to the one before."""
    numbers, clause = [], 0
    for word in words:
        numbers.append(clause)
        clause += word.text in ends
    return numbers


def _is_compared(sentence: Sentence, mention: Mention, language: str) -> bool:
    line = " ".join(word.text for word in sentence.words[max(0, mention.first - 4) : mention.first])
    return any(line == phrase or line.endswith(f" {phrase}") for phrase in contexts.COMPARED[language])
