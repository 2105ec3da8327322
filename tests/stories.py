"""Building state by living through it: people write, clinicians approve, pages are published. Only through the verbs."""

from datetime import UTC, datetime
from itertools import count

from django.utils.timezone import localdate

from drugs.actions import open_proposals
from drugs.drift import Record
from drugs.models import (
    Drug,
    DrugClass,
    DrugPage,
    Effect,
    Indication,
    Precaution,
    Product,
    Proposal,
    Regimen,
    SideEffect,
)
from edu.models import Article, Topic
from glossary.models import Term
from people.models import Reviewer
from publishing import actions
from publishing.models import Page, Publication, Significance, State
from references.actions import save_reference
from references.models import Reference

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
_numbers = count(1)


def write(model, *, by, now=NOW, save_related=None, **fields) -> Page:
    """A working copy of any kind of page, written by someone. Key and slug are made up unless given."""
    key = fields.pop("key", None) or f"{model._meta.model_name}-{next(_numbers)}"
    fields.setdefault("slug", key)
    fields.setdefault("title", key.replace("-", " ").capitalize())
    page = model(key=key, **fields)
    rows = (lambda: save_related(page)) if save_related else None
    return actions.record_edit(page=page, by=by, now=now, save_related=rows)


def write_article(*, by, body="Some text.\n", **fields) -> Article:
    return write(Article, by=by, body=body, **fields)


def write_topic(*, by, **fields) -> Topic:
    return write(Topic, by=by, **fields)


def write_term(*, by, definition="too much calcium in the blood", **fields) -> Term:
    return write(Term, by=by, definition=definition, **fields)


def an_effect(key: str, name: str) -> Effect:
    """The effect of the vocabulary with this key, made when it is not there."""
    return Effect.objects.get_or_create(key=key, defaults={"name": {"en": name, "es": name}})[0]


def write_class(*, by, key="bisphosphonates", effects=(), **fields) -> DrugClass:
    """A class; `effects` are (key, English name) pairs."""

    def rows(page):
        for position, (effect, name) in enumerate(effects):
            SideEffect.objects.create(drug_class=page, effect=an_effect(effect, name), position=position)

    name = key.replace("-", " ")
    return write(DrugClass, by=by, key=key, language="", name={"en": name, "es": name}, save_related=rows, **fields)


def write_drug(
    *,
    by,
    key="denosumab",
    brand="Xgeva",
    weeks=4,
    dose=120,
    references=(),
    classes=(),
    effects=(),
    precautions=(),
    **fields,
) -> Drug:
    """A drug with one product and one regimen: `dose` mg under the skin every `weeks` weeks for bone metastases."""

    def rows(page):
        product = Product.objects.create(drug=page, brand=brand)
        indication, _made = Indication.objects.get_or_create(
            key="bone-metastases", defaults={"name": {"en": "bone metastases", "es": "metástasis óseas"}}
        )
        regimen = Regimen.objects.create(
            drug=page,
            key="usual",
            product=product,
            indication=indication,
            route="subcutaneous",
            dose_value=dose,
            dose_unit="mg",
            frequency=1,
            period=weeks,
            period_unit="wk",
        )
        regimen.dose_references.set(references)
        regimen.timing_references.set(references)
        page.classes.set(classes)
        for effect, name in effects:
            SideEffect.objects.create(drug=page, effect=an_effect(effect, name))
        for precaution, condition, advice in precautions:
            Precaution.objects.create(
                drug=page,
                key=precaution,
                condition={"en": condition, "es": condition},
                advice={"en": advice, "es": advice},
            )

    return write(Drug, by=by, key=key, language="", name={"en": key, "es": key}, save_related=rows, **fields)


def write_drug_page(*, by, drug, body="Text about it.\n", **fields) -> DrugPage:
    return write(DrugPage, by=by, key=drug.key, drug=drug, body=body, **fields)


def edit(page, *, by, now=NOW, save_related=None, **fields) -> Page:
    """Change a page's working copy, starting from what is stored."""
    page = Page.objects.get(pk=page.pk).specific
    for name, value in fields.items():
        setattr(page, name, value)
    return actions.record_edit(page=page, by=by, now=now, opened_version=page.version, save_related=save_related)


