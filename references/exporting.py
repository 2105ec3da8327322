"""The library's rows as Works to be written, fetched a portion at a time."""

from collections.abc import Iterator

from publishing.models import SiteSettings
from references.exports import Format, Work
from references.formats.carried import Ours
from references.models import ReferenceQuerySet

CHUNK = 500  # rows fetched at a time, so that the library never stands in memory as a whole


def written(rows: ReferenceQuerySet, form: Format, *, style: str = "", language: str = "en") -> Iterator[str]:
    """The references in a format, in the order of their keys, bit by bit. `style`: "" for that of the site."""
    style = style or SiteSettings.current().citation_style
    rows = rows.select_related("superseded_by").order_by("key")
    rows = rows.with_live_pages() if form.prints else rows
    works = (_work(row, form, style, language) for row in rows.iterator(chunk_size=CHUNK))
    return form.write(works)


def _work(row, form: Format, style: str, language: str) -> Work:
    newer = row.superseded_by.key if row.superseded_by else ""
    ours = Ours(row.status, newer, tuple(sorted(row.judged().items())))
    if not form.prints:
        return Work(row.key, row.csl, ours)
    return Work(row.key, row.csl, ours, row.line(language, style=style), row.live_pages)
