"""The words in the place of what readers are kept from: which fact, what became of it, and where to read what holds now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.models import Publication
from publishing.stated import Changed
from publishing.withholding import Notices, Withheld

# In the order of a drug table.
_CHANGED = {
    "route": gettext_lazy("How %(name)s is given has changed."),
    "dose": gettext_lazy("The dose of %(name)s has changed."),
    "frequency": gettext_lazy("How often %(name)s is given has changed."),
    "duration": gettext_lazy("How long %(name)s is given for has changed."),
    "brand": gettext_lazy("The brand names of %(name)s have changed."),
    "class": gettext_lazy("What type of medicine %(name)s is has changed."),
    "indication": gettext_lazy("What %(name)s is given for has changed."),
    "side-effects": gettext_lazy("The list of side effects of %(name)s has changed."),
    "precautions": gettext_lazy("The list of precautions for %(name)s has changed."),
    "population": gettext_lazy("Who %(name)s is for has changed."),
    "infusion-time": gettext_lazy("How long it takes to give %(name)s has changed."),
    "max-daily-dose": gettext_lazy("The most of %(name)s in one day has changed."),
    "monitoring": gettext_lazy("What is checked during treatment with %(name)s has changed."),
    "supplements": gettext_lazy("What is taken with %(name)s has changed."),
    "kidney": gettext_lazy("What weak kidneys mean for %(name)s has changed."),
    "checked-on": gettext_lazy("The day on which the facts about %(name)s were checked has changed."),
    "biosimilar": gettext_lazy("The list of medicines similar to %(name)s has changed."),
    "prescription": gettext_lazy("Whether %(name)s needs a prescription has changed."),
    "codes": gettext_lazy("The codes of %(name)s have changed."),
    "name": gettext_lazy("The name of %(name)s has changed."),
    "inn": gettext_lazy("The name of %(name)s has changed."),
    "us-name": gettext_lazy("The name of %(name)s has changed."),
    "pronunciation": gettext_lazy("How to say the name of %(name)s has changed."),
}
_FIELDS = {
    "route": gettext_lazy("how it is given"),
    "dose": gettext_lazy("dose"),
    "frequency": gettext_lazy("how often"),
    "duration": gettext_lazy("how long"),
    "brand": gettext_lazy("brand"),
    "class": gettext_lazy("type of medicine"),
    "indication": gettext_lazy("what it is for"),
    "side-effects": gettext_lazy("side effects"),
    "precautions": gettext_lazy("precautions"),
    "population": gettext_lazy("who it is for"),
    "infusion-time": gettext_lazy("how long it takes to give"),
    "max-daily-dose": gettext_lazy("most in one day"),
    "monitoring": gettext_lazy("what is checked"),
    "supplements": gettext_lazy("what is taken with it"),
    "kidney": gettext_lazy("weak kidneys"),
    "checked-on": gettext_lazy("day it was checked"),
    "biosimilar": gettext_lazy("similar medicines"),
    "prescription": gettext_lazy("prescription"),
    "codes": gettext_lazy("codes"),
    "name": gettext_lazy("name"),
    "inn": gettext_lazy("name"),
    "us-name": gettext_lazy("name"),
    "pronunciation": gettext_lazy("how to say it"),
}
# In a sentence, in the place of what is not shown on a page past its date.
_OVERDUE = {
    "route": gettext_lazy("[how it is given is not shown: this page is past its review date]"),
    "dose": gettext_lazy("[dose not shown: this page is past its review date]"),
    "frequency": gettext_lazy("[how often is not shown: this page is past its review date]"),
    "duration": gettext_lazy("[how long is not shown: this page is past its review date]"),
}


@dataclass(frozen=True)
class Subject:
    """One fact that is being checked again on a page. `path`: where readers find it, empty for what has no page in this
    language and for the page itself; `holds_now`: what stands there is what holds now; `status`: that of a source
    (retracted …), of which nothing is left out."""

    fact: str
    title: str
    path: str
    status: str
    holds_now: bool
    changed: Changed

    @property
    def leaves_out(self) -> bool:
        """Whether anything is left out for it. A page may only contradict it in words of its own."""
        return self.changed.fields is None or bool(self.changed.fields)

    @property
    def sentences(self) -> list[str]:
        """All that became of it on this page."""
        if self.changed.fields is None:
            return [self.sentence("")]
        if not self.changed.fields:
            return [_("What we know about %(name)s has changed, and this page may not say so yet.") % self._names]
        return list(dict.fromkeys(self.sentence(field) for field in in_order(self.changed.fields)))

    def sentence(self, field: str) -> str:
        """What became of one field. Where more than that may have changed, only that it is being checked."""
        if self.changed.fields is None or field not in _CHANGED:
            return _("What stood here about %(name)s is being checked again.") % self._names
        if field in self.changed.sources:
            return _("The sources for what stood here about %(name)s have changed.") % self._names
        return _CHANGED[field] % self._names

    @property
    def link_words(self) -> str:
        """The words that lead to its page."""
        return _("Read what holds now") if self.holds_now else _("Read about %(title)s") % {"title": self.title}

    @property
    def _names(self) -> dict[str, str]:
        return {"name": self.title}


def in_order(fields: Iterable[str]) -> list[str]:
    """Fields in the order in which a drug table has them."""
    return sorted(fields, key=lambda name: (list(_CHANGED).index(name) if name in _CHANGED else len(_CHANGED), name))


def fields_in_words(fields: Iterable[str] | None) -> str:
    """For staff: "dose, how often"; "everything" where all of a fact is held back."""
    if fields is None:
        return _("everything")
    return ", ".join(str(_FIELDS.get(name, name)) for name in in_order(fields)) or _(
        "nothing, but it may say otherwise"
    )


def held_subjects(publication: Publication) -> list[Subject]:
    """What is being checked again on this page, each once."""
    subjects = {}
    for row in publication.held:
        path = row.get("path") or ""
        subjects[row["fact"]] = Subject(
            fact=row["fact"],
            title=row.get("title") or row["fact"].partition(":")[2],
            path=path if path != publication.path else "",
            status=row.get("status") or "",
            holds_now=bool(row.get("holds_now")),
            changed=Changed.from_json(row),
        )
    return list(subjects.values())


def notices_of(publication: Publication) -> Notices:
    """What is printed instead. Small templates write it, so that it is escaped."""
    subjects = held_subjects(publication)

    def written(template: str) -> Callable[[Withheld], str]:
        def write(what: Withheld) -> str:
            context = {"what": what, "said": _said(subjects, what), "overdue": _overdue(what)}
            return render_to_string(template, context).strip()

        return write

    return Notices(
        block=written("_components/withheld_block.html"),
        cell=written("_components/withheld_cell.html"),
        words=written("_components/withheld_words.html"),
    )


def _said(subjects: Iterable[Subject], what: Withheld) -> str:
    """What became of all that an element states of what is held, and where to read on."""
    marks = [mark.partition("#") for mark in what.held]
    told = []
    for subject in subjects:
        fields = [field for fact, _hash, field in marks if fact == subject.fact]
        if fields:
            sentences = " ".join(dict.fromkeys(subject.sentence(field) for field in in_order(fields)))
            told.append((sentences, _read_on(subject, in_link=what.in_link)))
    return format_html_join(" ", "{} {}", told)


def _read_on(subject: Subject, *, in_link: bool) -> str:
    if not subject.path or in_link:
        return _("Ask your care team.")
    return format_html('<a href="{}">{}</a>', subject.path, subject.link_words)


def _overdue(what: Withheld) -> str:
    fields = [mark.partition("#")[2] for mark in what.states]
    known = [_OVERDUE[field] for field in fields if field in _OVERDUE]
    return str(known[0]) if known else _("[not shown: this page is past its review date]")
