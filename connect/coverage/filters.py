"""Filters of the report on evidence. Its rows are counts of live editions, so each looks at the page behind them."""

from django.conf import settings
from django.contrib import admin
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from edu.models import DEEPEST, Topic
from publishing.admin.filters import ResponsibleFilter
from publishing.models import Page
from publishing.staff.access import may_see, page_models
from references.models import Citation, Status
from references.models.coverage import COUNTED


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        seen = [model._meta for model in page_models() if may_see(request.user, model)]
        return sorted(((meta.model_name, meta.verbose_name) for meta in seen), key=lambda kind: str(kind[1]))

    def queryset(self, request, queryset):
        return queryset.filter(edition__page__kind=self.value()) if self.value() else queryset


class LanguageFilter(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return [*settings.LANGUAGES, ("none", _("facts, in every language"))]

    def queryset(self, request, queryset):
        wanted = "" if self.value() == "none" else self.value()
        return queryset if wanted is None else queryset.filter(edition__language=wanted)


class TopicFilter(admin.SimpleListFilter):
    """Articles of a topic and of the topics under it, and the topics themselves."""

    title = _("topic")
    parameter_name = "topic"

    def lookups(self, request, model_admin):
        topics = Topic.objects.order_by("title", "pk").values_list("pk", "title", "language")
        several = len({language for _pk, _title, language in topics}) > 1
        return [(str(pk), f"{title} ({language})" if several else title) for pk, title, language in topics]

    def queryset(self, request, queryset):
        if not (self.value() or "").isdecimal() or len(self.value()) > 18:
            return queryset
        parents = dict(Topic.objects.values_list("pk", "parent"))
        wanted, last = {int(self.value())}, 0
        for _level in range(DEEPEST):
            if len(wanted) == last:
                break
            last = len(wanted)
            wanted |= {pk for pk, parent in parents.items() if parent in wanted}
        return queryset.filter(Q(edition__page__as_article__topic__in=wanted) | Q(edition__page__in=wanted))


class LookedAfterFilter(ResponsibleFilter):
    """By who looks after the page today: the owner, or whoever stands in for an owner who left."""

    def of(self, queryset, person):
        return queryset.filter(edition__page__in=Page.objects.looked_after_by(person).values("pk"))

    def of_nobody(self, queryset):
        return queryset.filter(edition__page__in=Page.objects.looked_after_by_nobody().values("pk"))


class FoundFilter(admin.SimpleListFilter):
    title = _("what is found")
    parameter_name = "found"

    def lookups(self, request, model_admin):
        return [
            ("any", _("anything without a citation")),
            ("sections", _("sections without a citation")),
            ("cells", _("cells of drug tables without a citation")),
            ("effects", _("side effects or precautions without a citation")),
            ("regimens", _("doses or timings without a source")),
            ("marked", _("references that are corrected, replaced, doubted or retracted")),
            ("nothing", _("nothing without a citation")),
        ]

    def queryset(self, request, queryset):
        wanted = self.value()
        if wanted in COUNTED:
            return queryset.filter(**{f"{wanted}__gt": F(f"{wanted}_cited")})
        if wanted in ("any", "nothing"):
            lacking = {"uncited__gt" if wanted == "any" else "uncited": 0}
            return queryset.with_uncited().filter(**lacking)
        if wanted == "marked":
            marked = Citation.objects.exclude(reference__status=Status.CURRENT, reference__merged_into__isnull=True)
            marked = marked.exclude(reference__merged_into__status=Status.CURRENT)
            return queryset.filter(edition__in=marked.values("edition"))
        return queryset
