"""What people call the facts of a drug or a class, field by field."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from drugs.facts import cited_keys
from drugs.models.effects import Band, Severity
from drugs.models.products import Prescription
from drugs.models.regimens import PERIOD_UNITS
from drugs.routes import ROUTE_CHOICES
from publishing.fact_names import FactWords
from publishing.models import Page
from references.models import Reference

NAMES = {
    "name": _("name"),
    "pronunciation": _("pronunciation"),
    "brands": _("brand names"),
    "brand": _("brand name"),
    "form": _("form"),
    "strength": _("strength"),
    "classes": _("classes"),
    "codes": _("code"),
    "rxnorm": "RxNorm",
    "unii": "UNII",
    "atc": "ATC",
    "snomed": "SNOMED CT",
    "prescription": _("prescription"),
    "summary": _("what it is"),
    "side_effects_complete": _("a pharmacist marked the side effects complete"),
    "precautions_complete": _("a pharmacist marked the precautions complete"),
    "indication": _("for which condition"),
    "indication_key": _("for which condition"),
    "route": _("how it is given"),
    "route_code": _("how it is given"),
    "dose": _("dose"),
    "frequency": _("how often"),
    "frequencyMax": _("how often, up to"),
    "timing": _("timing"),
    "period": _("in each"),
    "periodMax": _("up to"),
    "periodUnit": _("unit of time"),
    "asNeeded": _("as needed"),
    "duration": _("for how long"),
    "dose_citations": _("sources of the dose"),
    "timing_citations": _("sources of the timing"),
    "citations": _("sources"),
    "checked_on": _("checked on"),
    "clinical_name": _("clinical name"),
    "definition": _("what it is"),
    "band": _("how common"),
    "serious": _("serious"),
    "onset": _("when it starts"),
    "at_risk": _("who is more at risk"),
    "prevention": _("how to lower the risk"),
    "what_to_do": _("what to do"),
    "call_now": _("when to call now"),
    "condition": _("condition"),
    "advice": _("advice"),
    "severity": _("severity"),
}
VALUES = {
    "prescription": dict(Prescription.choices),
    "band": dict(Band.choices),
    "severity": dict(Severity.choices),
    "route_code": dict(ROUTE_CHOICES),
    "periodUnit": dict(PERIOD_UNITS),
}
ROWS = {
    "products": (_("Product"), ("brand", "strength")),
    "regimens": (_("Regimen"), ("indication", "brand")),
    "side_effects": (_("Side effect"), ("name",)),
    "precautions": (_("Precaution"), ("condition",)),
}
SAID_BY = {"timing": "frequency", "route_code": "route", "indication_key": "indication", "brands": "products"}


def words_of_drug_facts(statements: Iterable[Mapping[str, Any]]) -> FactWords:
    """With the titles of the sources and classes that these facts name."""
    stated = [facts for facts in statements if facts]
    cited = {key for facts in stated for key in cited_keys(facts)}
    classes = {key for facts in stated for key in facts.get("classes", ())}
    sources = dict(Reference.objects.filter(key__in=cited).values_list("key", "title")) if cited else {}
    named = dict(Page.objects.filter(kind="drugclass", key__in=classes).values_list("key", "title")) if classes else {}
    lists = dict.fromkeys(("dose_citations", "timing_citations", "citations"), sources)
    return FactWords(names=NAMES, values={**VALUES, **lists, "classes": named}, rows=ROWS, said_by=SAID_BY)
