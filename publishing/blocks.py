"""The blocks of a compiled page: its top-level elements, numbered from 1, with their words. Pure."""

from dataclasses import dataclass
from html.parser import HTMLParser

EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Elements after which a reader pauses: their words do not run into the next ones.
PAUSES = frozenset(
    "address article aside blockquote br caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li "
    "main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)


@dataclass(frozen=True)
class Block:
    """One top-level element: a paragraph, a heading, a list, a care card. `tag`: its name; `text`: its words in one line a
    paragraph or item."""

    position: int
    tag: str
    text: str

    @property
    def is_heading(self) -> bool:
        return self.tag in ("h2", "h3", "h4", "h5", "h6")


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.tag = ""

    def handle_starttag(self, tag, attributes):
        if not self.open:
            self.finish()
            self.tag = tag
        if tag in PAUSES:
            self.words.append("\n")
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.open:
            return
        while self.open.pop() != tag:
            pass
        if tag in PAUSES:
            self.words.append("\n")
        if not self.open:
            self.finish()

    def handle_data(self, data):
        self.words.append(data.replace("\n", " "))

    def finish(self):
        lines = (" ".join(line.split()) for line in "".join(self.words).split("\n"))
        text = "\n".join(line for line in lines if line)
        self.words = []
        if text:
            self.blocks.append(Block(len(self.blocks) + 1, self.tag or "p", text))
        self.tag = ""


def blocks_of(html: str) -> list[Block]:
    """Every block that has words, in order. Compiled HTML is well formed; anything else still gives all its words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.finish()
    return reader.blocks
