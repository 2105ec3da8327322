"""Bulletin: dated words that must reach the readers of many pages at once, without a new edition of any of them."""

from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, Min, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from publishing.models.edition import Use


class Rows(Subquery):
    """The one JSON column of a query, named `row`, as a list; None or [] without rows."""

    template = "(SELECT jsonb_agg(found.row) FROM (%(subquery)s) found)"
    output_field = models.JSONField()

    def as_sqlite(self, compiler, connection, **extra):
        template = "(SELECT json_group_array(json(found.row)) FROM (%(subquery)s) found)"
        return self.as_sql(compiler, connection, template=template, **extra)


class BulletinQuerySet(models.QuerySet):
    def not_over(self, *, now: datetime):
        """On show, or to be shown later."""
        return self.filter(ends_at__gt=now)

    def on_show(self, *, now: datetime):
        return self.not_over(now=now).filter(starts_at__lte=now)

    def seen_since(self, day: datetime, *, now: datetime):
        """On show, or on show once from a moment on; what is on show first, with `is_over`. What ended before it began was
        never shown."""
        rows = self.filter(Q(ends_at__gt=F("starts_at")), ends_at__gt=day, starts_at__lte=now)
        is_over = ExpressionWrapper(Q(ends_at__lte=now), output_field=models.BooleanField())
        return rows.annotate(is_over=is_over).order_by("is_over", "-starts_at", "-pk")

    def next_change(self, *, now: datetime) -> datetime | None:
        """When the first of them begins or ends, None when nothing is known to change: one query."""
        found = self.aggregate(
            begins=Min("starts_at", filter=Q(starts_at__gt=now)), ends=Min("ends_at", filter=Q(ends_at__gt=now))
        )
        return min((moment for moment in found.values() if moment is not None), default=None)

    def last_changes(self, *, since: datetime, now: datetime) -> dict[str, datetime]:
        """When bulletins last came to or went from each page that has had one since then, by its address."""
        used = "about__used_by__edition__publications__path"
        rows = self.filter(starts_at__lte=now, ends_at__gt=since).exclude(**{used: None}).distinct()
        changes: dict[str, datetime] = {}
        for path, *moments in rows.values_list(used, "starts_at", "changed_at", "ends_at"):
            last = max(moment for moment in moments if moment <= now)
            changes[path] = max(last, changes.get(path, last))
        return changes

    def keyed(self, prefix: str):
        """Those of one kind: the part of their key before the colon."""
        return self.filter(key__startswith=f"{prefix}:")

    def about_any(self, page_ids: Collection[int]):
        return self.filter(about__in=page_ids).distinct()

    def for_readers_of(self, *, page: str, edition: str):
        """What readers of an edition are told: bulletins about its page, and about any page that it quotes or links to. For
        a query that takes them along (`as_rows`); `page` and `edition` are its columns."""
        used = Use.objects.filter(edition=OuterRef(OuterRef(OuterRef(edition))), target=OuterRef("page"))
        named = Bulletin.about.through.objects.filter(bulletin=OuterRef("pk"))
        return self.filter(Exists(named.filter(Q(page=OuterRef(OuterRef(page))) | Exists(used))))

    def as_rows(self) -> Rows:
        """What is printed of them, for a query that takes them along."""
        return Rows(self.order_by("starts_at", "pk").annotate(row=F("shown")).values("row"))


class Bulletin(models.Model):
    """Words above the text of every page that is one of `about` or uses one of them, from `starts_at` to `ends_at`.

    Pages are found when they are read, by what their edition uses, so that nothing is written to a page and a page published
    tomorrow shows it too. Written only by publishing.actions.bulletins, for a verb of a higher layer: `key` is that layer's
    name for it ("safety:12"). `shown` holds all that is printed: {"key", "starts", "ends" (both as ISO 8601), "words": by
    language {"heading", "title", "text", "text_language", "concerns", "advice", "source", "read_on", "by",
    "all" (the address of the list of all, where a page with many prints the first only)}, and "rank" unless it is 0}.
    """

    key = models.CharField(max_length=60, unique=True)
    about = models.ManyToManyField("publishing.Page", related_name="bulletins")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    shown = models.JSONField()
    changed_at = models.DateTimeField()

    objects = models.Manager.from_queryset(BulletinQuerySet)()

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")

    def __str__(self) -> str:
        return self.key
