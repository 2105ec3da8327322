"""Two people in the admin: one raises a notice and sees what readers will, another reads exactly that, and decides."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from drugs import actions
from drugs.models import SafetyNotice, SafetyStep
from publishing.models import Bulletin
from tests import stories
from tests.drugs import safety_stories

pytestmark = pytest.mark.django_db
LIST, WEEK = "/admin/safety/", timedelta(days=7)


@pytest.fixture
def drug(author, reviewer):
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    stories.publish(stories.write_drug_page(by=author, drug=drug), by=author, reviewer=reviewer)
    return drug


def form(**fields) -> dict:
    """What the browser sends."""
    begins = timezone.localtime()
    words = {"title_en": "One lot is recalled", "title_es": "", "text_en": "Look at your box.", "text_es": ""}
    when = {"start_day": begins.date(), "start_hour": "00:00", "end_day": begins.date() + WEEK, "end_hour": "12:00"}
    return {"kind": "recall", "products": "", "source_url": "https://example.org/17", **words, **when, **fields}


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def raised(drug, author, **fields) -> SafetyNotice:
    return safety_stories.raised(drug, by=author, now=timezone.now(), **fields)


def path_of(notice, step="") -> str:
    return f"{LIST}{notice.pk}/{step}"


def seen(client, notice) -> str:
    return client.get(path_of(notice)).context["seen_hash"]


def test_the_drug_is_found_by_its_name_or_brand_and_the_form_has_an_end(client, drug, author):
    client.force_login(author)
    assert f"{LIST}drugs/{drug.pk}/raise/" in text_of(client.get(LIST, {"q": "xgev"}))
    assert "No drug with published facts is called so." in text_of(client.get(LIST, {"q": "\x00nothing"}))
    page = client.get(f"{LIST}drugs/{drug.pk}/raise/")
    assert page.context["form"]["end_day"].value() == page.context["form"]["start_day"].value() + 2 * WEEK
    assert "1 page that uses this drug" in text_of(page)


def test_raising_it_shows_it_to_nobody_yet(client, drug, author, reviewer):
    client.force_login(author)
    response = client.post(f"{LIST}drugs/{drug.pk}/raise/", form(), follow=True)
    text = text_of(response)
    assert "Told by mail: Sample Reviewer." in text
    assert "You asked for it, so somebody else must confirm it: Sample Reviewer." in text
    assert "Confirm: show it to readers" not in text
    assert "Confirmed by" not in text and "Confirmado por" not in text
    assert not Bulletin.objects.exists()


def test_looking_first_shows_every_language_and_saves_nothing(client, drug, author):
    client.force_login(author)
    text = text_of(client.post(f"{LIST}drugs/{drug.pk}/raise/", form(look="1", products="Xgeva: 17")))
    assert "Recall: Denosumab" not in text
    assert "Recall: denosumab" in text
    assert "Xgeva, lot 17" in text
    assert "Hay un aviso de retirada del mercado sobre denosumab." in text
    assert not SafetyNotice.objects.exists()


def test_the_preview_of_the_script_is_the_same_and_escapes_what_was_typed(client, drug, author, coordinator):
    client.force_login(author)
    address = f"{LIST}drugs/{drug.pk}/preview/"
    response = client.post(address, form(title_en="Lots < 5 & > 3"))
    assert "Lots &lt; 5 &amp; &gt; 3" in text_of(response)
    assert "<script>" not in text_of(client.post(address, form(title_en="<script>alert(1)</script>")))
    assert response.headers["Cache-Control"] == "private, no-store"
    client.force_login(coordinator)
    assert client.post(address, form()).status_code == 403


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"source_url": "http://example.org/"}, "Give an address that begins with https://."),
        ({"source_url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"title_en": "", "text_en": ""}, "This field is required."),
        ({"text_en": "", "text_es": "Mire su caja."}, "in each language that you write in"),
        ({"products": "Zometa: 17"}, "“Zometa” is no brand name of this drug here."),
        ({"end_day": "2020-01-01"}, "It must end after it starts."),
        ({"end_day": ""}, "This field is required."),
        ({"title_en": "x" * 121}, "at most 120 characters"),
        ({"kind": "rumour"}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, drug, author, fields, said):
    client.force_login(author)
    response = client.post(f"{LIST}drugs/{drug.pk}/raise/", form(**fields))
    assert said in text_of(response)
    assert not SafetyNotice.objects.exists()


@pytest.mark.parametrize("name", ["title_en", "text_es"])
@pytest.mark.parametrize(
    "words",
    [
        "Look <b>today</b>.", "Line<br>break", "See [our page](http://example.org/).", "A **lot**", "A __lot__", "A `lot`",
        "# Recall", "&nbsp;Recall", "[[drug:denosumab]]", "As found [@smith2017].", "::: warning",
    ],
)  # fmt: skip
def test_marks_of_web_pages_are_refused_with_what_to_write(client, drug, author, name, words):
    client.force_login(author)
    filled = form(title_es="Un lote", text_es="Mire.") | {name: words}
    response = client.post(f"{LIST}drugs/{drug.pk}/raise/", filled)
    (said,) = response.context["form"].errors[name.partition("_")[0]]
    assert "knows no HTML, no Markdown and no links. Write plain words" in said
    assert not SafetyNotice.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "Less than 5 mg (< 5 mg).",
        "Lots A_1_2 and B*",
        "- Look at your box.",
        "Call 1-800-555: now!",
        "R&D; 5 > 3",
        "[Lot 17]",
    ],
)
def test_plain_words_are_left_alone(client, drug, author, words):
    client.force_login(author)
    assert client.post(f"{LIST}drugs/{drug.pk}/raise/", form(text_en=words)).status_code == 302


def test_a_kind_named_in_the_address_is_chosen_already(client, drug, author):
    client.force_login(author)
    assert (
        client.get(f"{LIST}drugs/{drug.pk}/raise/?kind=boxed-warning").context["form"]["kind"].value()
        == "boxed-warning"
    )
    assert client.get(f"{LIST}drugs/{drug.pk}/raise/?kind=nonsense").context["form"]["kind"].value() is None


def test_what_confirms_a_notice_stands_apart_from_what_replaces_it(client, drug, author, administrator):
    notice = raised(drug, author)
    client.force_login(administrator)
    page = text_of(client.get(path_of(notice)))
    assert page.index("Confirm: show it to readers") < page.index("They confirm nothing") < page.index("Reword it")
    assert page.index("Instead of confirming or refusing") < page.index("Take it back")


def test_the_second_person_reads_all_of_it_and_confirms(client, drug, author, reviewer):
    notice = raised(drug, author)
    client.force_login(reviewer)
    text = text_of(client.get(path_of(notice)))
    for part in ("One lot is recalled", "Se retira un lote", "/drugs/denosumab/", "Confirmed by Sample Reviewer, RN."):
        assert part in text
    sent = {"seen_hash": seen(client, notice), "decision": "agree"}
    assert "Tick this to confirm." in text_of(client.post(path_of(notice, "confirm/"), sent))
    assert not Bulletin.objects.exists()
    response = client.post(path_of(notice, "confirm/"), sent | {"has_read": "on"}, follow=True)
    assert "Readers see it from the next page they open." in text_of(response)
    assert "One lot is recalled" in text_of(client.get("/drugs/denosumab/"))


def test_what_changed_meanwhile_is_read_again(client, drug, author, reviewer):
    notice = raised(drug, author)
    client.force_login(reviewer)
    sent = {"seen_hash": seen(client, notice), "decision": "agree", "has_read": "on"}
    page = stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n")
    path = stories.publish(page, by=author, reviewer=reviewer).path
    text = text_of(client.post(path_of(notice, "confirm/"), sent))
    assert "Please read it again." in text
    assert path in text
    assert not Bulletin.objects.exists()


def test_whoever_raised_it_cannot_confirm_by_hand_either(client, drug, administrator):
    notice = raised(drug, administrator)
    client.force_login(administrator)
    sent = {"seen_hash": safety_stories.hash_on_screen(notice), "decision": "agree", "has_read": "on"}
    assert client.post(path_of(notice, "confirm/"), sent).status_code == 403
    assert not SafetyStep.objects.exists()


def test_refusing_takes_a_reason_and_is_on_record(client, drug, author, reviewer):
    notice = raised(drug, author)
    client.force_login(reviewer)
    assert "Say why you refuse." in text_of(client.post(path_of(notice, "confirm/"), {"decision": "refuse"}))
    sent = {"decision": "refuse", "reason": "The agency says nothing of it."}
    text = text_of(client.post(path_of(notice, "confirm/"), sent, follow=True))
    assert "The agency says nothing of it." in text
    assert "Confirm: show it to readers" not in text


def test_it_is_prolonged_by_two_and_ended_by_one(client, drug, author, reviewer):
    notice = raised(drug, author)
    safety_stories.confirmed(notice, by=reviewer, now=timezone.now())
    client.force_login(author)
    longer = {"day": timezone.localdate() + 3 * WEEK, "hour": "12:00", "reason": "Still recalled."}
    assert "Still recalled." in text_of(client.post(path_of(notice, "longer/"), longer, follow=True))
    client.force_login(reviewer)
    page = client.get(path_of(notice))
    sent = {"seen_hash": page.context["seen_hash"], "asked": page.context["asked_longer"].pk, "decision": "agree"}
    client.post(path_of(notice, "confirm/"), sent | {"has_read": "on"})
    assert Bulletin.objects.get().ends_at.date() == timezone.localdate() + 3 * WEEK
    client.post(path_of(notice, "end/"), {"reason": "It is over."})
    assert Bulletin.objects.get().ends_at <= timezone.now()
    assert "One lot is recalled" not in text_of(client.get("/drugs/denosumab/"))


def test_rewording_starts_from_what_was_written(client, drug, author):
    notice = raised(drug, author, products=[{"brand": "Xgeva", "lots": "17"}])
    client.force_login(author)
    shown = client.get(path_of(notice, "reword/")).context["form"]
    assert shown["products"].value() == "Xgeva: 17"
    client.post(path_of(notice, "reword/"), form(title_en="Two lots are recalled"))
    assert SafetyNotice.objects.get(replaces=notice).title == {"en": "Two lots are recalled"}
    assert "reworded before anybody confirmed it" in text_of(client.get(path_of(notice))).lower()


def test_the_desk_has_it_on_top_with_the_time_left(client, drug, author, reviewer, coordinator):
    for person in (author, reviewer):
        client.force_login(person)
        assert "Safety notices waiting" not in text_of(client.get("/admin/"))
    raised(drug, author)
    client.force_login(reviewer)
    first = client.get("/admin/").context["desk"].waiting[0]
    assert (first.name, first.number, first.lines[0].mark) == ("safety", 1, "urgent")
    assert "3\xa0hours, 59\xa0minutes left" in first.lines[0].detail
    client.force_login(author)
    assert client.get("/admin/").context["desk"].waiting[0].lines[0].mark == ""
    client.force_login(coordinator)
    assert "Safety notices waiting" not in text_of(client.get("/admin/"))


def test_the_list_costs_the_same_however_many_there_are(client, drug, author, reviewer, django_assert_max_num_queries):
    client.force_login(reviewer)

    def cost():
        with django_assert_max_num_queries(40) as found:
            client.get(LIST)
        return len(found)

    safety_stories.confirmed(raised(drug, author, **safety_stories.of_another_lot()), by=reviewer, now=timezone.now())
    raised(drug, author, **safety_stories.of_another_lot())
    before = cost()
    for _more in range(4):
        safety_stories.confirmed(
            raised(drug, author, **safety_stories.of_another_lot()), by=reviewer, now=timezone.now()
        )
        raised(drug, author, **safety_stories.of_another_lot())
    assert cost() == before


def test_addresses_of_nothing_are_not_found(client, drug, administrator):
    client.force_login(administrator)
    for path in (path_of(SafetyNotice(pk=9999)), f"{LIST}drugs/9999/raise/"):
        assert client.get(path).status_code == 404
    assert client.get(path_of(SafetyNotice(pk=9999), "end/")).status_code == 405


def test_a_request_to_prolong_of_another_notice_is_refused(client, drug, author, reviewer):
    one, other = raised(drug, author), raised(drug, author, **safety_stories.of_another_lot())
    now = timezone.now()
    for notice in (one, other):
        safety_stories.confirmed(notice, by=reviewer, now=now)
    until = datetime.now(tz=now.tzinfo) + 3 * WEEK
    asked = actions.ask_longer(notice=one, until=until, reason="Still.", by=author, now=now)
    client.force_login(reviewer)
    sent = {"seen_hash": "x", "asked": asked.pk, "decision": "agree", "has_read": "on"}
    assert "decided already" in text_of(client.post(path_of(other, "confirm/"), sent))
