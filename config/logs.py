"""What the log must not keep: an address that is itself a secret."""

import logging
import re

SECRET_PATHS = re.compile(r"(/sign-off/)[^/\s?\"']+")


class HideSecretPaths(logging.Filter):
    """Takes the token out of every address of a link to sign off, before a line is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        # The whole sentence is made first: a token may stand in the message or in one of its arguments.
        message = record.getMessage()
        hidden = SECRET_PATHS.sub(r"\1…", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True
