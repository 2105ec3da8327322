"""What people call the facts of a drug or a class, field by field."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from drugs.facts import cited_keys
from drugs.models.effects import Band, NoteKind, Severity
from drugs.models.products import Marketing, Prescription
from drugs.models.regimens import PERIOD_UNITS
from drugs.regions import REGION_CHOICES
from drugs.routes import ROUTE_CHOICES
from publishing.fact_names import FactWords
from publishing.models import Page
from references.models import Reference

NAMES = {
    "name": _("name"),
    "inn": _("international name (INN)"),
    "us_name": _("name in the United States (USAN)"),
    "pronunciation": _("pronunciation"),
    "parent": _("part of"),
    "region": _("sold in"),
    "region_code": _("sold in"),
    "nonproprietary_name": _("name without brand, with its suffix"),
    "biosimilar": _("biosimilar"),
    "manufacturer": _("manufacturer"),
    "marketing_status": _("on the market"),
    "ndc": "NDC",
    "spl_set_id": _("SPL set id"),
    "spl_version": _("version of the label"),
    "label_date": _("date of the label"),
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
    "population": _("who it is for"),
    "infusion_time": _("how long an infusion takes"),
    "max_daily_dose": _("most in one day"),
    "dose_citations": _("sources of the dose"),
    "timing_citations": _("sources of the timing"),
    "citations": _("sources"),
    "checked_on": _("checked on"),
    "clinical_name": _("clinical name"),
    "definition": _("what it is"),
    "band": _("how common"),
    "natural": _("how many people have it"),
    "affected": _("people who have it"),
    "out_of": _("out of"),
    "synonyms": _("also called"),
    "serious": _("serious"),
    "onset": _("when it starts"),
    "at_risk": _("who is more at risk"),
    "prevention": _("how to lower the risk"),
    "what_to_do": _("what to do"),
    "call_now": _("when to call now"),
    "condition": _("condition"),
    "advice": _("advice"),
    "severity": _("severity"),
    "kind": _("about"),
    "words": _("what patients read"),
}
VALUES = {
    "prescription": dict(Prescription.choices),
    "band": dict(Band.choices),
    "severity": dict(Severity.choices),
    "marketing_status": dict(Marketing.choices),
    "region_code": dict(REGION_CHOICES),
    "kind": dict(NoteKind.choices),
    "route_code": dict(ROUTE_CHOICES),
    "periodUnit": dict(PERIOD_UNITS),
}
ROWS = {
    "products": (_("Product"), ("brand", "strength")),
    "regimens": (_("Regimen"), ("indication", "brand")),
    "side_effects": (_("Side effect"), ("name",)),
    "precautions": (_("Precaution"), ("condition",)),
    "notes": (_("Note for care"), ("kind",)),
}
SAID_BY = {
    "affected": "natural",
    "out_of": "natural",
    "region_code": "region",
    "timing": "frequency",
    "route_code": "route",
    "indication_key": "indication",
    "brands": "products",
}


def words_of_drug_facts(statements: Iterable[Mapping[str, Any]]) -> FactWords:
    """With the titles of the sources and classes that these facts name."""
    stated = [facts for facts in statements if facts]
    cited = {key for facts in stated for key in cited_keys(facts)}
    classes = {key for facts in stated for key in facts.get("classes", ())}
    classes |= {facts["parent"] for facts in stated if facts.get("parent")}
    sources = dict(Reference.objects.filter(key__in=cited).values_list("key", "title")) if cited else {}
    named = dict(Page.objects.filter(kind="drugclass", key__in=classes).values_list("key", "title")) if classes else {}
    lists = dict.fromkeys(("dose_citations", "timing_citations", "citations"), sources)
    return FactWords(
        names=NAMES, values={**VALUES, **lists, "classes": named, "parent": named}, rows=ROWS, said_by=SAID_BY
    )
