"""Two people stand behind a safety notice: who may, in which order, within which hours; and every step is on record."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from drugs import actions
from drugs.models import SafetyNotice, SafetyStep, Standing
from publishing.errors import NotPermitted, Refused
from publishing.frozen import FrozenError
from publishing.models import Bulletin, Event, Mail, SiteSettings
from tests import stories
from tests.drugs import safety_stories
from tests.drugs.safety_stories import TEXT, TITLE, WEEK

pytestmark = pytest.mark.django_db
NOW, HOUR = stories.NOW, timedelta(hours=1)


@pytest.fixture
def drug(author, reviewer):
    drug = stories.write_drug(by=author)
    stories.publish(drug, by=author, reviewer=reviewer)
    return drug


@pytest.fixture
def notice(drug, author):
    return safety_stories.raised(drug, by=author)


def standing(notice, *, now=NOW) -> str:
    return SafetyNotice.objects.with_steps().get(pk=notice.pk).standing(now=now)


def verbs(drug) -> list[str]:
    rows = Event.objects.filter(page_id=drug.pk, verb__startswith="notice-").order_by("pk")
    return [verb.removeprefix("notice-") for verb in rows.values_list("verb", flat=True)]


def test_one_raises_and_another_confirms(drug, notice, author, reviewer):
    assert standing(notice) == Standing.WAITING
    step = safety_stories.confirmed(notice, by=reviewer)
    assert (step.by, step.asked_by, step.name, step.credentials) == (reviewer, author, "Sample Reviewer", "RN")
    assert standing(notice) == Standing.ON_SHOW
    assert verbs(drug) == ["raised", "confirmed"]
    assert Bulletin.objects.get().key == notice.key


def test_nobody_confirms_what_they_raised(drug, administrator):
    notice = safety_stories.raised(drug, by=administrator)
    with pytest.raises(NotPermitted, match="second person"):
        safety_stories.confirmed(notice, by=administrator)


def test_two_accounts_with_one_address_are_one_person(drug, author, reviewer):
    author.email, reviewer.email = "ann@example.org", "Ann@example.org"
    author.save()
    reviewer.save()
    with pytest.raises(NotPermitted, match="second person"):
        safety_stories.confirmed(safety_stories.raised(drug, by=author), by=reviewer)


def test_the_second_person_is_a_clinician(drug, notice, second_author):
    with pytest.raises(NotPermitted, match="credentials"):
        safety_stories.confirmed(notice, by=second_author)


@pytest.mark.parametrize("who", ["coordinator", "outsider"])
def test_others_may_neither_raise_nor_confirm_nor_end(drug, notice, who, request):
    person = request.getfixturevalue(who)
    with pytest.raises(NotPermitted):
        safety_stories.raised(drug, by=person)
    with pytest.raises(NotPermitted):
        safety_stories.confirmed(notice, by=person)
    with pytest.raises(NotPermitted):
        actions.refuse_notice(notice=notice, reason="No.", by=person, now=NOW)
    with pytest.raises(NotPermitted):
        actions.end_notice(notice=notice, reason="No.", by=person, now=NOW)
    assert verbs(drug) == ["raised"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": {}, "text": {}}, "at least one language"),
        ({"title": TITLE, "text": {"en": TEXT["en"]}}, "both in each"),
        ({"title": {"en": " "}, "text": {"en": "Words."}}, "at least one language"),
        ({"title": {"fr": "Un"}, "text": {"fr": "Deux"}}, "Unknown language"),
        ({"title": {"en": "x" * 121}, "text": {"en": "Words."}}, "under 120"),
        ({"text": {"en": "x" * 601, "es": "y"}}, "under 600"),
        ({"kind": "rumour"}, "not a valid choice"),
        ({"source_url": "http://example.org/"}, "valid URL"),
        ({"source_url": "javascript:alert(1)"}, "valid URL"),
        ({"source_url": ""}, "valid URL"),
        ({"ends_at": NOW}, "end after"),
        ({"starts_at": NOW - 2 * WEEK, "ends_at": NOW - WEEK}, "in the future"),
        ({"ends_at": NOW + timedelta(days=400)}, "a year"),
    ],
)
def test_what_is_incomplete_is_refused(drug, author, fields, said):
    with pytest.raises(Refused, match=said):
        safety_stories.raised(drug, by=author, **fields)
    assert not SafetyNotice.objects.exists()


def test_a_drug_whose_facts_are_not_published_has_no_page_to_show_it_on(author):
    with pytest.raises(Refused, match="not published"):
        safety_stories.raised(stories.write_drug(by=author), by=author)


def test_the_same_words_are_not_raised_twice_for_the_same_time(drug, author, second_author, reviewer):
    notice = safety_stories.raised(drug, by=author)
    with pytest.raises(Refused, match=f"number {notice.pk}, waits for a second person"):
        safety_stories.raised(drug, by=second_author)
    safety_stories.confirmed(notice, by=reviewer)
    with pytest.raises(Refused, match=f"number {notice.pk}, on show"):
        safety_stories.raised(drug, by=second_author)
    assert SafetyNotice.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "shortage"},
        {"title": {"en": "Another lot is recalled"}, "text": {"en": "Lot 18 may hold glass."}},
        {"products": [{"brand": "Xgeva", "lots": "18"}]},
        {"starts_at": stories.NOW + WEEK, "ends_at": stories.NOW + 2 * WEEK},
    ],
)
def test_another_notice_about_the_same_drug_is_raised(drug, author, other):
    safety_stories.raised(drug, by=author)
    assert safety_stories.raised(drug, by=author, **other).pk


def test_what_lapsed_or_was_taken_back_is_raised_again(drug, author):
    safety_stories.raised(drug, by=author)
    later = stories.NOW + timedelta(days=3)
    assert safety_stories.raised(drug, by=author, now=later, starts_at=later, ends_at=later + WEEK).pk


@pytest.mark.parametrize("hours", [4, 1, 12])
def test_it_lapses_when_nobody_confirms_in_time(drug, author, reviewer, hours):
    SiteSettings.objects.filter(pk=1).update(confirm_hours=hours)
    notice = safety_stories.raised(drug, by=author)
    late = NOW + hours * HOUR
    assert standing(notice, now=late - timedelta(seconds=1)) == Standing.WAITING
    assert standing(notice, now=late) == Standing.LAPSED
    with pytest.raises(Refused, match="lapsed"):
        safety_stories.confirmed(notice, by=reviewer, now=late)
    assert not Bulletin.objects.exists()


def test_lapsing_is_noted_once_and_told(drug, notice, author):
    assert actions.note_lapsed(now=NOW + HOUR) == []
    assert actions.note_lapsed(now=NOW + 5 * HOUR) == [notice]
    assert actions.note_lapsed(now=NOW + 6 * HOUR) == []
    assert verbs(drug) == ["raised", "lapsed"]
    assert Event.objects.get(verb="notice-lapsed").actor_id is None
    assert Mail.objects.get(kind="second-person-done").user == author


def test_the_command_notes_what_lapsed(drug, notice, capsys):
    call_command("note_lapsed_notices", "--dry-run")
    assert "1 safety notices lapsed" in capsys.readouterr().out
    assert not SafetyStep.objects.exists()
    call_command("note_lapsed_notices", "--json")
    assert capsys.readouterr().out.strip() == f'{{"lapsed": [{notice.pk}]}}'


def test_what_was_not_on_the_screen_is_not_confirmed(drug, notice, author, reviewer):
    seen = safety_stories.hash_on_screen(notice)
    page = stories.write_article(by=author, body="Given [[drug:denosumab#frequency]].\n")
    stories.publish(page, by=author, reviewer=reviewer)
    with pytest.raises(Refused, match="read it again"):
        actions.confirm_notice(notice=notice, seen_hash=seen, by=reviewer, now=NOW)
    safety_stories.confirmed(notice, by=reviewer)


def test_a_reworded_notice_is_read_again(drug, notice, author, second_author, reviewer):
    seen = safety_stories.hash_on_screen(notice)
    anew = actions.reword_notice(
        notice=notice, kind="shortage", title=TITLE, text=TEXT, source_url="https://example.org/", starts_at=NOW,
        ends_at=NOW + WEEK, by=second_author, now=NOW + HOUR,
    )  # fmt: skip
    assert standing(notice) == Standing.REPLACED
    with pytest.raises(Refused, match="reworded"):
        actions.confirm_notice(notice=notice, seen_hash=seen, by=reviewer, now=NOW + HOUR)
    with pytest.raises(Refused, match="read it again"):
        actions.confirm_notice(notice=anew, seen_hash=seen, by=reviewer, now=NOW + HOUR)
    assert (anew.replaces, anew.raised_by, anew.lapses_at) == (notice, second_author, NOW + 5 * HOUR)


@pytest.mark.parametrize("then", ["confirm", "refuse", "reword"])
@pytest.mark.parametrize("first", ["confirm", "refuse", "take back"])
def test_what_was_decided_is_decided(drug, notice, author, reviewer, first, then):
    seen = safety_stories.hash_on_screen(notice)
    deeds = {
        "confirm": lambda: actions.confirm_notice(notice=notice, seen_hash=seen, by=reviewer, now=NOW),
        "refuse": lambda: actions.refuse_notice(notice=notice, reason="No source.", by=reviewer, now=NOW),
        "take back": lambda: actions.end_notice(notice=notice, reason="Wrong drug.", by=author, now=NOW),
        "reword": lambda: actions.reword_notice(
            notice=notice, kind="recall", title=TITLE, text=TEXT, source_url="https://example.org/", starts_at=NOW,
            ends_at=NOW + WEEK, by=author, now=NOW,
        ),
    }  # fmt: skip
    deeds[first]()
    with pytest.raises(Refused):
        deeds[then]()
    assert SafetyStep.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 501])
def test_refusing_and_ending_take_a_reason(notice, author, reviewer, reason):
    with pytest.raises(Refused, match="Say why"):
        actions.refuse_notice(notice=notice, reason=reason, by=reviewer, now=NOW)
    with pytest.raises(Refused, match="Say why"):
        actions.end_notice(notice=notice, reason=reason, by=author, now=NOW)


def test_one_person_ends_it_early_and_the_others_are_told(drug, notice, author, second_author, reviewer):
    safety_stories.confirmed(notice, by=reviewer)
    actions.end_notice(notice=notice, reason="The recall is over.", by=second_author, now=NOW + HOUR)
    assert standing(notice, now=NOW + HOUR) == Standing.OVER
    assert Bulletin.objects.get().ends_at == NOW + HOUR
    ended = Mail.objects.filter(key__contains=f":{SafetyStep.objects.get(kind='ended').pk}:")
    assert set(ended.values_list("user__username", flat=True)) == {"author", "reviewer"}
    with pytest.raises(Refused, match="nothing to end"):
        actions.end_notice(notice=notice, reason="Again.", by=author, now=NOW + HOUR)


def test_prolonging_takes_two_people_too(drug, notice, author, second_author, reviewer):
    safety_stories.confirmed(notice, by=reviewer)
    longer = NOW + 2 * WEEK
    with pytest.raises(Refused, match="later than the present one"):
        actions.ask_longer(notice=notice, until=NOW + WEEK, reason="Same.", by=author, now=NOW)
    asked = actions.ask_longer(notice=notice, until=longer, reason="Still recalled.", by=author, now=NOW)
    with pytest.raises(Refused, match="already"):
        actions.ask_longer(notice=notice, until=longer, reason="Me too.", by=second_author, now=NOW)
    assert Bulletin.objects.get().ends_at == NOW + WEEK
    seen = safety_stories.longer_hash(asked)
    with pytest.raises(NotPermitted):
        actions.decide_longer(asked=asked, agreed=True, seen_hash=seen, by=second_author, now=NOW)
    with pytest.raises(Refused, match="read it again"):
        actions.decide_longer(asked=asked, agreed=True, seen_hash="other", by=reviewer, now=NOW)
    actions.decide_longer(asked=asked, agreed=True, seen_hash=seen, by=reviewer, now=NOW)
    assert Bulletin.objects.get().ends_at == longer
    assert standing(notice, now=longer - HOUR) == Standing.ON_SHOW
    assert verbs(drug) == ["raised", "confirmed", "longer", "prolonged"]


def test_a_request_to_prolong_lapses_and_may_be_refused(drug, notice, author, reviewer):
    safety_stories.confirmed(notice, by=reviewer)
    asked = actions.ask_longer(notice=notice, until=NOW + 2 * WEEK, reason="Still.", by=author, now=NOW)
    seen = safety_stories.longer_hash(asked)
    with pytest.raises(Refused, match="in time"):
        actions.decide_longer(asked=asked, agreed=True, seen_hash=seen, by=reviewer, now=NOW + 5 * HOUR)
    again = actions.ask_longer(notice=notice, until=NOW + 2 * WEEK, reason="Still.", by=author, now=NOW + 5 * HOUR)
    actions.decide_longer(asked=again, agreed=False, reason="It is over.", by=reviewer, now=NOW + 5 * HOUR)
    assert Bulletin.objects.get().ends_at == NOW + WEEK


def test_what_is_over_cannot_be_prolonged(notice, author, reviewer):
    safety_stories.confirmed(notice, by=reviewer)
    with pytest.raises(Refused, match="Raise a new one"):
        actions.ask_longer(notice=notice, until=NOW + 3 * WEEK, reason="Late.", by=author, now=NOW + WEEK)


def test_those_who_may_confirm_are_told_and_nobody_else(drug, reviewer, author, second_author, administrator):
    safety_stories.raised(drug, by=author)
    told = Mail.objects.filter(kind="second-person").values_list("user__username", flat=True)
    assert set(told) == {"reviewer", "administrator"}


def test_the_mail_says_who_and_until_when_and_nothing_once_it_is_decided(
    drug, author, reviewer, mailoutbox, django_capture_on_commit_callbacks
):
    reviewer.email = "reviewer@example.org"
    reviewer.save()
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        notice = safety_stories.raised(drug, by=author, now=now)
    letter = mailoutbox[0]
    assert letter.subject == "Urgent, please confirm: Recall: Denosumab"
    assert "Sample Author raised a safety notice" in letter.body
    assert f"/admin/safety/{notice.pk}/" in letter.body
    assert TITLE["en"] not in letter.body
    assert notice.letter(now=now + 5 * HOUR) is None
    safety_stories.confirmed(notice, by=reviewer, now=now)
    assert notice.letter(now=now) is None


# The database says the same, past every verb.


def step(notice, **fields):
    values = {"notice": notice, "kind": "confirmed", "by": None, "asked_by": None, "at": NOW, "seen_hash": "x"}
    values |= {"name": "A", "role": "nurse", "credentials": "RN", **fields}
    with transaction.atomic():
        return SafetyStep.objects.create(**values)


def test_the_database_refuses_one_person_twice(notice, author, reviewer):
    for fields in (
        {"by": author, "asked_by": author},
        {"by": reviewer, "asked_by": None},
        {"by": None, "asked_by": author},
        {"by": reviewer, "asked_by": author, "credentials": ""},
        {"by": reviewer, "asked_by": author, "seen_hash": ""},
    ):
        with pytest.raises(IntegrityError, match="safety_notice_needs_a_second_person"):
            step(notice, **fields)


def test_the_database_keeps_one_answer_and_one_early_end(notice, author, reviewer):
    step(notice, by=reviewer, asked_by=author)
    with pytest.raises(IntegrityError):
        step(notice, kind="refused", by=reviewer, reason="No.")
    step(notice, kind="ended", by=author, reason="Over.")
    with pytest.raises(IntegrityError):
        step(notice, kind="ended", by=author, reason="Over.")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"kind": "refused", "reason": ""}, "safety_step_says_who_and_why"),
        ({"kind": "ended", "reason": "Over.", "by": None}, "safety_step_says_who_and_why"),
        ({"kind": "longer-asked", "reason": "Still."}, "prolonging_says_until_when"),
        ({"kind": "ended", "reason": "Over.", "until": NOW}, "prolonging_says_until_when"),
        ({"kind": "longer-refused", "reason": "No."}, "prolonging_answers_a_request"),
    ],
)
def test_the_database_asks_for_reasons_and_ends(notice, author, fields, name):
    with pytest.raises(IntegrityError, match=name):
        step(notice, **{"by": author, **fields})


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"ends_at": NOW}, "safety_notice_ends_after_it_starts"),
        ({"lapses_at": NOW}, "safety_notice_lapses_later"),
        ({"source_url": "http://example.org/"}, "safety_notice_source_is_https"),
    ],
)
def test_the_database_refuses_a_bad_notice(drug, author, fields, name):
    values = {"drug": drug, "kind": "recall", "title": TITLE, "text": TEXT, "source_url": "https://example.org/"}
    values |= {"starts_at": NOW, "ends_at": NOW + WEEK, "raised_by": author, "raised_at": NOW, "lapses_at": NOW + HOUR}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        SafetyNotice.objects.create(**(values | fields))


def test_hours_to_confirm_have_limits():
    SiteSettings.objects.get_or_create(pk=1)
    for hours in (0, 73):
        with pytest.raises(IntegrityError, match="a_second_person"), transaction.atomic():
            SiteSettings.objects.filter(pk=1).update(confirm_hours=hours)


@pytest.mark.parametrize("table", ["drugs_safetynotice", "drugs_safetystep"])
def test_what_was_said_and_decided_is_never_rewritten(notice, author, reviewer, table):
    safety_stories.confirmed(notice, by=reviewer)
    for sql in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    with pytest.raises(FrozenError):
        notice.save()
