"""What readers are shown of a safety notice, and on which pages: read by whoever confirms it before anybody else does."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst

from drugs.models import Drug, DrugPage, SafetyNotice
from drugs.safety_words import say
from publishing.fields import words_in
from publishing.models import Publication
from publishing.places import localised, own_name

BULLETINS = "safety"  # how the keys of their bulletins begin
# Which comes first where several stand on one page: what may harm today before what may be missing tomorrow.
BY_URGENCY = (
    SafetyNotice.Kind.RECALL,
    SafetyNotice.Kind.BOXED_WARNING,
    SafetyNotice.Kind.OTHER,
    SafetyNotice.Kind.SHORTAGE,
)


def about(drug: Drug) -> list[int]:
    """Ids of the pages that a notice is about: the drug's facts, which its pages quote, and its pages, which others link to.
    Its classes are not among them, or every drug of a class would show the recall of one."""
    return [drug.pk, *DrugPage.objects.filter(drug=drug.pk).order_by("pk").values_list("pk", flat=True)]


def pages_using(page_ids: Iterable[int]):
    """Live pages with an address that are one of these, or quote or link to one: where a notice appears."""
    ids = list(page_ids)
    return Publication.objects.pages().filter(Q(page__in=ids) | Q(edition__uses__target__in=ids)).distinct()


def names_of(drug: Drug) -> dict[str, str]:
    """What the live facts call it, by language; the working copy's own name is nobody's to read yet."""
    live = Publication.objects.live().filter(page=drug.pk).select_related("edition").first()
    stated, title = (live.edition.facts.get("name"), live.title) if live else ({}, drug.title)
    return {code: words_in(stated, code) or title for code, _name in settings.LANGUAGES}


def words_of(notice: SafetyNotice, *, by: dict[str, str] | None = None) -> dict[str, dict[str, Any]]:
    """All that is printed of a notice, by language of the site: the shape of Bulletin.shown["words"]. `by`: who confirmed it
    ({"name", "role", "credentials", "at"}), none while nobody has."""
    return {language: _in_one(notice, language, name, by) for language, name in names_of(notice.drug).items()}


def _in_one(notice: SafetyNotice, language: str, drug: str, by) -> dict[str, Any]:
    written = notice.languages
    has_text = language in written
    return {
        "heading": say(f"heading {notice.kind}", language, drug=drug),
        "title": notice.title[language] if has_text else "",
        "text": notice.text[language] if has_text else capfirst(say(f"standard {notice.kind}", language, drug=drug)),
        "concerns": [_product(product, language) for product in notice.products],
        "advice": say("advice", language),
        "source": {"url": notice.source_url, "name": urlsplit(notice.source_url).hostname or notice.source_url},
        "read_on": [] if has_text else [_elsewhere(notice, code) for code in written],
        "by": by,
        "all": localised(reverse("drugs:safety"), language),
    }


def _product(product: dict[str, str], language: str) -> str:
    if not product["lots"]:
        return product["brand"]
    return say("lots", language, brand=product["brand"] or "–", lots=product["lots"])


def _elsewhere(notice: SafetyNotice, language: str) -> dict[str, str]:
    path = localised(reverse("drugs:safety"), language)
    return {"language": language, "name": own_name(language), "path": f"{path}#{place_of(notice.key)}"}


def rank_of(notice: SafetyNotice) -> int:
    """Where it stands among several; 0 is the most urgent."""
    return BY_URGENCY.index(notice.kind)


def place_of(key: str) -> str:
    """Where a notice stands on the list of all, as the part of an address after the #."""
    return key.replace(":", "-")


def seen_hash(notice: SafetyNotice, paths: Iterable[str]) -> str:
    """Stands for exactly what was on a screen: the notice in every language, its dates, and the pages it would appear on."""
    shown = {
        "notice": notice.pk,
        "words": words_of(notice),
        "starts": notice.starts_at.isoformat(),
        "ends": notice.ends_at.isoformat(),
        "pages": sorted(paths),
    }
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def paths_of(drug: Drug) -> list[str]:
    """The addresses a notice about the drug appears on now."""
    return sorted(pages_using(about(drug)).values_list("path", flat=True))


def signed(person, *, at: datetime) -> dict[str, str]:
    """A person as readers are shown them, with the moment."""
    return {
        "name": person.get_display_name(),
        "role": person.role,
        "credentials": person.credentials,
        "at": at.isoformat(),
    }
