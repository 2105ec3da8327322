"""Where pages stand: addresses in each language, and the surroundings kept as data in a Publication."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from publishing.models import Page, Publication


def localised(path: str, language: str) -> str:
    """A path of the site's first language in another: /drugs/ → /es/drugs/."""
    return path if language in ("", settings.LANGUAGE_CODE) else f"/{language}{path}"


def home_crumb(language: str) -> dict:
    with translation.override(language):
        return {"title": _("Home"), "path": localised("/", language)}


def section_crumb(title: str, path: str, language: str) -> dict:
    """A breadcrumb of a list page; `title` is a msgid that the interface already uses."""
    with translation.override(language):
        return {"title": _(title), "path": localised(path, language)}


def crumb(title: str, path: str = "") -> dict:
    return {"title": title, "path": path}


def cards(page_ids: Iterable[int]) -> list[dict]:
    """Title, address and summary of each page that is live, in the order of the ids."""
    order = list(page_ids)
    found = {row.page_id: row for row in Publication.objects.pages().filter(page__in=order)}
    return [
        {"title": found[pk].title, "path": found[pk].path, "summary": found[pk].summary} for pk in order if pk in found
    ]


def alternates(page: Page) -> list[dict]:
    """The same page in the site's other languages, where live: for hreflang and the language links."""
    rows = Publication.objects.pages().filter(page__kind=page.kind, page__key=page.key).exclude(page=page.pk)
    return [
        {"language": row.language, "name": own_name(row.language), "path": row.path}
        for row in rows.order_by("language")
    ]


def own_name(language: str) -> str:
    """What speakers of a language call it: "Español", which a reader looking for Spanish will recognise."""
    return capfirst(get_language_info(language)["name_local"])


def translation_ids(page: Page) -> set[int]:
    return set(Page.objects.filter(kind=page.kind, key=page.key).exclude(pk=page.pk).values_list("pk", flat=True))


def related_cards(page: Page) -> list[dict]:
    """The pages an editor chose as related, in that order, as far as they are live."""
    return cards(page.related_pages.values_list("related", flat=True))


def naming_as_related(page: Page) -> set[int]:
    """Ids of the pages that name this one as related."""
    return set(page.related_from.values_list("page", flat=True))
