"""What is selected in the library's list, as files for other programs."""

from collections.abc import Callable

from django.http import StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from references.exporting import written
from references.exports import FORMATS, Format


class ExportActions:
    """For a ModelAdmin: an action for each format. Whoever may see the library may take it along; a file is made while it is
    sent, so that no number of references is too many."""

    def get_actions(self, request):
        actions = super().get_actions(request)
        if self.has_view_permission(request):
            for name, form in FORMATS.items():
                action = f"export_as_{name.replace('-', '_')}"
                actions[action] = _action(form), action, _("Export as %(format)s") % {"format": form.name}
        return actions


def _action(form: Format) -> Callable:
    def export(model_admin, request, queryset) -> StreamingHttpResponse:
        return StreamingHttpResponse(
            (text.encode() for text in written(queryset, form, language=get_language())),
            content_type=f"{form.media_type}; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="references.{form.ending}"',
                "Cache-Control": "private, no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )

    return export
