"""The mails about safety notices: who may be the second person is asked, and whoever asked learns what became of it."""

from datetime import datetime

from django.contrib.auth import get_user_model

from drugs.models import SafetyNotice, SafetyStep
from publishing.actions.mailing import post
from publishing.models import Mail

BACKEND = "django.contrib.auth.backends.ModelBackend"


def who_may_confirm():
    """Clinicians who may be the second person."""
    people = get_user_model().objects.with_perm("drugs.confirm_safetynotice", backend=BACKEND)
    return people.filter(is_active=True, is_staff=True).exclude(role="").exclude(credentials="")


def ask_second_person(*, notice: SafetyNotice, by, now: datetime, step: SafetyStep | None = None) -> None:
    """One mail to each who may confirm the notice, or the later end that `step` asks for."""
    about = step or notice
    for person in who_may_confirm().exclude(pk=by.pk).order_by("pk"):
        post(
            kind=Mail.Kind.SECOND_PERSON, key=f"second-person:{about._meta.label_lower}:{about.pk}:{person.pk}", now=now,
            user=person, data={"about": about._meta.label, "pk": about.pk},
        )  # fmt: skip


def tell(*, step: SafetyStep, person, now: datetime) -> None:
    """What became of a notice, to one person."""
    post(
        kind=Mail.Kind.SECOND_PERSON_DONE, key=f"second-person-done:{step.pk}:{person.pk}", now=now, user=person,
        data={"about": step._meta.label, "pk": step.pk},
    )  # fmt: skip
