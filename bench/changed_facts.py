"""What a changed fact costs that many pages state: working them out, approving them, publishing them with it."""

import time

from bench.figures import Figure
from bench.world import NOW, SENTENCE, People, insert_with_parents
from drugs.models import Drug, Regimen
from edu.models import Article
from publishing import actions
from publishing.models import Edition, Publication, SignOff, SiteSettings, Use

BODY = (
    f"{SENTENCE * 10}\n\nDenosumab is given [[drug:denosumab#frequency]].\n\n::: drug-table denosumab zoledronic-acid\n"
)


def measure(people: People, pages: int) -> list[Figure]:
    """Change how often denosumab is given, with so many more articles that quote it."""
    drug = Drug.objects.get(key="denosumab")
    state_it(people, pages)

    def rows():
        Regimen.objects.filter(drug=drug, period=4).update(period=6)

    actions.record_edit(page=drug, by=people.author, now=NOW, save_related=rows)
    times = [time.perf_counter()]
    change = actions.open_change_set(page=drug, by=people.author, now=NOW)
    while actions.prepare_change_set(change_set=change, now=NOW):
        pass
    times.append(time.perf_counter())
    clean = dict(change.affected.clean().values_list("pk", "new_hash"))
    given = {"change_set": change, "by": people.reviewer, "now": NOW}
    actions.approve_change(pages=clean, facts_hash=change.proposed_hash, **given)
    times.append(time.perf_counter())
    actions.publish(page=drug, by=people.author, now=NOW, change_note="Given less often.")
    times.append(time.perf_counter())
    steps = ("work them out", "approve them", "publish them with it")
    return [
        Figure(
            f"{len(clean):,} pages state a changed fact: {step}", after - before, "s", 5 if step == steps[2] else None
        )
        for step, before, after in zip(steps, times[:-1], times[1:], strict=True)
    ]


def state_it(people: People, number: int) -> None:
    """Published articles that quote the drug, written straight to the tables: by the verbs it would take many minutes."""
    articles = []
    for n in range(number):
        key = f"states-{n}"
        articles.append(
            Article(kind="article", key=key, slug=key, title=f"States it {n}", body=BODY, owner=people.author)
        )
    compiled = articles[0].compile()
    for article in articles:
        source = article.get_source()
        article.working_hash = type(compiled)(
            title=article.title, language="en", source=source, quoted=compiled.quoted
        ).content_hash
    insert_with_parents(articles)
    decided = {"by": people.reviewer, "name": "R", "role": "nurse", "credentials": "RN", "at": NOW}
    approvals = SignOff.objects.bulk_create(
        [SignOff(page_id=p.pk, content_hash=p.working_hash, decision="approve", **decided) for p in articles],
        batch_size=500,
    )
    editions = Edition.objects.bulk_create(
        [
            Edition(
                page_id=page.pk, number=1, language="en", title=page.title, source=page.get_source(),
                quoted=compiled.quoted, html=compiled.html, outline=list(compiled.outline),
                plain_text=compiled.plain_text, facts=compiled.facts, references=list(compiled.references),
                significance="clinical", content_hash=page.working_hash, approval=approval,
                approved_hash=page.working_hash, compiler_version=1, published_at=NOW, published_by=people.author,
            )
            for page, approval in zip(articles, approvals, strict=True)
        ],
        batch_size=500,
    )  # fmt: skip
    Use.objects.bulk_create(
        [Use(edition=edition, target_id=target, how=how) for edition in editions for target, how in compiled.uses],
        batch_size=500,
    )
    Publication.objects.bulk_create(
        [
            Publication(
                page_id=page.pk, path=f"/articles/{page.slug}/", kind="article", language="en", title=page.title,
                edition=edition, first_published_at=NOW, updated_at=NOW, site_id=SiteSettings.ONLY_ID,
                risk_tier=page.risk_tier,
            )
            for page, edition in zip(articles, editions, strict=True)
        ],
        batch_size=500,
    )  # fmt: skip
