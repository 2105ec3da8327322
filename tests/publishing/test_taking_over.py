"""Taking over the words that a clinician proposed: one button where nothing else can change, and the author's hand elsewhere."""

import pytest
from django.urls import reverse

from publishing import actions
from publishing.actions import Remark
from publishing.blocks import blocks_of
from publishing.errors import NotPermitted, Refused
from publishing.models import BlockComment, State
from publishing.taking_over import with_words
from tests import stories

pytestmark = pytest.mark.django_db

TEXT = (
    "## How?\n\nSleep **helps** many,\nand so does a walk.\n\n"
    "- Take it with food.\n- Swallow it [with water](https://a.example/).\n- Rest.\n"
)


@pytest.fixture
def page(author):
    return stories.write_article(by=author, body=TEXT)


def propose(page, reviewer, quoted: str, proposed: str) -> BlockComment:
    blocks = {block.text: block for block in blocks_of(stories.fresh(page).compile().html)}
    remark = Remark(blocks[quoted].position, proposed=proposed)
    return stories.request_changes(page, by=reviewer, remarks=[remark]).block_comments.get()


@pytest.mark.parametrize(
    ("quoted", "proposed", "was", "now_is"),
    [
        ("Take it with food.", "Take it after food.", "- Take it with food.", "- Take it after food."),
        ("Rest.", "Rest, and walk.", "- Rest.", "- Rest, and walk."),
        (
            "Sleep helps many,\nand so does a walk.".replace("\n", " "),
            "Sleep helps most, and so does a walk.",
            "many,\nand so does a walk.",
            "most, and so does a walk.",
        ),
        ("Swallow it with water.", "Now swallow it with water.", "- Swallow it [", "- Now swallow it ["),
        ("How?", "How is it done?", "## How?", "## How is it done?"),
    ],
)
def test_proposed_words_take_the_place_of_those_they_are_about(
    page, author, reviewer, now, quoted, proposed, was, now_is
):
    actions.take_over(comment=propose(page, reviewer, quoted, proposed), by=author, now=now)
    assert stories.fresh(page).body == TEXT.replace(was, now_is)


def test_it_is_the_edit_of_whoever_took_it_over_and_approves_nothing(page, author, second_author, reviewer, now):
    stories.publish(page, by=author, reviewer=reviewer)
    comment = propose(page, reviewer, "Rest.", "Rest well.")
    actions.take_over(comment=comment, by=second_author, now=now)
    page = stories.fresh(page)
    assert page.edited_by == second_author and stories.state(page) == State.LIVE_WITH_CHANGES
    with pytest.raises(Refused):
        actions.publish(page=page, by=author, now=now)


@pytest.mark.parametrize(
    ("quoted", "proposed"),
    [
        ("Swallow it with water.", "Swallow it with juice."),  # the words of a link
        (
            "Sleep helps many, and so does a walk.",
            "Sleep hurts many, and so does a walk.",
        ),  # a word that is printed bold
        ("Rest.", "Rest [here](https://b.example/)."),
        ("Rest.", "Rest **well**."),
        ("Rest.", "[[drug:denosumab]]"),
        ("Rest.", "Rest.\nWalk."),
        ("Rest.", "# Rest"),
    ],
)
def test_what_cannot_be_put_in_by_itself_is_left_to_the_author(page, author, reviewer, now, quoted, proposed):
    comment = propose(page, reviewer, quoted, proposed)
    try:
        actions.take_over(comment=comment, by=author, now=now)
    except Refused:
        assert stories.fresh(page).body == TEXT
    else:
        assert proposed in [block.text for block in blocks_of(stories.fresh(page).compile().html)]


@pytest.mark.parametrize("proposed", ["Rest <b>well</b>.", "Rest <!-- long --> well.", "Rest<br>well."])
def test_words_with_which_the_page_could_not_be_published_are_refused_with_the_reason(
    page, author, reviewer, now, proposed
):
    comment = propose(page, reviewer, "Rest.", proposed)
    with pytest.raises(Refused):
        actions.take_over(comment=comment, by=author, now=now)
    assert stories.fresh(page).body == TEXT


def test_the_reason_names_the_html(page, author, reviewer, now):
    comment = propose(page, reviewer, "Rest.", "Rest <b>well</b>.")
    with pytest.raises(Refused, match="could not be published") as refused:
        actions.take_over(comment=comment, by=author, now=now)
    assert {issue.severity for issue in refused.value.issues} == {"error"}


