"""What arrives in the mailboxes of the people of a story. The site's server writes every mail into a folder."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from tests.browser.serving import Site

BETWEEN_MAILS = b"-" * 79 + b"\n"


def mails_to(site: Site, address: str) -> list[EmailMessage]:
    """Every mail to an address, the oldest first."""
    folder = Path(site.environment["WELLREAD_BROWSER_FOLDER"]) / "mails"
    found = []
    for file in sorted(folder.glob("*"), key=lambda file: file.stat().st_mtime_ns):
        for raw in file.read_bytes().split(BETWEEN_MAILS):
            if raw.strip():
                mail = message_from_bytes(raw.strip() + b"\n", policy=policy.default)
                found += [mail] if mail["To"] == address else []
    return found


def words_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    return mail.get_body(("plain",)).get_content()
