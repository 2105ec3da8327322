"""Deciding about what a source says otherwise: taking codes, status, version and dates over, dismissing, and reviewing again.

Nothing here writes a dose, a timing or a text for patients: what may be written stands in drugs.drift.comparing.TAKABLE.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from drugs.codes import SYSTEMS, code_problem
from drugs.drift.comparing import DATED, NDC, TAKABLE, VERSION
from drugs.models import Decision, Difference, Drug, Product, Proposal
from publishing import affected, permissions
from publishing.actions import record_edit
from publishing.actions.planning import bring_forward
from publishing.errors import Refused
from publishing.models import Page

_LISTED = ", "


@transaction.atomic
def take_over(
    *, proposal: Proposal, chosen: Mapping[int, Sequence[str]], by, now: datetime, opened_version: int, reason: str = ""
) -> Drug:
    """Write the chosen values into the drug's working copy, as an edit of it: an approval of the old words is void. All or
    nothing.

    `chosen`: ids of open differences, each with the value to take, or with several of NDC. `opened_version`: the Page.version
    that the person was shown; EditConflict when somebody saved since. Refused when ours is not what the difference says any
    more.
    """
    permissions.require(by, "drugs.change_drug", to=_("change drug facts"))
    drug = Page.objects.select_for_update().get(pk=proposal.drug_id).specific
    rows = _open_ones(proposal, chosen)
    product = _product_of(proposal) if any(TAKABLE.get(row.field, ("",))[0] == "product" for row in rows) else None
    changed: dict[str, set[str]] = {"product": set(), "drug": set()}
    for row in rows:
        whose, attribute = _place_to_write(row)
        target = product if whose == "product" else drug
        values = _values(row, chosen[row.pk])
        if _said(getattr(target, attribute)) != row.ours:
            raise Refused(
                _("%(field)s was changed after this difference was found. Nothing was taken over; look at it again.")
                % {"field": row.get_field_display()}
            )
        _refuse_wrong_codes(attribute, values)
        setattr(target, attribute, _typed(row.field, values))
        changed[whose].add(attribute)
    for target, names in ((product, changed["product"]), (drug, changed["drug"])):
        _refuse_invalid(target, names)

    def save_product() -> None:
        if product is not None:
            product.save(update_fields=sorted(changed["product"]))

    record_edit(page=drug, by=by, now=now, opened_version=opened_version, save_related=save_product)
    for row in rows:
        Decision.objects.create(
            difference=row,
            outcome=Decision.Outcome.TAKEN,
            taken=list(chosen[row.pk]),
            reason=reason.strip()[:1000],
            by=by,
            at=now,
        )
    return drug


@transaction.atomic
def dismiss(*, proposal: Proposal, ids: Collection[int], by, now: datetime, reason: str) -> int:
    """Leave ours as it is, with the reason. The same value is not put before anybody again. Gives how many were dismissed."""
    refusal = _("Say why ours stays, so that the next person knows.")
    return _close(proposal, ids, Decision.Outcome.DISMISSED, by, now, reason, refusal)


@transaction.atomic
def say_acted(*, proposal: Proposal, ids: Collection[int], by, now: datetime, reason: str) -> int:
    """Something was done about it elsewhere, such as a safety notice raised: `reason` says what. Gives how many were closed."""
    refusal = _("Say what you did, so that the next person knows.")
    return _close(proposal, ids, Decision.Outcome.ACTED, by, now, reason, refusal)


def _close(proposal: Proposal, ids: Collection[int], outcome: str, by, now: datetime, reason: str, refusal: str) -> int:
    permissions.require(by, "drugs.change_drug", to=_("change drug facts"))
    list(Page.objects.select_for_update(no_key=True).filter(pk=proposal.drug_id).values_list("pk"))
    reason = reason.strip()[:1000]
    if not reason:
        raise Refused(refusal)
    rows = _open_ones(proposal, ids)
    for row in rows:
        Decision.objects.create(difference=row, outcome=outcome, reason=reason, by=by, at=now)
    return len(rows)


@transaction.atomic
def review_again(*, proposal: Proposal, by, now: datetime) -> int:
    """A label is newer than ours: the review of the drug's facts, and of every live page that states them, is brought forward as
    after a changed fact. Gives how many became due sooner."""
    permissions.require(by, "drugs.change_drug", to=_("change drug facts"))
    drug = Page.objects.get(pk=proposal.drug_id)
    ids = {drug.pk} | affected.quoting_ids([drug.pk])
    said = {
        "drug": drug.title,
        "label": " ".join(filter(None, (proposal.get_source_display(), proposal.record_id))),
        "version": proposal.record_version or "–",
    }
    reason = _("A source says otherwise of %(drug)s: %(label)s, version %(version)s.") % said
    return bring_forward(page_ids=ids, by=by, now=now, reason=reason)


def _open_ones(proposal: Proposal, ids: Collection[int]) -> list[Difference]:
    rows = list(proposal.differences.open().filter(pk__in=list(ids)).order_by("pk"))
    if not ids:
        raise Refused(_("Choose at least one difference."))
    if len(rows) != len(set(ids)):
        raise Refused(
            _("Somebody decided about one of these differences meanwhile. Nothing was done; look at them again.")
        )
    return rows


def _place_to_write(row: Difference) -> tuple[str, str]:
    """Whose field it is. The one door to what is written: a dose has no key to it."""
    try:
        return TAKABLE[row.field]
    except KeyError:
        raise Refused(
            _("%(field)s is never taken over. Change it in the form, from the source itself.")
            % {"field": row.get_field_display()}
        ) from None


def _values(row: Difference, chosen: Sequence[str]) -> list[str]:
    several = row.field == NDC
    if not chosen or (len(chosen) > 1 and not several) or not set(chosen) <= set(row.offered):
        raise Refused(
            _("Choose one of the values that the source gives for %(field)s.") % {"field": row.get_field_display()}
        )
    return list(dict.fromkeys(chosen))


def _product_of(proposal: Proposal) -> Product:
    named = {"brand": proposal.brand, "strength": proposal.strength, "region": proposal.region}
    product = Product.objects.select_for_update().filter(drug=proposal.drug_id, **named).first()
    if product is None:
        raise Refused(_("The drug has no product of this name any more. Nothing was taken over."))
    return product


def _typed(name: str, values: list[str]) -> Any:
    if name == NDC:
        return values
    if name == VERSION:
        return int(values[0])
    return date.fromisoformat(values[0]) if name == DATED else values[0]


def _said(value: Any) -> str:
    """A value of ours as a difference writes it."""
    if isinstance(value, list | tuple):
        return _LISTED.join(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _refuse_wrong_codes(attribute: str, values: list[str]) -> None:
    """A source may mistype a code as anybody may: its form and its check digit are looked at as in the form."""
    if attribute in SYSTEMS:
        problems = [problem for value in values if (problem := code_problem(attribute, value))]
        if problems:
            raise Refused(" ".join(problems))


def _refuse_invalid(target: Drug | Product | None, names: set[str]) -> None:
    """The same checks as in the form, of these fields alone."""
    if target is None or not names:
        return
    try:
        target.clean_fields(exclude={field.name for field in target._meta.fields} - names)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
