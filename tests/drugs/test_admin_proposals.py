"""What a source says otherwise, as drug editors meet it: the desk, the form of the drug, the list and the decision."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format

from drugs.actions import open_proposals
from drugs.models import Decision, Difference, Product, Proposal
from publishing.models import Page, Publication
from tests import stories
from tests.drugs.drift.files import XGEVA, answer, label, ndc, records_of
from tests.drugs.drift.story import write_labelled

pytestmark = pytest.mark.django_db
LIST = "admin:drugs_proposal_changelist"


@pytest.fixture
def drug(author):
    return write_labelled(author)


def watch(content, *, by):
    return open_proposals(records=records_of(content), file_name="labels.json", by=by, now=stories.NOW)


@pytest.fixture
def proposal(drug, author) -> Proposal:
    """A newer label, with other dosing than before and several RxNorm codes."""
    watch(answer(label()), by=author)
    newer = label(version="13", dosage_and_administration=["60 mg | every 6 months"], told={"rxcui": ["1", "2"]})
    watch(answer(newer), by=author)
    return Proposal.objects.get()


@pytest.fixture
def desk(client, author):
    client.force_login(author)
    return client


def address(proposal) -> str:
    return reverse("staff:proposal", args=[proposal.pk])


def decide(client, proposal, version=None, **chosen):
    """Post the decision; `chosen`: by the last word of the field."""
    body = {
        "opened_version": version or Page.objects.get(pk=proposal.drug_id).version,
        "reason": chosen.pop("reason", ""),
    }
    for name, value in chosen.items():
        row = next(each for each in proposal.differences.all() if each.field.endswith(name))
        body[f"decide-{row.pk}"] = value
    return client.post(address(proposal), body)


def test_ours_and_theirs_stand_side_by_side(desk, proposal):
    page = desk.get(address(proposal)).content.decode()
    assert "Xgeva" in page
    assert f"https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={XGEVA}" in page
    assert "60 mg | every 6 months" in page
    assert "120\u00a0mg" in page  # our regimen, beside the label's words
    assert page.count('type="radio"') == 3 + 4 + 2
    assert "openFDA runs tables" in page


def test_what_is_chosen_is_taken_over_and_the_rest_stays_open(desk, proposal, drug):
    response = decide(desk, proposal, spl_version="take:13", rxnorm="take:2")
    assert response.status_code == 302
    product = Product.objects.get(drug=drug)
    assert (product.spl_version, product.rxnorm) == (13, "2")
    assert list(Difference.objects.open().values_list("field", flat=True)) == ["dosage"]
    page = desk.get(address(proposal)).content.decode()
    assert "Taken over" in page
    assert "Sample Author" in page


def test_taking_over_and_leaving_are_one_step(desk, proposal, drug):
    response = decide(desk, proposal, spl_version="take:13", dosage="ours")
    assert "Say why ours stays" in response.content.decode()
    assert not Decision.objects.exists()
    assert Product.objects.get(drug=drug).spl_version == 12
    decide(desk, proposal, spl_version="take:13", dosage="ours", reason="Read; our facts are of the other brand.")
    assert set(Decision.objects.values_list("outcome", flat=True)) == {"taken", "dismissed"}


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        ({}, "Nothing is decided yet"),
        ({"spl_version": "later"}, "Nothing is decided yet"),
        ({"dosage": "take:60 mg"}, "never taken over"),
        ({"rxnorm": "take:3"}, "Choose one of the values"),
        ({"spl_version": "nonsense"}, "Choose one of the values"),
        ({"spl_version": "every"}, ""),
    ],
)
def test_what_was_not_offered_is_not_taken(desk, proposal, drug, chosen, reason):
    response = decide(desk, proposal, **chosen)
    if reason:
        assert reason in response.content.decode()
        assert not Decision.objects.exists()
    else:
        assert Product.objects.get(drug=drug).spl_version == 13


def test_a_conflict_keeps_what_was_chosen(desk, proposal, drug, author):
    version = Page.objects.get(pk=drug.pk).version
    stories.edit(drug, by=author, pronunciation="x")
    response = decide(desk, proposal, version=version, spl_version="take:13", reason="Because.")
    page = response.content.decode()
    assert "saved this page" in page
    assert 'value="take:13" checked' in page
    assert "Because." in page


def test_reviews_are_brought_forward_from_the_page(desk, proposal, drug, author, reviewer):
    assert "Bring their reviews forward" not in desk.get(address(proposal)).content.decode()
    stories.publish(drug, by=author, reviewer=reviewer)
    Publication.objects.update(due_on=date(2030, 1, 1))
    assert "due for review on" in desk.get(address(proposal)).content.decode()
    response = desk.post(address(proposal), {"review": "1"}, follow=True)
    assert "1 review was brought forward." in response.content.decode()
    assert Publication.objects.get().due_on < date(2030, 1, 1)
    assert not Decision.objects.exists()


def test_others_read_and_decide_nothing(client, proposal, reviewer):
    client.force_login(reviewer)
    page = client.get(address(proposal)).content.decode()
    assert "60 mg | every 6 months" in page
    assert 'type="radio"' not in page
    assert client.post(address(proposal), {"review": "1"}).status_code == 403


def test_the_number_on_the_desk_is_the_length_of_its_list(desk, proposal, drug, author):
    watch(answer(ndc(listing_expiration_date="20200101")), by=author)
    shown = desk.get(reverse("admin:index"))
    (waiting,) = [one for one in shown.context["desk"].waiting if one.name == "differences"]
    assert waiting.number == 2
    assert desk.get(waiting.url).context["cl"].result_count == 2
    for row in Proposal.objects.all():
        decide(
            desk,
            row,
            reason="Ours is right.",
            **{each.field.rpartition(".")[2]: "ours" for each in row.differences.all()},
        )
    shown = desk.get(reverse("admin:index"))
    assert next(one.number for one in shown.context["desk"].waiting if one.name == "differences") == 0
    assert desk.get(waiting.url).context["cl"].result_count == 0


def test_who_decides_nothing_has_no_such_line_on_the_desk(client, proposal, reviewer):
    client.force_login(reviewer)
    shown = client.get(reverse("admin:index"))
    assert "differences" not in [one.name for one in shown.context["desk"].waiting]


def test_the_form_of_the_drug_says_how_many_are_open(desk, proposal, drug):
    page = desk.get(reverse("admin:drugs_drug_change", args=[drug.pk])).content.decode()
    assert "3 open differences with labels or lists of codes" in page
    assert f"?drug={drug.pk}&amp;state=open" in page
    decide(desk, proposal, reason="Read.", spl_version="ours", rxnorm="ours", dosage="ours")
    assert "open difference" not in desk.get(reverse("admin:drugs_drug_change", args=[drug.pk])).content.decode()


@pytest.mark.parametrize(
    ("chosen", "number"),
    [
        ("", 2),
        ("state=open", 1),
        ("state=decided", 1),
        ("source__exact=rxnav", 1),
        ("drug=0", 0),
        ("drug=x", 2),
        ("q=xgeva", 1),
    ],
)
def test_the_list_is_narrowed_by_state_source_and_drug(desk, proposal, drug, author, chosen, number):
    other = stories.differ(drug, by=author)
    decide(desk, other, reason="Read.", rxnorm="ours")
    assert desk.get(f"{reverse(LIST)}?{chosen}").context["cl"].result_count == number


def test_the_queries_of_the_list_do_not_grow_with_it(desk, proposal, drug, author):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse(LIST))
        return len(asked)

    queries()
    before = queries()
    for number in range(1, 5):
        other = stories.write_drug(by=author, key=f"other-{number}", brand=f"Other {number}", rxnorm=str(number))
        stories.differ(other, by=author)
    assert queries() == before


def test_a_row_of_the_list_leads_to_the_decision(desk, proposal):
    response = desk.get(reverse("admin:drugs_proposal_change", args=[proposal.pk]))
    assert response["Location"] == address(proposal)


def test_a_draft_that_a_source_spoke_of_is_not_deleted(desk, proposal, drug):
    response = desk.post(reverse("admin:drugs_drug_delete", args=[drug.pk]), {"post": "yes"})
    assert response.status_code == 200
    assert Page.objects.filter(pk=drug.pk).exists()


# A boxed warning is not closed like a code.


@pytest.fixture
def warning(drug, author) -> Proposal:
    """A newer label that brings a boxed warning."""
    watch(answer(label()), by=author)
    watch(answer(label(version="13", boxed_warning=["Severe harm."])), by=author)
    return Proposal.objects.get()


def test_a_new_boxed_warning_leads_to_a_safety_notice_of_its_kind(desk, warning, drug):
    page = desk.get(address(warning)).content.decode()
    assert f'href="{reverse("staff:safety-raise", args=[drug.pk])}?kind=boxed-warning"' in page
    assert "I acted" in page


def test_other_differences_lead_to_no_safety_notice(desk, proposal):
    page = desk.get(address(proposal)).content.decode()
    assert "kind=boxed-warning" not in page
    assert "I acted" not in page


def test_having_acted_takes_words_and_closes_the_warning_for_good(desk, warning, drug, author):
    assert "Say what you did" in decide(desk, warning, warning="acted").content.decode()
    assert not Decision.objects.exists()
    assert decide(desk, warning, warning="acted", reason="Notice 4 raised.").status_code == 302
    assert list(Decision.objects.values_list("outcome", "reason")) == [("acted", "Notice 4 raised.")]
    again = watch(answer(label(version="13", boxed_warning=["Severe harm."])), by=author)
    assert again.opened.number == 0
    page = desk.get(address(warning)).content.decode()
    assert "Acted upon" in page
    assert "kind=boxed-warning" not in page


@pytest.mark.parametrize(("value", "words"), [("ours", "read, and ours stays"), ("acted", "acted upon")])
def test_a_decided_boxed_warning_stays_on_the_form_of_its_drug(desk, warning, drug, value, words):
    form = reverse("admin:drugs_drug_change", args=[drug.pk])
    assert "Boxed warning of a label" not in desk.get(form).content.decode()
    decide(desk, warning, warning=value, reason="Our page says so already.")
    page = desk.get(form).content.decode()
    assert "Boxed warning of a label</a>: " + words in page
    assert "Our page says so already." in page


def test_what_was_decided_about_other_things_is_not_on_the_form(desk, proposal, drug):
    decide(desk, proposal, dosage="ours", reason="Read.")
    assert "Boxed warning" not in desk.get(reverse("admin:drugs_drug_change", args=[drug.pk])).content.decode()


def test_one_reason_for_several_decisions_is_told_as_what_it_is(desk, proposal):
    decide(desk, proposal, spl_version="take:13", dosage="ours", reason="Label read, no change.")
    page = desk.get(address(proposal)).content.decode()
    assert page.count("Said of all that was decided together: “Label read, no change.”") == 2


def test_a_reason_of_its_own_stands_beside_its_decision(desk, proposal):
    decide(desk, proposal, dosage="ours", reason="Label read, no change.")
    page = desk.get(address(proposal)).content.decode()
    assert "): Label read, no change." in page
    assert "Said of all" not in page


def test_a_day_that_was_taken_over_reads_as_a_day(desk, drug, author):
    watch(answer(label()), by=author)
    watch(answer(label(version="13", effective_time="20260101")), by=author)
    proposal = Proposal.objects.get()
    decide(desk, proposal, label_date="take:2026-01-01")
    assert f"</strong>: {date_format(date(2026, 1, 1))}" in desk.get(address(proposal)).content.decode()
