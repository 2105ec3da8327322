"""Whom forms may offer as clinicians."""

from django.contrib.auth import get_user_model


def clinicians():
    """The people whom a review may name as the clinician who decided; see permissions.may_decide_review."""
    people = get_user_model().objects.with_perm(
        "publishing.sign_off_page", backend="django.contrib.auth.backends.ModelBackend"
    )
    return people.exclude(role="").exclude(credentials="").order_by("display_name", "username")
