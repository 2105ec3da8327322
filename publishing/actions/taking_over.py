"""An author takes over the words that a clinician proposed. It is the author's edit, and is approved anew."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from publishing import permissions
from publishing.actions.editing import record_edit
from publishing.blocks import blocks_of, plain_lines
from publishing.compiled import Compiled
from publishing.errors import Refused
from publishing.models import BlockComment, Page
from publishing.taking_over import with_words


@transaction.atomic
def take_over(*, comment: BlockComment, by, now: datetime) -> Page:
    """Put proposed words into the working copy, if that changes this one block to exactly them and nothing else. Refused
    otherwise: then the author puts them in by hand."""
    page = Page.objects.select_for_update().get(pk=comment.sign_off.page_id).specific
    permissions.require_edit(by, page)
    if not comment.proposed:
        raise Refused(_("No other words were proposed here."))
    source = page.get_source()
    body = with_words(source.get("body") or "", comment.quoted, comment.proposed)
    before = page.compile()
    if not any(block.text == comment.quoted for block in blocks_of(before.html)):
        raise Refused(
            _("This part of the page says something else by now. Compare the words, and put in what you agree with.")
        )
    after = page.compile_source({**source, "body": body}) if body is not None else None
    if after is None or not _changes_only(before, after, comment):
        raise Refused(
            _(
                "These words cannot be put in by themselves: links, sources, facts or marks stand among them, or the same words "
                "stand on the page twice. Put in by hand what you agree with."
            )
        )
    stops = [issue for issue in after.issues if issue.stops_publishing]
    if len(stops) > sum(issue.stops_publishing for issue in before.issues):
        raise Refused(
            _("With these words the page could not be published. Put in by hand what you agree with, and mend this:"),
            issues=stops,
        )
    page.body = body
    return record_edit(page=page, by=by, now=now)


def _changes_only(before: Compiled, after: Compiled, comment: BlockComment) -> bool:
    """Whether one block says the proposed words now, and everything else of the page is what it was."""
    old, new = ([(block.tag, block.text) for block in blocks_of(compiled.html)] for compiled in (before, after))
    changed = [pair for pair in zip(old, new, strict=False) if pair[0] != pair[1]]
    return (
        len(old) == len(new)
        and [(was[1], now[1]) for was, now in changed] == [(comment.quoted, plain_lines(comment.proposed))]
        and changed[0][0][0] == changed[0][1][0]
        and (before.quoted, before.uses, before.cited, before.references)
        == (after.quoted, after.uses, after.cited, after.references)
    )
