"""Topics, articles, glossary terms and drug pages: from a file's fields to a page that is not saved yet."""

from django.conf import settings

from connect.importing.fields import Reader
from drugs.models import Drug, DrugPage
from edu.models import Article, Topic
from glossary.models import Term
from markup import rename_citations
from publishing.models import RiskTier

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def _existing(model, reader: Reader):
    """The page with this key and language, or a new one, with the fields every page has."""
    key = reader.text("key", required=True)
    language = reader.text("language", choices=LANGUAGES) or settings.LANGUAGE_CODE
    page = model.objects.filter(key=key, language=language).first() or model(key=key, language=language)
    page.kind = page.kind or model._meta.model_name
    page.slug = reader.text("slug") or page.slug or key
    page.title = reader.text("title", required=True)
    page.risk_tier = reader.text("risk_tier", choices=tuple(RiskTier.values)) or RiskTier.TREATMENT
    # A file that was written before two references were merged says nothing new.
    page.body = rename_citations(reader.record.body, reader.known.merged)
    return page


def topic(reader: Reader):
    page = _existing(Topic, reader)
    page.summary = reader.text("summary")
    page.position = reader.whole("order", 0)
    page.featured = reader.lines("featured")
    parent = reader.text("parent")
    page.parent = Topic.objects.filter(key=parent, language=page.language).first() if parent else None
    if parent and page.parent is None:
        reader.unknown("topic", "parent", parent, page.language)
    return page, None


def article(reader: Reader):
    page = _existing(Article, reader)
    page.summary = reader.text("summary")
    page.also_called, page.keywords = reader.lines("also_called"), reader.lines("keywords")
    reader.lines("related")
    key = reader.text("topic")
    page.topic = Topic.objects.filter(key=key, language=page.language).first() if key else None
    if key and page.topic is None:
        reader.unknown("topic", "topic", key, page.language)
    return page, None


def term(reader: Reader):
    page = _existing(Term, reader)
    page.definition = reader.text("definition", required=True)
    page.clinical_name, page.aliases = reader.text("clinical_name"), reader.lines("aliases")
    reader.text("summary")
    return page, None


def drug_page(reader: Reader):
    page = _existing(DrugPage, reader)
    page.summary, page.also_called = reader.text("summary"), reader.lines("also_called")
    reader.lines("related")
    key = reader.text("drug", required=True)
    drug = Drug.objects.filter(key=key).first()
    if drug is None:
        if key:
            reader.unknown("drug", "drug", key)
    else:
        page.drug = drug
        if page.key != drug.key:
            reader.problem(f"“key” must be the key of its drug, “{drug.key}”", "key")
    return page, None


BUILDERS = {"topic": topic, "article": article, "term": term, "drugpage": drug_page}
