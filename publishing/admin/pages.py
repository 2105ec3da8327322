"""What every kind of page is in the admin: saved through the verbs, with its state and next steps on top."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markdownx.models import MarkdownxField

from publishing import actions
from publishing.admin.choices import without_side_doors
from publishing.admin.filters import PAGE_FILTERS
from publishing.admin.keeping import KeepsWork
from publishing.admin.lists import PLANNING_COLUMNS, PageColumns, with_columns
from publishing.errors import Refused
from publishing.forms_page import FactSheetForm, MarkdownFormField, PageForm
from publishing.models import RelatedPage
from publishing.models.page import PageQuerySet
from publishing.staff.history import show_history
from publishing.standing import standing_of
from publishing.widgets import MarkdownWidget

# Once a page is published, others link to it by these; a new address is given by the step "Move".
FIXED_ONCE_PUBLISHED = ("key", "slug", "language", "drug")
PEOPLE_AND_REVIEW = (gettext_lazy("Who looks after it"), {"fields": (("owner", "backup_owner", "team"),)})
AFTER_SAVING = {"_ask": "staff:ask", "_see": "staff:as-patient"}


class RelatedPageInline(admin.TabularInline):
    """Pages shown under "Read next". Not part of what is approved: a change shows at once on a live page."""

    model = RelatedPage
    fk_name = "page"
    extra = 0
    autocomplete_fields = ("related",)
    classes = ("collapse",)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))


class PageAdmin(PageColumns, KeepsWork, admin.ModelAdmin):
    """Subclasses name their fieldsets and `public_template`, the template of their public page."""

    form = PageForm
    public_template = "publication.html"
    change_form_template = "admin/pages/change_form.html"
    list_display = ("title", "state_words", "language", *PLANNING_COLUMNS)
    list_filter = (*PAGE_FILTERS, "language", "risk_tier")
    list_per_page = 50
    search_fields = ("title", "key")
    search_help_text = _("Searches titles and keys.")
    ordering = ("title", "pk")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    save_on_top = False
    formfield_overrides = {MarkdownxField: {"form_class": MarkdownFormField, "widget": MarkdownWidget}}

    def get_queryset(self, request):
        pages = with_columns(PageQuerySet(self.model).with_state())
        return pages.order_by(*self.get_ordering(request))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name in ("owner", "backup_owner"):
            # Whoever left stays on the page until somebody is chosen instead (PageForm adds them), so that saving other
            # changes does not take their name away.
            field.queryset = field.queryset.filter(is_staff=True, is_active=True).order_by("display_name", "username")
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_side_doors(field)

    # Saving: everything in one verb, which needs the page saved before its rows.

    def save_model(self, request, obj, form, change):
        """Nothing yet: save_related saves page and rows together, so that the verb sees the whole change."""

    def save_related(self, request, form, formsets, change):
        related = [formset for formset in formsets if formset.model is RelatedPage]
        rows = [formset for formset in formsets if formset.model is not RelatedPage]
        page, now = form.instance, timezone.now()
        super_save_related = super().save_related
        actions.record_edit(
            page=page,
            by=request.user,
            now=now,
            opened_version=form.locked_version,
            save_related=lambda: super_save_related(request, form, rows, change),
        )
        for formset in related:
            formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
            if formset.has_changed():
                chosen = [row.cleaned_data for row in formset.forms if row.cleaned_data.get("related")]
                chosen = [row for row in chosen if not row.get("DELETE")]
                chosen.sort(key=lambda row: row.get("position") or 0)
                actions.set_related(page=page, related=[row["related"] for row in chosen], by=request.user, now=now)
        self.forget_typed(request, page, added=not change)

    def delete_model(self, request, obj):
        actions.delete_draft(page=obj, by=request.user, now=timezone.now())

    def get_deleted_objects(self, objs, request):
        """What goes with a draft: its own rows, which need no permission of their own (and the verb asks again)."""
        to_delete, counts, _needed, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set(), protected

    def has_delete_permission(self, request, obj=None):
        """Only a page that nobody approved or published can be deleted; the others are withdrawn."""
        allowed = super().has_delete_permission(request, obj)
        if not allowed or obj is None or obj.pk is None:
            return allowed
        return not (obj.editions.exists() or obj.sign_offs.exists())

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            # The form refuses what it can foresee, with the text kept; this is the rest.
            messages.error(request, refused.reason)
            return HttpResponseRedirect(request.get_full_path())

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refused as refused:
            messages.error(request, refused.reason)
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))

    def get_readonly_fields(self, request, obj=None):
        fixed = super().get_readonly_fields(request, obj)
        if obj is not None and obj.publications.exists():
            names = {field.name for field in self.opts.get_fields()}
            fixed = [*fixed, *(name for name in FIXED_ONCE_PUBLISHED if name in names)]
        return fixed

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj is not None else super().get_prepopulated_fields(request, obj)

    # Showing.

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and not context.get("is_popup"):
            stored = type(obj)._default_manager.filter(pk=obj.pk).first() if request.method == "POST" else obj
            context["standing"] = standing_of(stored, person=request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return self._after_saving(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._after_saving(request, obj) or super().response_change(request, obj)

    def _after_saving(self, request, obj):
        """Saving and the next step are two requests: a refused step must not undo the save."""
        for button, step in AFTER_SAVING.items():
            if button in request.POST:
                messages.success(request, _("Saved."))
                return HttpResponseRedirect(reverse(step, args=[obj.pk]))
        return None

    def history_view(self, request, object_id, extra_context=None):
        """Everything on record about a page: editions, decisions, reviews, events."""
        page = self.get_object(request, object_id)
        if page is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, page):
            raise PermissionDenied
        return show_history(request, page, **(extra_context or {}))


class FactSheetAdmin(PageAdmin):
    """Facts: language-neutral, without an address of their own."""

    form = FactSheetForm
    list_display = ("title", "state_words", *PLANNING_COLUMNS)
    list_filter = (*PAGE_FILTERS, "risk_tier")
