"""What may be done next with a page, for one person: the words and the buttons of the box at the top of its form."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import requirements
from publishing.models import ChangeSet, Page, Publication, RiskTier, Significance, SiteSettings, State
from publishing.still_held import StillHeld


@dataclass(frozen=True)
class Step:
    """Something this person may do now. `primary`: it is what the page is waiting for."""

    name: str
    label: str
    url: str
    primary: bool = False


def next_words(state: State, *, blocking: bool, wished: bool, overdue: bool, held: bool) -> str:
    """What the page is waiting for. `wished`: a clinician asked for changes, and nobody made them yet."""
    if state == State.LIVE and overdue:
        return _("Its review is overdue. A clinician checks it against the evidence, and the review is recorded.")
    if state == State.LIVE and held:
        return _(
            "Pages that state these facts are still held back. A clinician approves them; then they are published."
        )
    if state == State.LIVE:
        return _("Nothing to do until the next review.")
    if wished and state == State.IN_REVIEW:
        return _(
            "A clinician asked for changes, and others who were asked have not decided yet. Make the changes now, or wait for "
            "the others; while the wish stands, an approval must say why it goes without it."
        )
    if wished:
        return _("A clinician asked for changes. Make them, save, and ask for approval again.")
    if blocking:
        return _("Mend the problems listed below, then ask for approval.")
    if state == State.IN_REVIEW:
        return _("A clinician who did not write this text reads it and decides.")
    if state == State.APPROVED:
        return _("Publish it, and patients can read it at once.")
    if state == State.SCHEDULED:
        return _("Nothing to do. An edit before then would make the approval void, and nothing would be published.")
    return _("When the text is ready, ask for approval.")


def may_change(page: Page, person) -> bool:
    """Whether this person may edit the working copy."""
    return person.has_perm(f"{page._meta.app_label}.change_{page._meta.model_name}")


def steps_for(
    page: Page,
    person,
    *,
    state: State,
    blocking: bool,
    live: Publication | None,
    why_not_approve: str,
    states_this: int,
    change: ChangeSet | None,
    still_held: StillHeld | None,
) -> Iterator[Step]:
    """What this person may do now, in the order of the box. The names are those of Standing."""

    def step(name: str, label: str, primary: bool = False) -> Step:
        return Step(name, label, reverse(f"staff:{name}", args=[page.pk]), primary)

    changes = may_change(page, person)
    may_publish = person.has_perm("publishing.publish_page")
    changed = state != State.LIVE
    yield step("as-patient", _("Preview as patient"))
    unseen = _is_unseen(states_this, change)
    waits = changes and changed and state not in (State.IN_REVIEW, State.APPROVED, State.SCHEDULED) and not blocking
    if still_held is not None:
        words = ngettext("See the page still held back", "See the %(n)d pages still held back", still_held.pages)
        yield Step("held", words % {"n": still_held.pages}, still_held.url, primary=not changed)
    if change is not None:
        words = ngettext("See the page it changes", "See the %(n)d pages it changes", states_this) % {"n": states_this}
        yield Step("change", words, reverse("staff:change", args=[change.pk]), primary=unseen and waits)
    elif unseen and changes and not blocking:
        yield step("affected", _("See which pages it changes"), primary=True)
    if waits and not unseen:
        yield step("ask", _("Ask for approval"), primary=True)
    elif changes and state == State.IN_REVIEW and not blocking:
        yield step("ask", _("Ask again, or somebody else"))
    if changed and person.has_perm("publishing.sign_off_page"):
        ready = state == State.IN_REVIEW and not why_not_approve
        if change is not None and not unseen:
            url = reverse("staff:change", args=[change.pk])
            yield Step("decide", _("Read and decide, with its pages"), url, primary=ready)
        else:
            yield step("approve", _("Read and decide"), primary=ready)
    elif changed and state in (State.IN_REVIEW, State.APPROVED, State.SCHEDULED):
        yield step("approve", _("See what the clinician sees"))
    if may_publish and state == State.APPROVED:
        yield step("publish", _("Publish"), primary=True)
    elif may_publish and state == State.SCHEDULED:
        yield step("publish", _("Publish now, or at another time"))
    elif (
        may_publish
        and state == State.LIVE_WITH_CHANGES
        and not requirements.needs_own_approval(
            Significance.TYPO, site=SiteSettings.current(), risk_tier=RiskTier.strictest(page.risk_tier, live.risk_tier)
        )
    ):
        yield step("publish", _("Publish a typo"))
    if live and person.has_perm("publishing.record_review"):
        yield step("review", _("Record a review"))
    if live and may_publish:
        if live.path:
            yield step("move", _("Move to a new address"))
        yield step("withdraw", _("Withdraw"))
    if person.has_perm("publishing.redact_page") and page.editions.filter(redacted_at__isnull=True).exists():
        yield step("ask-redaction", _("Empty editions for good"))
    if person.has_perm("publishing.audit_page"):
        yield step("binder-pdf", _("Audit binder (PDF)"))
        yield step("binder-json", _("Audit binder (JSON)"))


def _is_unseen(states_this: int, change: ChangeSet | None) -> bool:
    """Whether somebody still has to look at the pages that a changed fact touches."""
    return bool(states_this) and (change is None or change.prepared < change.pages)
