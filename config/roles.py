"""The staff roles, and what each may do: one table. Installed by our migrate command, so that every database has them."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

PAGES = ("edu.article", "edu.topic", "glossary.term", "drugs.drugpage")
FACTS = ("drugs.drug", "drugs.drugclass", "drugs.indication", "drugs.effect")
ROWS = (
    "publishing.relatedpage",
    "drugs.product",
    "drugs.regimen",
    "drugs.sideeffect",
    "drugs.precaution",
    "drugs.carenote",
)

AUTHOR = "Author"
CLINICAL_REVIEWER = "Clinical reviewer"
PUBLISHER = "Publisher"
REVIEW_COORDINATOR = "Review coordinator"
LIBRARIAN = "Librarian"
DRUG_EDITOR = "Drug editor"
ADMINISTRATOR = "Administrator"


def _all(models, *verbs) -> set[str]:
    return {f"{model.split('.')[0]}.{verb}_{model.split('.')[1]}" for model in models for verb in verbs}


EVERYTHING = PAGES + FACTS + ROWS
# Whoever is awake at night raises a safety notice; a clinician who knows medicines or signs off confirms it.
RAISES = {"drugs.raise_safetynotice"}
CONFIRMS = RAISES | {"drugs.confirm_safetynotice"}
SEES = _all(EVERYTHING, "view") | _all(("references.reference",), "view")

ROLES: dict[str, set[str]] = {
    AUTHOR: SEES | _all((*PAGES, "publishing.relatedpage"), "add", "change", "delete"),
    CLINICAL_REVIEWER: SEES | CONFIRMS | {"publishing.sign_off_page", "publishing.record_review"},
    PUBLISHER: SEES | RAISES | {"publishing.publish_page", "publishing.audit_page"},
    REVIEW_COORDINATOR: SEES | {"publishing.record_review", "publishing.plan_reviews", "publishing.audit_page"},
    LIBRARIAN: SEES | _all(("references.reference",), "add", "change"),
    DRUG_EDITOR: SEES
    | CONFIRMS
    | _all((*FACTS, *(row for row in ROWS if row.startswith("drugs."))), "add", "change", "delete"),
    ADMINISTRATOR: SEES
    | RAISES
    | _all(("people.user", "people.team", "people.reviewer"), "add", "change", "view")
    | _all(("publishing.sitesettings", "publishing.helplines"), "add", "change", "delete", "view")
    | _all(("publishing.mail",), "change", "view")
    | {"publishing.redact_page", "publishing.audit_page", "publishing.plan_reviews"},
}


def install(using: str = "default") -> None:
    """Give each role exactly its permissions. Runs after migrations; permissions of new models are made here first, because
    Django makes them in a signal that a partial migration may not have sent."""
    for app in apps.get_app_configs():
        if app.models_module is not None:
            create_permissions(app, verbosity=0, using=using)
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.using(using).select_related("content_type")
    }
    for name, wanted in ROLES.items():
        group, _made = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set([known[codename] for codename in sorted(wanted) if codename in known])