def change_frequency(drug, *, weeks, by, now=NOW) -> Drug:
    """Edit a drug's regimen in its working copy, as a pharmacist would, without sign-off."""

    def rows():
        Regimen.objects.filter(drug=drug).update(period=weeks)

    return edit(drug, by=by, now=now, save_related=rows)


def differ(drug, *, by, now=NOW, status="obsolete") -> Proposal:
    """A source says otherwise of the drug: that its RxNorm code is out of use."""
    code = fresh(drug).rxnorm
    record = Record("rxnav", 1, code, rxnorm=(code,), status=status, title=drug.key)
    open_proposals(records=[record], file_name="history.json", by=by, now=now)
    return Proposal.objects.filter(drug=drug).latest("pk")


def approve(page, *, by, now=NOW):
    """A clinician reads the working copy as it stands and approves it."""
    return actions.sign_off(page=page, by=by, now=now, seen_hash=fresh(page).compile().content_hash)


def request_changes(page, *, by, now=NOW, comment="Say it more simply.", remarks=()):
    """A clinician reads the working copy and asks for changes."""
    seen, decision = fresh(page).compile().content_hash, "changes-requested"
    return actions.sign_off(
        page=page, by=by, now=now, seen_hash=seen, decision=decision, comment=comment, block_comments=remarks
    )


def publish(
    page, *, by, reviewer, now=NOW, significance=Significance.CLINICAL, change_note="Now says more."
) -> Publication:
    """Approve and publish; gives the live publication."""
    approve(page, by=reviewer, now=now)
    actions.publish(page=page, by=by, now=now, significance=significance, change_note=change_note)
    return live(page)


def live(page) -> Publication:
    return Publication.objects.live().select_related("edition").get(page=page.pk)


def fresh(page):
    """The page as stored, as its own kind."""
    return Page.objects.get(pk=page.pk).specific


def add_reference(*, by, key="himelstein2017", title="A trial of bones", now=NOW, **csl) -> Reference:
    record = {"id": key, "type": "article-journal", "title": title, "issued": {"date-parts": [[2017, 1, 3]]}, **csl}
    return save_reference(reference=Reference(key=key), by=by, now=now, record=record)


def ask(page, *, by, now=NOW, **people) -> Page:
    """Ask for approval of the working copy; `people`: users, reviewers, due_on, note."""
    return actions.ask_for_approval(page=page, by=by, now=now, **people)


def register(name="nurse", **fields) -> Reviewer:
    """A clinician without an account, in the reviewers' register."""
    fields = {"role": "Oncology nurse", "credentials": "RN", "email": f"{name}@example.org", **fields}
    return Reviewer.objects.create(name=f"Sample {name.capitalize()}", **fields)


def review(page, *, by, decided_by=None, now=NOW, **fields):
    """A review of the live page, found in order; what the clinician wrote when somebody else records it for them."""
    day = fields.setdefault("reviewed_on", localdate(now))
    fields = {
        "outcome": "no-change",
        "evidence_searched": "The guideline of the year.",
        "evidence_searched_on": day,
        "next_due_reason": "A trial reports then." if fields.get("next_due_on") else "",
        "proof_of_decision": "" if decided_by == by else "I checked it. No change.",
        **fields,
    }
    return actions.record_review(page=page, by=by, now=now, decided_by=decided_by, **fields)


def state(page) -> State:
    """The state of one page; every page is in exactly the list of its own state."""
    stored = Page.objects.with_state().get(pk=page.pk)
    assert [name for name in State if Page.objects.in_state(name).filter(pk=page.pk).exists()] == [stored.state]
    return stored.state


def redact(page, *, first, second, numbers=(1,), reason="A patient was named.", now=NOW):
    """Editions emptied for good: one administrator asks, a second agrees."""
    asked = actions.ask_redaction(page=page, numbers=numbers, cause="personal-data", reason=reason, by=first, now=now)
    return actions.decide_redaction(
        redaction=asked, agreed=True, by=second, now=now, note="I read it; a patient is named."
    )
