"""The Markdown field of the admin: markdownx's own, with a toolbar, pickers, a preview that is the public page, and
without its keyboard trap and its uploads."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from markdownx.widgets import AdminMarkdownxWidget

from publishing.skeletons import skeletons

# What the preview looks like: the public stylesheets, inside a shadow root where they touch nothing of the admin.
PREVIEW_STYLES = (
    "css/base.css",
    "css/components/body.css",
    "css/components/facts.css",
    "css/components/care.css",
    "css/admin/preview_pane.css",
)
MARKDOWNX = "markdownx/js/markdownx.js" if settings.DEBUG else "markdownx/js/markdownx.min.js"


class MarkdownWidget(AdminMarkdownxWidget):
    """`kind`, `language` and `page` (an id, "" for a new page) tell the preview where the text stands."""

    template_name = "admin/widgets/markdown.html"

    class Media:
        # Not the parent's files: ours come before markdownx's script, whose style sheet we do not need.
        extend = False
        css = {"all": ["css/admin/editor.css"]}
        js = [
            "js/editor/guard.js",
            MARKDOWNX,
            "js/editor/insert.js",
            "js/editor/pickers.js",
            "js/editor/completing.js",
            "js/editor/preview.js",
            "js/editor/toolbar.js",
        ]

    def __init__(self, attrs=None):
        super().__init__({"rows": 30, "spellcheck": "true", **(attrs or {})})
        self.kind, self.language, self.page = "article", settings.LANGUAGE_CODE, ""

    def get_context(self, name, value, attrs=None):
        context = super().get_context(name, value, attrs)
        language = self.language or settings.LANGUAGE_CODE
        query = urlencode({"kind": self.kind, "language": language, "page": self.page})
        context["widget"]["attrs"] |= {
            "data-markdownx-urls-path": f"{settings.MARKDOWNX_URLS_PATH}?{query}",
            # The text scrolls in its own box, beside the preview, instead of growing away from the buttons.
            "data-markdownx-editor-resizable": "False",
        }
        context["widget"] |= {
            "issues_url": f"{reverse('staff:issues')}?{query}",
            "completing_url": reverse("staff:complete-drug"),
            "pickers": [
                {"name": "reference", "label": _("Cite"), "url": reverse("staff:pick-reference")},
                {"name": "drug", "label": _("Drug fact"), "url": reverse("staff:pick-drug")},
                {"name": "page", "label": _("Page link"), "url": reverse("staff:pick-page")},
                {"name": "term", "label": _("Term"), "url": reverse("staff:pick-term")},
            ],
            "language": language,
            "skeletons": skeletons(language),
            "preview_styles": PREVIEW_STYLES,
        }
        return context
