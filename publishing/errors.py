"""Why an action was refused, in words for the person who asked."""

from collections.abc import Sequence

from markup import Issue


class Refused(Exception):
    """An action was refused and nothing was changed. `str()` is a sentence for the person; `issues` lists what to mend."""

    def __init__(self, reason: str, *, issues: Sequence[Issue] = ()):
        super().__init__(str(reason))
        self.reason = reason
        self.issues = tuple(issues)


class NotPermitted(Refused):
    """This person may not do this; another may."""


class EditConflict(Refused):
    """Someone else saved the page after it was opened. The person's text is still theirs to merge and save again."""


class TryAgain(Refused):
    """Nothing is wrong but the moment: somebody else is at it. The same again may work."""
