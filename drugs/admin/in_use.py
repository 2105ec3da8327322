"""Deleting what others state: refused, with the list of who that is."""

from django.contrib.admin.utils import unquote
from django.template.response import TemplateResponse
from django.urls import reverse

MOST = 100  # users of a row that are listed; more are counted


class KeptWhileUsed:
    """Mixed into the admin of a model with `sheets_using()`, the pages that state one of its rows."""

    def delete_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        # Also where what was published may never be deleted: whoever may delete such rows is told who would miss this one.
        used = row.sheets_using() if row is not None and self.has_delete_permission(request) else None
        if used is None or not used.exists():
            return super().delete_view(request, object_id, extra_context)
        users = [
            {"title": page.title, "url": reverse(f"admin:drugs_{page.kind}_change", args=[page.pk])}
            for page in used.order_by("title", "pk")[:MOST]
        ]
        return TemplateResponse(
            request,
            "admin/drugs/in_use.html",
            {
                **self.admin_site.each_context(request),
                "title": str(row),
                "opts": self.opts,
                "row": row,
                "users": users,
                "more": max(0, used.count() - MOST),
            },
        )
