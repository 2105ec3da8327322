"""That a page was taken from readers, and why: whoever decides about its text again must know."""

from dataclasses import dataclass

from publishing.compiled import Compiled
from publishing.models import Page, Publication, WithdrawalCause


@dataclass(frozen=True)
class Withdrawal:
    """`publication`: the address that says so to readers. `same_text`: the text is still the one that was taken away."""

    publication: Publication
    same_text: bool

    @property
    def was_for_harm(self) -> bool:
        """Whether the text itself was wrong or unsafe, so that publishing it again would do harm again."""
        return self.publication.withdrawn_cause in (WithdrawalCause.ERROR, WithdrawalCause.SAFETY)


def withdrawal_of(page: Page, compiled: Compiled) -> Withdrawal | None:
    """The newest withdrawal of a page that is not live; None for a live page and for one that was never published."""
    rows = page.publications
    newest = rows.withdrawn().order_by("-withdrawn_at").first()
    if newest is None or rows.live().exists():
        return None
    last = page.editions.order_by("-number").values_list("content_hash", flat=True).first()
    return Withdrawal(newest, same_text=last == compiled.content_hash)
