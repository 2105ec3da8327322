"""What the approver's page shows besides the words that patients read."""

import pytest
from django.urls import reverse

from tests import stories


def shown_to(reviewer, client, page) -> str:
    client.force_login(reviewer)
    return client.get(reverse("staff:approve", args=[page.pk])).content.decode()


@pytest.mark.parametrize(
    ("before", "after", "taken_out", "put_in"),
    [
        ("See [us](https://one.example/a).", "See [us](https://two.example/a).", "one", "two"),
        ("Sleep [@one2017].", "Sleep [@two2018].", "one2017", "two2018"),
        ("::: callout\nSleep.\n:::\n", ":::: callout\nSleep.\n::::\n", ":::", "::::"),
    ],
)
def test_the_approver_sees_what_changed_behind_the_words(
    client, author, reviewer, before, after, taken_out, put_in
) -> None:
    for key in ("one2017", "two2018"):
        stories.add_reference(by=author, key=key, title="The same title")
    page = stories.write_article(by=author, body=before)
    stories.publish(page, by=author, reviewer=reviewer)
    stories.edit(page, by=author, body=after)
    shown = shown_to(reviewer, client, page)
    written = shown.split("In the editor&#x27;s text")[-1].split("In the editor's text")[-1]
    assert any(taken_out in part.split("</del>")[0] for part in written.split("<del>")[1:])
    assert any(put_in in part.split("</ins>")[0] for part in written.split("<ins>")[1:])
    assert "Nothing that was written here" not in shown


def test_the_approver_of_an_unchanged_text_is_told_that_it_is_unchanged(client, author, reviewer) -> None:
    page = stories.write_article(by=author)
    stories.publish(page, by=author, reviewer=reviewer)
    shown = shown_to(reviewer, client, page)
    assert "Nothing that was written here" in shown and "As the author typed it" not in shown
