"""The blocks of a compiled page: what can be spoken of by itself, numbered from 1, with its words. Pure.

A paragraph, a heading, a point of a list, a row of a table, an entry of a list of definitions: wherever it stands, also inside a
care card or a box that opens.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Elements after which a reader pauses: their words do not run into the next ones.
PAUSES = frozenset(
    "address article aside blockquote br caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li "
    "main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
# One block each, with all that stands in it but a further one of these. What follows a <dt> belongs to it.
ITEMS = frozenset(("li", "tr", "dt"))
FIRST_WORDS = 140
# A drug table is printed twice, for wide and for narrow screens: its words are spoken of once.
TWINS = frozenset(("drug-table-narrow",))


@dataclass(frozen=True)
class Block:
    """`tag`: the element it is; `text`: its words in one line a paragraph or cell; `key`: made of its words, so that it is the
    same on another version of the page; the second block with the same words ends in "-2"."""

    position: int
    tag: str
    text: str
    key: str = ""

    @property
    def is_heading(self) -> bool:
        return self.tag in ("h2", "h3", "h4", "h5", "h6")

    @property
    def is_long(self) -> bool:
        """Whether its first words in one line would not show it whole."""
        return len(self.text) > FIRST_WORDS or "\n" in self.text

    @property
    def is_item(self) -> bool:
        return self.tag in ITEMS


def plain_lines(text: str) -> str:
    """Words without the spaces that nobody sees: what is compared when it is asked whether somebody changed them."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def key_of(text: str) -> str:
    return hashlib.sha256(plain_lines(text).encode()).hexdigest()[:12]


def is_untouched(key: str, words: str) -> bool:
    """Whether the words of a box that was filled with those of a block are still those."""
    return key_of(words) == key.partition("-")[0]


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.blocks: list[Block] = []
        self.seen: Counter[str] = Counter()
        self.words: list[str] = []
        self.tag = ""
        self.twin = 0  # how many elements are open since that of a twin began

    def handle_starttag(self, tag, attributes):
        if self.twin or TWINS & set((dict(attributes).get("class") or "").split()):
            self.twin += tag not in EMPTY
            return
        is_item = tag in ITEMS and "tr" not in self.open
        if is_item or not self.open or (tag in PAUSES and tag != "br" and not self.is_in_item()):
            self.finish()
            self.tag = tag
        if tag in PAUSES:
            self.words.append("\n")
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.twin:
            self.twin -= tag not in EMPTY
            return
        if tag not in self.open:
            return
        if tag in ("li", "tr", "dl") and (tag == "tr" or "tr" not in self.open):
            self.finish()
        while self.open.pop() != tag:
            pass
        if tag in PAUSES:
            self.words.append("\n")
        if not self.open or (tag in PAUSES and not self.is_in_item()):
            self.finish()

    def is_in_item(self) -> bool:
        return not {"li", "tr", "dl"}.isdisjoint(self.open)

    def handle_data(self, data):
        if not self.twin:
            self.words.append(data.replace("\n", " "))

    def finish(self):
        tag = self.tag or next((each for each in reversed(self.open) if each in PAUSES), "p")
        text = plain_lines("".join(self.words))
        self.words, self.tag = [], ""
        if text:
            key = key_of(text)
            self.seen[key] += 1
            key += f"-{self.seen[key]}" if self.seen[key] > 1 else ""
            self.blocks.append(Block(len(self.blocks) + 1, tag, text, key))


def blocks_of(html: str) -> list[Block]:
    """Every block that has words, in order. Compiled HTML is well formed; anything else still gives all its words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.finish()
    return reader.blocks
