"""The sample site: its people, and its content through the ordinary importer, sign-off and press. Local use only."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.timezone import localdate

from connect.importing import Imported, import_content
from people.models import Reviewer
from publishing import actions
from publishing.models import Event, Page, Review

FOLDER = settings.BASE_DIR / "demo"
MADE_FROM = "the bibliography and fact sheet of the sample site"


@dataclass(frozen=True)
class SamplePerson:
    username: str
    display_name: str
    role: str
    credentials: str
    groups: tuple[str, ...] = ()
    is_superuser: bool = False


AUTHOR = SamplePerson(
    "author", "Sample Author", "Health writer", "", groups=("Author", "Publisher", "Librarian", "Drug editor")
)
REVIEWER = SamplePerson("reviewer", "Sample Reviewer", "Oncology nurse", "RN", groups=("Clinical reviewer",))
COORDINATOR = SamplePerson(
    "coordinator", "Sample Coordinator", "Review coordinator", "", groups=("Review coordinator",)
)
ADMINISTRATOR = SamplePerson("administrator", "Sample Administrator", "Administrator", "", is_superuser=True)
# Asked by a secret link; in development the mail is printed where the site was started.
WITHOUT_ACCOUNT = {
    "name": "Sample Consultant",
    "role": "Medical oncologist",
    "credentials": "MD",
    "email": "consultant@example.org",
    "note": "A made-up person, to try the secret link with.",
}
PEOPLE = (AUTHOR, REVIEWER, COORDINATOR, ADMINISTRATOR)


def make_people(*, password: str | None = None) -> dict[str, object]:
    """The four sample people by username. Passwords are set only when given, and only for people made now."""
    users = {}
    for person in PEOPLE:
        user, made = get_user_model().objects.get_or_create(
            username=person.username,
            defaults={
                "display_name": person.display_name,
                "role": person.role,
                "credentials": person.credentials,
                "email": f"{person.username}@example.org",
                "is_staff": True,
                "is_superuser": person.is_superuser,
            },
        )
        if made:
            user.set_password(password) if password else user.set_unusable_password()
            user.save()
            user.groups.set(Group.objects.filter(name__in=person.groups))
        users[person.username] = user
    return users


def is_loaded() -> bool:
    """Whether there is any content; the sample site is loaded once, and edits are kept."""
    return Page.objects.exists() or Event.objects.exists()


@transaction.atomic
def load_sample_site(*, people: dict[str, object], now: datetime, folder: Path = FOLDER) -> Imported:
    """Import the sample content as its author, approve it as its reviewer, publish and review it: all or nothing."""
    author, reviewer = people[AUTHOR.username], people[REVIEWER.username]
    if not Reviewer.objects.exists():
        actions.save_reviewer(reviewer=Reviewer(**WITHOUT_ACCOUNT), by=people[ADMINISTRATOR.username], now=now)
    done = import_content(folder, by=author, now=now, site_by=people[ADMINISTRATOR.username])
    kinds = ("drugclass",), ("drug",), ("term",), ("topic", "article", "drugpage")
    everything = frozenset(page.pk for page in done.pages)
    for batch in kinds:
        pages = [page for page in done.pages if page.kind in batch]
        for page in pages:
            seen = page.specific.compile().content_hash
            actions.sign_off(page=page, by=reviewer, now=now, seen_hash=seen)
        actions.publish_together(pages=pages, by=author, now=now, change_note="First published.", alongside=everything)
    for page in done.pages:
        actions.record_review(
            page=page,
            by=reviewer,
            now=now,
            decided_by=reviewer,
            reviewed_on=localdate(now),
            outcome=Review.Outcome.NO_CHANGE,
            evidence_searched=MADE_FROM,
            evidence_searched_on=localdate(now),
        )
    return done