@pytest.mark.parametrize("proposed", ["Rest < 8 hours.", "Rest 5 > 3."])
def test_a_sign_that_is_no_html_is_taken_over(page, author, reviewer, now, proposed):
    actions.take_over(comment=propose(page, reviewer, "Rest.", proposed), by=author, now=now)
    assert not any(issue.stops_publishing for issue in stories.fresh(page).compile().issues)


def test_words_that_stand_twice_are_left_alone(author, reviewer, now):
    page = stories.write_article(by=author, body="- Rest.\n- Walk.\n- Rest.\n")
    comment = stories.request_changes(
        page, by=reviewer, remarks=[Remark(3, proposed="Rest well.")]
    ).block_comments.get()
    with pytest.raises(Refused, match="twice"):
        actions.take_over(comment=comment, by=author, now=now)
    assert stories.fresh(page).body == "- Rest.\n- Walk.\n- Rest.\n"


def test_a_part_that_was_changed_meanwhile_is_left_alone(page, author, reviewer, now):
    comment = propose(page, reviewer, "Rest.", "Rest well.")
    stories.edit(page, by=author, body=TEXT.replace("Rest.", "Rest a lot."))
    with pytest.raises(Refused, match="says something else by now"):
        actions.take_over(comment=comment, by=author, now=now)


def test_only_who_may_edit_the_page_takes_words_over(page, reviewer, now, django_user_model):
    comment = propose(page, reviewer, "Rest.", "Rest well.")
    with pytest.raises(NotPermitted):
        actions.take_over(comment=comment, by=django_user_model.objects.create_user("nobody"), now=now)


def test_the_button_puts_the_words_in(client, page, author, reviewer):
    comment = propose(page, reviewer, "Rest.", "Rest well.")
    client.force_login(author)
    url = reverse("staff:take-over", args=[page.pk, comment.pk])
    assert "It counts as your edit" in client.get(url).content.decode()
    assert stories.fresh(page).body == TEXT, "opening it changes nothing"
    shown = client.post(url, follow=True).content.decode()
    assert "The proposed words stand in the text now" in shown and "- Rest well." in stories.fresh(page).body
    again = client.post(url).content.decode()
    assert "says something else by now" in again


def test_the_button_stands_beside_proposals_that_have_a_certain_place(client, page, author, reviewer):
    fits = propose(page, reviewer, "Rest.", "Rest well.")
    does_not = propose(page, reviewer, "Swallow it with water.", "Swallow it with juice.\nSlowly.")
    client.force_login(author)
    form = reverse("admin:edu_article_change", args=[page.pk])
    buttons = [
        reverse("staff:take-over", args=[page.pk, row.pk]) in client.get(form).content.decode()
        for row in (fits, does_not)
    ]
    assert buttons == [True, False]
    client.post(reverse("staff:take-over", args=[page.pk, fits.pk]))
    shown = client.get(form).content.decode()
    assert "The page says the proposed words now." in shown
    assert reverse("staff:take-over", args=[page.pk, fits.pk]) not in shown


def test_a_proposal_for_another_page_is_not_found(client, page, author, reviewer):
    comment = propose(page, reviewer, "Rest.", "Rest well.")
    other = stories.write_article(by=author)
    client.force_login(author)
    assert client.post(reverse("staff:take-over", args=[other.pk, comment.pk])).status_code == 404


@pytest.mark.parametrize(
    ("body", "quoted", "proposed", "becomes"),
    [
        ("One two three.", "One two three.", "One 2 three.", "One 2 three."),
        ("One *two* three four.", "One two three four.", "One two 3 four.", "One *two* 3 four."),
        ("One two\nthree.", "One two three.", "One two 3.", "One two 3."),
        ("| a | b c |", "a\nb c", "a\nb d", "| a | b d |"),
        ("One.", "One.", "One.", None),
        ("One. One.", "One.", "Two.", None),
        ("One.", "One.", "Two.\nThree.", None),
        ("Another.", "One.", "Two.", None),
        ("a b", "a b", "b", "b"),
        ("a b", "a b", "a x b", "a x b"),
        ("a b", "a b", "x a b", "x a b"),
        ("a b", "a b", "a b x", "a b x"),
    ],
)
def test_only_what_differs_is_put_in_and_only_where_its_place_is_certain(body, quoted, proposed, becomes):
    assert with_words(body, quoted, proposed) == becomes
