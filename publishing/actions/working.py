"""What several verbs do with a compiled working copy. Called inside their transactions."""

from publishing import requirements
from publishing.compiled import Compiled
from publishing.errors import Refused
from publishing.models import Page


def refuse_problems(compiled: Compiled, reason: str) -> None:
    """Refuse, with every problem listed, what could not be published."""
    problems = requirements.problems_of_content(compiled)
    if problems:
        raise Refused(reason, issues=problems)


def store_hash(page: Page, compiled: Compiled) -> None:
    """Note what the working copy is now; a quoted fact may have changed it since it was saved."""
    page.working_hash = compiled.content_hash
    Page.objects.filter(pk=page.pk).update(working_hash=compiled.content_hash)
