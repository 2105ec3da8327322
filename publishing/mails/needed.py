"""When a mail should not go out after all."""


class NotNeeded(Exception):
    """What the mail would tell is no longer true: an invitation was revoked, a page deleted. It is put away unsent."""
