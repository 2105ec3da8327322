"""Numbers shared by a section: which list a page takes its numbers from. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from publishing.compiled import NUMBERING


class Numbering(NamedTuple):
    """The list of the section whose topic has the id `page_id`, in one of its generations."""

    page_id: int
    generation: int

    @property
    def quoted(self) -> dict[str, str]:
        """What a page that takes its numbers from here quotes: renumbering changes the content hash of each."""
        return {f"{NUMBERING}{self.page_id}": str(self.generation)}


def numbering_in(quoted: Mapping[str, str]) -> Numbering | None:
    """The list that a compiled page or an edition took its numbers from; None when it numbers its own."""
    for name, generation in quoted.items():
        if name.startswith(NUMBERING):
            return Numbering(int(name.removeprefix(NUMBERING)), int(generation))
    return None
