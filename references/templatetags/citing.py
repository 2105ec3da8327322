"""How to cite the page that is being rendered. As tags, so that nothing is worked out for a page that is kept already."""

from django import template
from django.utils.timezone import localdate

from references.citing import OurPage, citations_of, meta_tags

register = template.Library()


@register.inclusion_tag("_components/cite_page.html", takes_context=True)
def cite_page(context) -> dict:
    page = _page(context)
    return {"cited": citations_of(page) if page else None, "language": context.get("language")}


@register.inclusion_tag("_components/cite_meta.html", takes_context=True)
def cite_meta(context) -> dict:
    page = _page(context)
    return {"tags": meta_tags(page) if page else []}


def _page(context) -> OurPage | None:
    """The version on the screen; None for what has no address yet."""
    publication, edition, site = context["publication"], context["edition"], context["site"]
    if not publication.path:
        return None
    home = f"{site.origin}{publication.path}"
    return OurPage(
        title=edition.title,
        site=site.name,
        published_on=localdate(publication.updated_at),
        version=edition.number,
        address=f"{home}v{edition.number}/",
        home=home,
        language=publication.language,
    )
