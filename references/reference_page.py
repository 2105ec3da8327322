"""What the public page of a reference tells: the evidence it is, what became of it, and every edition that cites it."""

from collections import defaultdict
from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery

from publishing.listing import page_of
from publishing.models import CLOSING_CAUSES, Event, Publication
from references.models import Citation, Reference
from references.standing_words import history_of, watch_words

PAGES_A_PAGE = 25


def citing_pages(request, row: Reference):
    """One page of the list of pages that cite it now or did: {"title", "path", "numbers", "version", "is_live", "older"},
    `older` being [{"version", "numbers", "path"}]; "path" is "" for what readers may not see any more."""
    citations = Citation.objects.of(row).order_by()
    closing = Event.objects.filter(
        page_id=OuterRef("page_id"),
        verb=Event.Verb.WITHDRAWN,
        data__cause__in=[cause.value for cause in CLOSING_CAUSES],
    ).order_by("-pk")
    publications = (
        Publication.objects.filter(
            Exists(citations.filter(edition__page=OuterRef("page"))), path__isnull=False, moved_to=""
        )
        .exclude(withdrawn_cause__in=CLOSING_CAUSES)
        .annotate(
            closing=Subquery(closing.values("data")[:1]), cites=Exists(citations.filter(edition=OuterRef("edition")))
        )
        .order_by("-cites", "title", "pk")
        .only("path", "title", "page", "edition", "withdrawn_at")
    )
    page = page_of(request, publications, per_page=PAGES_A_PAGE)
    found = defaultdict(dict)
    rows = citations.filter(edition__page__in=[each.page_id for each in page.object_list])
    for citation in rows.values(
        "number",
        page=F("edition__page"),
        version=F("edition__number"),
        pk_of_edition=F("edition"),
        gone=F("edition__redacted_at"),
    ):
        versions = found[citation["page"]]
        version = versions.setdefault(citation["version"], {**citation, "numbers": []})
        version["numbers"] = sorted({*version["numbers"], citation["number"]})
    page.object_list = [_entry(publication, found[publication.page_id]) for publication in page.object_list]
    return page


def _entry(publication: Publication, versions: dict[int, dict[str, Any]]) -> dict[str, Any]:
    now = next((each for each in versions.values() if each["pk_of_edition"] == publication.edition_id), None)
    closed = (publication.closing or {}).get("number", 0)
    older = [
        {
            "version": number,
            "numbers": each["numbers"],
            "path": "" if number <= closed or each["gone"] else f"{publication.path}v{number}/",
        }
        for number, each in sorted(versions.items(), reverse=True)
        if each is not now
    ]
    return {
        "title": publication.title,
        "path": publication.path if publication.edition_id else "",
        "numbers": now["numbers"] if now else [],
        "version": now["version"] if now else None,
        "older": older,
    }


def told_of(row: Reference) -> dict[str, Any]:
    """Evidence, links, history and watch of one reference, for a template."""
    return {
        "evidence": row.get_evidence_type_display(),
        "level": row.evidence_level,
        "funding": row.funding,
        "conflicts_of_interest": row.conflicts_of_interest,
        "abstract": row.csl.get("abstract", "") if row.abstract_shown else "",
        "abstract_licence": row.abstract_licence,
        "isbn": f"ISBN {row.csl['ISBN']}" if row.csl.get("ISBN") else "",
        "archive_url": row.archive_url,
        "history": history_of(row.status_records.all()),
        "watch": watch_words(row, list(row.watch_checks.all())),
    }
