"""When a page is ready. Knows nothing of people; permissions.py knows nothing of content."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from markup import Issue
from publishing.compiled import Compiled
from publishing.models import Edition, RiskTier, Significance, SignOff, SiteSettings
from publishing.same_advice import advice_differences
from publishing.significance import clinical_differences

WHAT_CHANGED = {
    "number": gettext_lazy("a number"),
    "unit": gettext_lazy("a unit or length of time"),
    "negation": gettext_lazy("a word such as “not” or “only”"),
    "token": gettext_lazy("a drug, citation, link or block"),
    "care card": gettext_lazy("a care card"),
    "quoted fact": gettext_lazy("a quoted fact"),
    "amount": gettext_lazy("an amount or a length of time"),
    "fact": gettext_lazy("a fact about a medicine"),
    "word": gettext_lazy("more than the spelling of a word"),
}


def problems_of_content(compiled: Compiled) -> list[Issue]:
    """Every issue of the compiled page that stops publishing."""
    return [issue for issue in compiled.issues if issue.stops_publishing]


def matching_approvals(page, content_hash: str, *, authors: Collection[int] = ()) -> list[SignOff]:
    """The approvals of exactly this content that no edition has used up: one of each clinician who did not write it, newest
    first. None at all while a clinician's wish for changes to it stands open: approvals do not outvote it."""
    if page.sign_offs.filter(content_hash=content_hash).open_wishes().exists():
        return []
    latest: dict[tuple, SignOff] = {}
    for decision in page.sign_offs.unspent().filter(content_hash=content_hash).order_by("-pk"):
        latest.setdefault((decision.by_id, decision.reviewer_id), decision)
    return [
        each
        for each in latest.values()
        if each.decision == SignOff.Decision.APPROVE and (each.by_id is None or each.by_id not in authors)
    ]


def problems_of_significance(
    compiled: Compiled, *, significance: str, change_note: str, live: Edition | None, site: SiteSettings
) -> list[Issue]:
    """What is wrong with calling this edition a typo, a clarification, or a clinical change."""
    problems = []
    if significance == Significance.TYPO:
        if live is None:
            problems.append(_issue("typo-needs-an-edition", _("A first edition cannot be a typo.")))
        else:
            changed = clinical_differences(
                live.source, compiled.source, quoted_before=live.quoted, quoted_after=compiled.quoted
            )
            if changed:
                named = ", ".join(str(WHAT_CHANGED[name]) for name in changed)
                problems.append(
                    _issue(
                        "more-than-a-typo",
                        _("This is more than a typo: %(what)s changed.") % {"what": named},
                        _("Choose “clarification” or “clinical change” and ask for approval."),
                    )
                )
    if significance == Significance.CLINICAL and live is not None and not change_note.strip():
        problems.append(
            _issue(
                "change-note-missing",
                _("A clinical change needs one plain sentence that tells patients what changed."),
                _("Write it in “What changed, for patients”."),
            )
        )
    if significance == Significance.CLARIFICATION and live is not None:
        changed = advice_differences(
            old_text=live.plain_text, new_text=compiled.plain_text, old_html=live.html, new_html=compiled.html
        )
        if changed:
            named = ", ".join(str(WHAT_CHANGED[name]) for name in changed)
            problems.append(
                _issue(
                    "more-than-a-clarification",
                    _("This is more than a clarification: %(what)s changed.") % {"what": named},
                    _("Choose “clinical change” and tell patients in one sentence what changed."),
                )
            )
    return problems


def needs_own_approval(significance: str, *, site: SiteSettings, risk_tier: str) -> bool:
    """Whether this edition must match an approval word for word, rather than rest on the one before. Pages about medicines
    or doses always must: one letter can turn a word into another that means harm."""
    if significance == Significance.PROPAGATED:
        return False
    exempt = not site.typo_needs_approval and risk_tier != RiskTier.MEDICINE
    return not (significance == Significance.TYPO and exempt)


def problems_of_wishes(page, content_hash: str) -> list[Issue]:
    """One problem for each clinician whose wish for changes to exactly this content stands open."""
    wishes = page.sign_offs.filter(content_hash=content_hash).open_wishes().order_by("pk")
    return [
        _issue(
            "changes-asked-for",
            _("%(who)s, %(credentials)s, read exactly this text and asked for changes.")
            % {"who": wish.name, "credentials": wish.credentials},
            _(
                "Make the changes and ask for approval, or ask another clinician: they are shown this wish and may approve the "
                "text without it, with a reason."
            ),
        )
        for wish in wishes
    ]


def problem_of_approval(*, has: int = 0, needed: int = 1) -> Issue:
    """Too few clinicians approved: nobody at all, or fewer than the policy of the page's risk tier asks for."""
    if has:
        return _issue(
            "not-approved-by-enough",
            ngettext(
                "%(has)d clinician has approved this exact text; this page needs %(needed)d.",
                "%(has)d clinicians have approved this exact text; this page needs %(needed)d.",
                has,
            )
            % {"has": has, "needed": needed},
            _("Ask another clinician."),
        )
    return _issue(
        "not-approved",
        _("Nobody has approved this exact text."),
        _(
            "Ask for approval. If the page was approved before, an edit or a changed fact since then made that approval void."
        ),
    )


def _issue(code: str, message: str, fix: str = "") -> Issue:
    return Issue(code=code, severity="error", line=0, message=str(message), fix=str(fix))
