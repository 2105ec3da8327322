"""Links to sign off, lived through: a clinician enters the register, is asked, opens the mail and types the code."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from django.core import mail as outside
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.utils import timezone

from people.models import Reviewer
from publishing import actions
from publishing.actions.mailing import deliver_waiting
from publishing.models import Invitation, Page
from tests import stories

LINK = re.compile(r"/sign-off/([A-Za-z0-9_-]+)/")
CODE = re.compile(r"^([0-9]{6})$", re.MULTILINE)


def register(*, by, now=stories.NOW, name="Sample Visitor", email="visitor@clinic.example.org", **fields) -> Reviewer:
    """A clinician without an account, entered into the register."""
    fields = {"role": "Palliative care physician", "credentials": "MD", "language": "en", **fields}
    return actions.save_reviewer(reviewer=Reviewer(name=name, email=email, **fields), by=by, now=now)


def change(reviewer: Reviewer, *, by, now=stories.NOW, **fields) -> Reviewer:
    """An entry of the register, changed."""
    reviewer = Reviewer.objects.get(pk=reviewer.pk)
    for name, value in fields.items():
        setattr(reviewer, name, value)
    return actions.save_reviewer(reviewer=reviewer, by=by, now=now)


def deliver() -> None:
    """What the commit would do: every mail that waits goes out."""
    deliver_waiting(now=timezone.now() + timedelta(seconds=1))


@dataclass
class Visitor:
    """A clinician with a mailbox and a browser. Knows what stands in their mails and nothing else."""

    invitation: Invitation
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=False))

    @property
    def address(self) -> str:
        return self.invitation.reviewer.email

    def mails(self) -> list:
        return [mail for mail in outside.outbox if mail.to == [self.address]]

    @property
    def token(self) -> str:
        """Of the newest mail that has a link."""
        return [match.group(1) for mail in self.mails() if (match := LINK.search(mail.body))][-1]

    @property
    def sent_code(self) -> str:
        return [match.group(1) for mail in self.mails() if (match := CODE.search(mail.body))][-1]

    def url(self, step: str = "") -> str:
        return f"/sign-off/{self.token}/{step}"

    def get(self, step: str = "", **more):
        return self.client.get(self.url(step), **more)

    def ask_for_code(self):
        response = self.client.post(self.url())
        deliver()
        return response

    def type_code(self, code: str | None = None):
        return self.client.post(self.url("code/"), {"code": code or self.sent_code})

    def come_in(self) -> "Visitor":
        """From the mail to the text."""
        assert self.ask_for_code().status_code == 302
        response = self.type_code()
        assert (response.status_code, response["Location"]) == (302, self.url("page/"))
        return self

    def decide(self, decision: str = "approve", *, seen_hash: str | None = None, **words):
        seen_hash = fresh_hash(self.invitation.request.page) if seen_hash is None else seen_hash
        data = {
            "seen_hash": seen_hash,
            "decision": decision,
            "comment": "",
            "confirmed": "on",
            "role": "Physician",
            **words,
        }
        return self.client.post(self.url("page/"), data)

    def stored(self) -> Invitation:
        return Invitation.objects.get(pk=self.invitation.pk)


def fresh_hash(page: Page) -> str:
    return stories.fresh(page).compile().content_hash


def ask_by_link(page: Page, *, by, reviewer: Reviewer, now=None, due_on=None, note="") -> Visitor:
    """Ask a clinician of the register for a decision on the working copy as it stands; the mail is out."""
    stories.ask(page, by=by, now=now or timezone.now(), reviewers=[reviewer], due_on=due_on, note=note)
    deliver()
    invitations = Invitation.objects.open().select_related("reviewer", "request__page", "request__asked_by")
    return Visitor(invitations.get(reviewer=reviewer))


class NoServer(BaseEmailBackend):
    """A mail server that nobody can reach."""

    def send_messages(self, messages) -> int:
        raise ConnectionRefusedError("nobody there")
